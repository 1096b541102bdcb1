package dev.sekisho.lake.query;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Cursor;
import dev.sekisho.lake.CustomerLake.Page;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.query.Views.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds events, newest first: a few sources at a time, by the columns that the criteria name, until the page is full and no other
 * source can hold a newer event; then whole rows of the hits alone.
 */
final class Search {
    private static final int FIRST_WINDOW = 2;
    private static final int MAX_WINDOW = 64;
    private static final Comparator<Hit> NEWEST_FIRST = Comparator.comparingLong(Hit::time)
            .reversed()
            .thenComparing(Hit::id, Comparator.reverseOrder())
            .thenComparingInt(Hit::found);

    private final Shelf shelf;
    private int read;
    private int unreadable;
    private int found;
    private final Set<Source> failed = new java.util.HashSet<>();

    Search(Shelf shelf) {
        this.shelf = shelf;
    }

    /** Where an event is; {@code found} is the hit's number, so that no two are one. */
    private record Hit(long time, Id128 id, int found, Source source, int row) {}

    Page page(Snapshot snapshot, Query query, int limit) {
        Candidates candidates = Candidates.of(snapshot, query);
        Predicate predicate = Predicate.of(query).without(snapshot.hidden());
        if (query.after().isPresent()) {
            predicate = predicate.before(query.after().get());
        }
        unreadable += candidates.damagedDays();
        read += candidates.damagedDays();
        List<Hit> hits = hits(candidates.sources(), predicate, limit + 1);
        boolean more = hits.size() > limit;
        List<Hit> wanted = more ? hits.subList(0, limit) : hits;
        Optional<Cursor> next = Optional.empty();
        if (more) {
            Hit last = wanted.get(limit - 1);
            next = Optional.of(new Cursor(EventColumn.instant(last.time()), new EventId(last.id())));
        }
        List<WebEvent> events = events(wanted);
        return new Page(events, next, new Coverage(read, unreadable));
    }

    /** One event among these sources, unless it is hidden. */
    Optional<WebEvent> event(List<Source> sources, EventId id, Hidden hidden) {
        return events(hits(sources, Predicate.ofId(id).without(hidden), 1)).stream()
                .findFirst();
    }

    private List<Hit> hits(List<Source> sources, Predicate predicate, int limit) {
        TreeSet<Hit> best = new TreeSet<>(NEWEST_FIRST);
        int window = FIRST_WINDOW;
        int at = 0;
        while (at < sources.size()) {
            if (best.size() >= limit && best.last().time() > sources.get(at).maxTime()) {
                break;
            }
            int end = Math.min(sources.size(), at + window);
            find(sources.subList(at, end), predicate, limit, best);
            while (best.size() > limit) {
                best.pollLast();
            }
            at = end;
            window = Math.min(MAX_WINDOW, window * 2);
        }
        return new ArrayList<>(best);
    }

    private void find(List<Source> sources, Predicate predicate, int limit, Set<Hit> best) {
        Set<EventColumn> columns = EnumSet.of(EventColumn.TIME, EventColumn.ID);
        columns.addAll(predicate.columns());
        try (Views views = new Views(shelf)) {
            Map<String, View> byPath = fill(views, sources, columns);
            if (byPath.isEmpty()) {
                return;
            }
            String sql = "SELECT filename, file_row_number, " + Predicate.MICROS + " AS micros, id FROM "
                    + Tables.of(byPath.values()) + " WHERE " + predicate.sql()
                    + " ORDER BY micros DESC, id DESC LIMIT " + limit;
            try (Engine engine = Engine.open(List.copyOf(byPath.keySet()), shelf.limits(), shelf.deadline())) {
                engine.query(sql, predicate.parameters(), rows -> {
                    while (rows.next()) {
                        View view = byPath.get(rows.getString(1));
                        if (view == null) {
                            throw new IllegalStateException("a row of an unknown file");
                        }
                        best.add(new Hit(
                                rows.getLong(3), Id128.of(rows.getBytes(4)), found++, view.source, rows.getInt(2)));
                    }
                    return best;
                });
            }
        }
    }

    /** Views of those sources that can be opened; counts the segments among them, and those that cannot. */
    private Map<String, View> fill(Views views, List<Source> sources, Set<EventColumn> columns) {
        Map<String, View> byPath = new LinkedHashMap<>();
        for (Source source : sources) {
            shelf.deadline().check();
            View view = views.add(source);
            if (source instanceof Source.Sealed) {
                read++;
            }
            if (views.fill(view, columns)) {
                byPath.put(view.file.path(), view);
            } else {
                unreadable++;
                failed.add(source);
            }
        }
        return byPath;
    }

    /** Whole events of these hits, in their order. */
    private List<WebEvent> events(List<Hit> hits) {
        Map<Source, List<Hit>> bySource = new HashMap<>();
        hits.forEach(hit ->
                bySource.computeIfAbsent(hit.source(), s -> new ArrayList<>()).add(hit));
        Map<Hit, WebEvent> found = new HashMap<>();
        List<Source> sealed = new ArrayList<>();
        bySource.forEach((source, wanted) -> {
            switch (source) {
                case Source.Hot hot ->
                    wanted.forEach(
                            hit -> found.put(hit, hot.buffer().row(hit.row()).toEvent()));
                case Source.Sealed segment -> sealed.add(segment);
            }
        });
        if (!sealed.isEmpty()) {
            whole(sealed, bySource, found);
        }
        return hits.stream().map(found::get).filter(java.util.Objects::nonNull).toList();
    }

    private void whole(List<Source> sealed, Map<Source, List<Hit>> wanted, Map<Hit, WebEvent> found) {
        Set<EventColumn> all = EnumSet.allOf(EventColumn.class);
        try (Views views = new Views(shelf)) {
            List<View> open = new ArrayList<>();
            for (Source source : sealed) {
                shelf.deadline().check();
                View view = views.add(source);
                if (views.fill(view, all)) {
                    open.add(view);
                } else if (failed.add(source)) {
                    unreadable++;
                }
            }
            if (open.isEmpty()) {
                return;
            }
            try (Engine engine = Engine.open(views.paths(), shelf.limits(), shelf.deadline())) {
                rows(engine, open, wanted, found);
            }
        }
    }

    private static void rows(Engine engine, List<View> open, Map<Source, List<Hit>> wanted, Map<Hit, WebEvent> events) {
        Map<String, Map<Integer, Hit>> byPath = new HashMap<>();
        List<String> conditions = new ArrayList<>();
        for (View view : open) {
            Map<Integer, Hit> byRow = new HashMap<>();
            wanted.getOrDefault(view.source, List.of()).forEach(hit -> byRow.put(hit.row(), hit));
            byPath.put(view.file.path(), byRow);
            String rows = byRow.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
            conditions.add("(filename = '" + view.file.path() + "' AND file_row_number IN (" + rows + "))");
        }
        String sql = "SELECT filename, file_row_number, " + Tables.columns() + " FROM " + Tables.of(open) + " WHERE "
                + String.join(" OR ", conditions);
        engine.query(sql, List.of(), rows -> {
            while (rows.next()) {
                Hit hit = byPath.getOrDefault(rows.getString(1), Map.of()).get(rows.getInt(2));
                if (hit != null) {
                    events.put(hit, ResultRow.read(rows, 3).toEvent());
                }
            }
            return events;
        });
    }
}
