package dev.sekisho.lake.query;

import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.query.Views.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of what to read; made of paths and column names of this code alone. */
final class Tables {
    private Tables() {}

    /** A table of all rows of these views. Hot rows and segments are read apart, because hot files have fewer columns. */
    static String of(Collection<View> views) {
        List<String> hot = new ArrayList<>();
        List<String> sealed = new ArrayList<>();
        for (View view : views) {
            (view.source instanceof Source.Hot ? hot : sealed).add(view.file.path());
        }
        if (hot.isEmpty()) {
            return parquet(sealed);
        }
        if (sealed.isEmpty()) {
            return parquet(hot);
        }
        String columns = "filename, file_row_number, " + shared(views);
        return "(SELECT " + columns + " FROM " + parquet(sealed) + " UNION ALL SELECT " + columns + " FROM "
                + parquet(hot) + ")";
    }

    private static String shared(Collection<View> views) {
        return views.stream()
                .filter(view -> view.source instanceof Source.Hot)
                .findFirst()
                .map(view -> view.columns().stream().map(c -> quoted(c.wire())).collect(Collectors.joining(", ")))
                .orElseThrow();
    }

    private static String parquet(List<String> paths) {
        return "read_parquet(" + Engine.list(paths) + ", filename = true, file_row_number = true)";
    }

    /** All columns, in their order; the time in microseconds since 1970. */
    static String columns() {
        return Arrays.stream(EventColumn.values())
                .map(column -> column == EventColumn.TIME ? Predicate.MICROS : quoted(column.wire()))
                .collect(Collectors.joining(", "));
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }
}
