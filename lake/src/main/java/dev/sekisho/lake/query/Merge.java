package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.buffer.RowValues;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.query.Views.View;
import dev.sekisho.lake.segment.SegmentEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Reads all rows of some segments of one day into one buffer, in order of time: for segments that became too many. */
public final class Merge {
    private final Shelf shelf;

    /** Merges segments of a customer. */
    public Merge(Shelf shelf) {
        this.shelf = shelf;
    }

    /**
     * All rows of these segments.
     *
     * @throws SekishoException {@code SEGMENT_DAMAGED} if one of them cannot be read; then none may be replaced
     */
    public EventBuffer read(List<SegmentEntry> segments, Id128 buffer) {
        EventBuffer merged = new EventBuffer(buffer, segments.getFirst().day());
        try (Views views = new Views(shelf.files(), shelf.vault(), shelf.folder())) {
            List<View> open = new ArrayList<>();
            for (SegmentEntry segment : segments) {
                View view = views.add(new Source.Sealed(segment));
                if (!views.fill(view, EnumSet.allOf(EventColumn.class))) {
                    throw new SekishoException(
                            ErrorCode.SEGMENT_DAMAGED, "a segment cannot be read, so it is not merged with others");
                }
                open.add(view);
            }
            try (Engine engine = Engine.open(views.paths(), shelf.limits())) {
                append(engine, open, merged);
            }
        }
        int rows = segments.stream().mapToInt(SegmentEntry::rows).sum();
        if (merged.appended() != rows) {
            throw new SekishoException(
                    ErrorCode.SEGMENT_DAMAGED, "segments have " + merged.appended() + " rows, " + rows + " expected");
        }
        merged.publish(rows);
        return merged;
    }

    private static void append(Engine engine, List<View> open, EventBuffer merged) {
        String sql = "SELECT " + Tables.columns() + " FROM " + Tables.of(open) + " ORDER BY \"time\"";
        RowValues values = new RowValues();
        ByteWriter nowhere = new ByteWriter();
        engine.query(sql, List.of(), rows -> {
            while (rows.next()) {
                merged.append(values.take(ResultRow.read(rows, 1).toEvent()), nowhere);
                nowhere.clear();
            }
            return merged;
        });
    }
}
