package dev.sekisho.lake.query;

import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.query.Views.View;
import dev.sekisho.lake.segment.SegmentEntry;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** When each column of a segment last held a value in a row that may be shown, for segments whose manifest knows only all rows. */
final class LastSeen {
    private static final EventColumn[] COLUMNS = EventColumn.values();
    private final Shelf shelf;

    LastSeen(Shelf shelf) {
        this.shelf = shelf;
    }

    /** In microseconds since 1970, by column; empty if the segment cannot be read. */
    Optional<Map<String, Long>> of(SegmentEntry segment, Hidden hidden) {
        try (Views views = new Views(shelf)) {
            View view = views.add(new Source.Sealed(segment));
            if (!views.fill(view, EnumSet.allOf(EventColumn.class))) {
                return Optional.empty();
            }
            Predicate shown = Predicate.everything().without(hidden);
            String select = java.util.Arrays.stream(COLUMNS)
                    .map(column -> "max(" + Predicate.MICROS + ") FILTER (WHERE " + filled(column) + ")")
                    .collect(Collectors.joining(", "));
            String sql = "SELECT " + select + " FROM " + Tables.of(List.of(view)) + " WHERE " + shown.sql();
            try (Engine engine = Engine.open(views.paths(), shelf.limits(), shelf.deadline())) {
                return Optional.of(engine.query(sql, shown.parameters(), rows -> {
                    Map<String, Long> seen = new HashMap<>();
                    rows.next();
                    for (EventColumn column : COLUMNS) {
                        long micros = rows.getLong(column.ordinal() + 1);
                        if (!rows.wasNull()) {
                            seen.put(column.wire(), micros);
                        }
                    }
                    return seen;
                }));
            }
        }
    }

    private static String filled(EventColumn column) {
        String name = Tables.quoted(column.wire());
        return switch (column.kind()) {
            case DICTIONARY, TEXT -> name + " <> ''";
            case IDENTIFIER -> "TRUE";
            case TIME -> Predicate.MICROS + " <> -1";
            case INT, LONG -> column.isEmpty(0) ? name + " NOT IN (-1, 0)" : name + " <> -1";
        };
    }
}
