package dev.sekisho.lake.query;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.segment.HeldSegment;
import dev.sekisho.lake.segment.HoldStore;
import dev.sekisho.seal.SegmentReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads what a hold keeps. */
public final class HeldRows {
    private static final int PAGE = 1_000;
    private final Shelf shelf;
    private final HoldStore store;

    /** Reads held segments of a customer. */
    public HeldRows(Shelf shelf, HoldStore store) {
        this.shelf = shelf;
        this.store = store;
    }

    /**
     * The identifiers of all events of a segment.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SEGMENT_DAMAGED} or {@code KEY_DESTROYED}
     */
    public Set<Id128> identifiers(Id128 hold, HeldSegment segment) throws IOException {
        try (MemoryFile file = open(hold, segment);
                Engine engine = Engine.open(List.of(file.path()), shelf.limits())) {
            return engine.query("SELECT id FROM " + table(file), List.of(), rows -> {
                Set<Id128> found = new HashSet<>();
                while (rows.next()) {
                    found.add(Id128.of(rows.getBytes(1)));
                }
                return found;
            });
        }
    }

    /** Gives out the events of a segment in order of time, some at a time, so that a slow reader holds up no query. */
    public void read(Id128 hold, HeldSegment segment, Consumer<WebEvent> target) throws IOException {
        try (MemoryFile file = open(hold, segment)) {
            for (int from = 0; from < segment.rows(); from += PAGE) {
                page(file, from).forEach(target);
            }
        }
    }

    private List<WebEvent> page(MemoryFile file, int from) {
        String sql = "SELECT " + Tables.columns() + " FROM " + table(file) + " WHERE file_row_number >= " + from
                + " AND file_row_number < " + (from + PAGE) + " ORDER BY file_row_number";
        try (Engine engine = Engine.open(List.of(file.path()), shelf.limits())) {
            return engine.query(sql, List.of(), rows -> {
                List<WebEvent> events = new ArrayList<>();
                while (rows.next()) {
                    events.add(ResultRow.read(rows, 1).toEvent());
                }
                return events;
            });
        }
    }

    private static String table(MemoryFile file) {
        return "read_parquet('" + file.path() + "', file_row_number = true)";
    }

    private MemoryFile open(Id128 hold, HeldSegment segment) throws IOException {
        MemoryFile file = MemoryFile.create();
        try (LakeFiles.Source source = shelf.files().open(store.name(hold, segment.id()))) {
            SegmentReader reader = shelf.vault().openHeld(hold, segment.id(), segment.day(), source);
            byte[] content = new byte[Math.toIntExact(reader.size())];
            reader.read(0, content, 0, content.length);
            file.write(0, content);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
