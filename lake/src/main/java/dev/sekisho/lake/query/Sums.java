package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Group;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Stats;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.query.Views.View;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers questions for sums. Segments whose rollup answers are not opened; the rest is read some at a time into one table of
 * partial sums in the engine's memory.
 */
final class Sums {
    private static final int MAX_SOURCES = 4_096;
    private static final int WINDOW = 128;
    private static final long HOUR_MICROS = 3_600_000_000L;

    private final Shelf shelf;
    private final StatsQuery question;
    private int read;
    private int unreadable;

    Sums(Shelf shelf, StatsQuery question) {
        this.shelf = shelf;
        this.question = question;
    }

    Stats answer(Snapshot snapshot) {
        Candidates candidates = Candidates.of(snapshot, question.filter());
        unreadable = candidates.damagedDays();
        read = candidates.damagedDays();
        RollupSums rollups = new RollupSums(question);
        List<Source> toRead = new ArrayList<>();
        for (Source source : candidates.sources()) {
            if (source instanceof Source.Sealed segment
                    && !snapshot.hidden().mayBeIn(segment.entry())
                    && rollups.take(segment.entry())) {
                read++;
            } else {
                toRead.add(source);
            }
        }
        if (toRead.size() > MAX_SOURCES) {
            throw new SekishoException(
                    ErrorCode.QUERY_TOO_BROAD, "the sums need " + toRead.size() + " segments; narrow the time");
        }
        return scan(toRead, rollups.sums(), Predicate.of(question.filter()).without(snapshot.hidden()));
    }

    private Stats scan(List<Source> sources, Map<String, Long> known, Predicate predicate) {
        try (Views views = new Views(shelf)) {
            List<View> all = sources.stream().map(views::add).toList();
            try (Engine engine = Engine.open(views.paths(), shelf.limits(), shelf.deadline())) {
                boolean users = question.measure() == Measure.USERS;
                engine.execute(
                        "CREATE TABLE partial (k VARCHAR, v " + (users ? "VARCHAR" : "HUGEINT") + ")", List.of());
                known.forEach((key, value) -> engine.execute("INSERT INTO partial VALUES (?, ?)", List.of(key, value)));
                for (int at = 0; at < all.size(); at += WINDOW) {
                    add(engine, views, all.subList(at, Math.min(all.size(), at + WINDOW)), predicate);
                }
                return result(engine, users ? "count(DISTINCT v)" : "CAST(sum(v) AS BIGINT)");
            }
        }
    }

    private void add(Engine engine, Views views, List<View> window, Predicate predicate) {
        Set<EventColumn> columns = EnumSet.of(EventColumn.TIME);
        columns.addAll(predicate.columns());
        columns.addAll(keyColumns());
        columns.addAll(measureColumns());
        List<View> open = new ArrayList<>();
        for (View view : window) {
            shelf.deadline().check();
            if (view.source instanceof Source.Sealed) {
                read++;
            }
            if (views.fill(view, columns)) {
                open.add(view);
            } else {
                unreadable++;
            }
        }
        if (open.isEmpty()) {
            return;
        }
        String from = " FROM " + Tables.of(open) + " WHERE " + predicate.sql();
        String select = switch (question.measure()) {
            case REQUESTS -> "SELECT " + key() + ", count(*)" + from + " GROUP BY 1";
            case BLOCKED -> "SELECT " + key() + ", count(*)" + from + " AND action = 'block' GROUP BY 1";
            case BYTES -> "SELECT " + key() + ", sum(request_bytes + response_bytes)" + from + " GROUP BY 1";
            case USERS -> "SELECT DISTINCT " + key() + ", person" + from + " AND person <> ''";
        };
        engine.execute("INSERT INTO partial " + select, predicate.parameters());
        open.forEach(views::clear);
    }

    private Stats result(Engine engine, String value) {
        boolean byTime = question.by()
                .filter(by -> by == Dimension.HOUR || by == Dimension.DAY)
                .isPresent();
        String groups = "SELECT k, " + value + " AS s FROM partial GROUP BY k HAVING s <> 0";
        String order = byTime ? " ORDER BY CAST(k AS BIGINT) DESC" : " ORDER BY s DESC, k";
        List<Group> list = engine.query(groups + order + " LIMIT " + question.limit(), List.of(), rows -> {
            List<Group> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new Group(rows.getString(1), rows.getLong(2)));
            }
            return found;
        });
        long total =
                engine.query("SELECT CAST(coalesce(sum(s), 0) AS BIGINT) FROM (" + groups + ")", List.of(), rows -> {
                    rows.next();
                    return rows.getLong(1);
                });
        if (byTime) {
            list = inOrderOfTime(list);
        }
        if (question.by().isEmpty() && list.isEmpty()) {
            list = List.of(new Group("", 0));
        }
        return new Stats(List.copyOf(list), total, new Coverage(read, unreadable));
    }

    private List<Group> inOrderOfTime(List<Group> newestFirst) {
        Map<String, Long> ordered = new LinkedHashMap<>();
        for (Group group : newestFirst.reversed()) {
            long hour = Long.parseLong(group.key());
            ordered.put(EventColumn.instant(hour * HOUR_MICROS).toString(), group.value());
        }
        return ordered.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .toList();
    }

    private String key() {
        return question.by().map(Sums::key).orElse("''");
    }

    /** Times are kept as hours since 1970 until the end. */
    private static String key(Dimension by) {
        return switch (by) {
            case HOST -> "host";
            case USER -> "person";
            case CATEGORY -> "unnest(string_split(categories, ','))";
            case ACTION -> "action";
            case RULE -> "rule";
            case HOUR -> "CAST(" + Predicate.MICROS + " // " + HOUR_MICROS + " AS VARCHAR)";
            case DAY -> "CAST(" + Predicate.MICROS + " // " + 24 * HOUR_MICROS + " * 24 AS VARCHAR)";
        };
    }

    private Set<EventColumn> keyColumns() {
        Optional<EventColumn> column = question.by().map(by -> switch (by) {
            case HOST -> EventColumn.HOST;
            case USER -> EventColumn.PERSON;
            case CATEGORY -> EventColumn.CATEGORIES;
            case ACTION -> EventColumn.ACTION;
            case RULE -> EventColumn.RULE;
            case HOUR, DAY -> EventColumn.TIME;
        });
        return column.map(Set::of).orElse(Set.of());
    }

    private Set<EventColumn> measureColumns() {
        return switch (question.measure()) {
            case REQUESTS -> Set.of();
            case BLOCKED -> Set.of(EventColumn.ACTION);
            case BYTES -> Set.of(EventColumn.REQUEST_BYTES, EventColumn.RESPONSE_BYTES);
            case USERS -> Set.of(EventColumn.PERSON);
        };
    }
}
