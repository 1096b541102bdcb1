package dev.sekisho.lake.query;

import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The sources that may hold rows of a query, newest first: the rest is excluded by time and by the manifest's filters, unopened.
 *
 * @param sources hot buffers and segments, by their last event
 * @param damagedDays days inside the query's time whose manifest cannot be read
 */
record Candidates(List<Source> sources, int damagedDays) {

    static Candidates of(Snapshot snapshot, Query query) {
        long from = Predicate.micros(query.from());
        long to = Predicate.micros(query.to());
        if (query.after().isPresent()) {
            long before = Predicate.micros(query.after().get().time());
            to = Math.min(to, before == Long.MAX_VALUE ? before : before + 1);
        }
        List<Source> sources = new ArrayList<>();
        for (EventBuffer buffer : snapshot.hot()) {
            int rows = buffer.rows();
            if (rows > 0) {
                add(sources, Source.Hot.of(buffer, rows), from, to);
            }
        }
        for (DayManifest day : snapshot.days().values()) {
            for (SegmentEntry entry : day.segments()) {
                if (mayHold(entry, query)) {
                    add(sources, new Source.Sealed(entry), from, to);
                }
            }
        }
        return new Candidates(newestFirst(sources), damagedDays(snapshot, from, to));
    }

    /** All sources, newest first. */
    static List<Source> all(Snapshot snapshot) {
        List<Source> sources = new ArrayList<>();
        for (DayManifest day : snapshot.days().values()) {
            day.segments().forEach(entry -> sources.add(new Source.Sealed(entry)));
        }
        return newestFirst(sources);
    }

    private static List<Source> newestFirst(List<Source> sources) {
        sources.sort(Comparator.comparingLong(Source::maxTime).reversed());
        return sources;
    }

    private static void add(List<Source> sources, Source source, long from, long to) {
        if (source.maxTime() >= from && source.minTime() < to) {
            sources.add(source);
        }
    }

    private static boolean mayHold(SegmentEntry entry, Query query) {
        return query.person()
                        .map(person -> entry.persons().mayHold(person.toString()))
                        .orElse(true)
                && query.host()
                        .map(host -> entry.hosts().mayHold(host.startsWith(".") ? host : "." + host))
                        .orElse(true);
    }

    private static int damagedDays(Snapshot snapshot, long from, long to) {
        int damaged = 0;
        for (LocalDate day : snapshot.damagedDays()) {
            long start = Predicate.micros(day.atStartOfDay().toInstant(ZoneOffset.UTC));
            if (start < to && start + 86_400_000_000L > from) {
                damaged++;
            }
        }
        return damaged;
    }

    /** Says how many sources there are. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d sources", sources.size());
    }
}
