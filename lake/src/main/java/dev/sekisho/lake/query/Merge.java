package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventCells;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.buffer.RowValues;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.query.Views.View;
import dev.sekisho.lake.segment.SegmentEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads rows of some segments of one day into one buffer, in order of time: for segments that became too many, or hold rows that must go. */
public final class Merge {
    private final Shelf shelf;

    /** Merges segments of a customer. */
    public Merge(Shelf shelf) {
        this.shelf = shelf;
    }

    /**
     * The rows of these segments that are to be kept.
     *
     * @throws SekishoException {@code SEGMENT_DAMAGED} if one of them cannot be read; then none may be replaced
     */
    public EventBuffer read(List<SegmentEntry> segments, Id128 buffer, Predicate<EventCells> kept) {
        int dropped;
        EventBuffer merged = new EventBuffer(buffer, segments.getFirst().day());
        try (Views views = new Views(shelf)) {
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
                dropped = append(engine, open, merged, kept);
            }
        }
        int rows = segments.stream().mapToInt(SegmentEntry::rows).sum();
        if (merged.appended() + dropped != rows) {
            throw new SekishoException(
                    ErrorCode.SEGMENT_DAMAGED,
                    "segments have " + (merged.appended() + dropped) + " rows, " + rows + " expected");
        }
        merged.publish(merged.appended());
        return merged;
    }

    /**
     * Whether a segment holds rows of one of these persons.
     *
     * @throws SekishoException {@code SEGMENT_DAMAGED} if it cannot be read
     */
    public boolean holds(SegmentEntry segment, Set<String> persons) {
        try (Views views = new Views(shelf)) {
            View view = views.add(new Source.Sealed(segment));
            if (!views.fill(view, EnumSet.of(EventColumn.PERSON))) {
                throw new SekishoException(ErrorCode.SEGMENT_DAMAGED, "a segment cannot be read");
            }
            String sql = "SELECT count(*) FROM " + Tables.of(List.of(view))
                    + " WHERE person IN (SELECT unnest(string_split(?, ',')))";
            try (Engine engine = Engine.open(views.paths(), shelf.limits())) {
                return engine.query(
                        sql, List.of(String.join(",", persons)), rows -> rows.next() && rows.getLong(1) > 0);
            }
        }
    }

    private static int append(Engine engine, List<View> open, EventBuffer merged, Predicate<EventCells> kept) {
        String sql = "SELECT " + Tables.columns() + " FROM " + Tables.of(open) + " ORDER BY \"time\"";
        RowValues values = new RowValues();
        ByteWriter nowhere = new ByteWriter();
        return engine.query(sql, List.of(), rows -> {
            int dropped = 0;
            while (rows.next()) {
                ResultRow row = ResultRow.read(rows, 1);
                if (kept.test(row)) {
                    merged.append(values.take(row.toEvent()), nowhere);
                    nowhere.clear();
                } else {
                    dropped++;
                }
            }
            return dropped;
        });
    }
}
