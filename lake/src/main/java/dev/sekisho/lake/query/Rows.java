package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventCells;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentIndex;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The rows of one customer, hot and sealed together. */
public final class Rows implements CustomerLake {
    private static final int MAX_LIMIT = 1_000;
    private static final long HOUR_SECONDS = 3_600;

    private final Shelf shelf;
    private final Snapshots snapshots;
    private final Permits permits;
    private final LongConsumer damaged;
    private final Upkeep upkeep;

    /** Where a moment's rows come from; they stay readable until the lease is closed. */
    public interface Snapshots {
        /** The rows now. */
        Lease lease();
    }

    /** A moment's rows. */
    public interface Lease extends AutoCloseable {
        /** The rows. */
        Snapshot snapshot();

        @Override
        void close();
    }

    /**
     * The rows of a customer.
     *
     * @param permits limits how many queries run at once
     * @param damaged told how many segments a query could not read
     * @param upkeep changes what is stored
     */
    public Rows(Shelf shelf, Snapshots snapshots, Permits permits, LongConsumer damaged, Upkeep upkeep) {
        this.upkeep = upkeep;
        this.shelf = shelf;
        this.snapshots = snapshots;
        this.permits = permits;
        this.damaged = damaged;
    }

    /** Loads the engine's library, which takes half a second, before the first query needs it. */
    public static void warmUp(QueryLimits limits) {
        Engine.open(List.of(), limits).close();
    }

    @Override
    public Page events(Query query) {
        limit(query.limit());
        return run((here, snapshot) -> {
            Page page = new Search(here).page(snapshot, query, query.limit());
            report(page.coverage());
            return page;
        });
    }

    @Override
    public Optional<WebEvent> event(EventId id) {
        return run((here, snapshot) -> {
            List<Source> sources = new ArrayList<>();
            for (EventBuffer buffer : snapshot.hot()) {
                int rows = buffer.rows();
                for (int i = 0; i < rows; i++) {
                    EventCells row = buffer.row(i);
                    if (row.identifier().equals(id.value())
                            && !snapshot.hidden().persons().contains(row.text(EventColumn.PERSON))) {
                        return Optional.of(row.toEvent());
                    }
                }
            }
            for (Source source : Candidates.all(snapshot)) {
                here.deadline().check();
                if (source instanceof Source.Sealed segment && mayHold(segment.entry(), id)) {
                    sources.add(source);
                }
            }
            return new Search(here).event(sources, id, snapshot.hidden());
        });
    }

    private boolean mayHold(SegmentEntry entry, EventId id) {
        try {
            return SegmentIndex.mayHold(shelf.files(), shelf.vault(), shelf.folder(), entry, id);
        } catch (SekishoException | java.io.IOException e) {
            damaged.accept(1);
            return false;
        }
    }

    @Override
    public Coverage export(Query query, Consumer<WebEvent> target) {
        // The reader may be slow: it is given a page when the query that found it has ended, so that it holds up
        // nobody.
        try (Permits.Permit permit = permits.export()) {
            int read = 0;
            int unreadable = 0;
            Optional<Cursor> after = query.after();
            PageSize size = new PageSize();
            do {
                Query next = withCursor(query, after);
                Page page = run((here, snapshot) -> new Search(here).page(snapshot, next, size.events()));
                page.events().forEach(target);
                read = Math.max(read, page.coverage().segments());
                unreadable = Math.max(unreadable, page.coverage().unreadable());
                after = page.next();
                size.after(page);
            } while (after.isPresent());
            Coverage coverage = new Coverage(read, unreadable);
            report(coverage);
            return coverage;
        }
    }

    private static Query withCursor(Query query, Optional<Cursor> after) {
        return new Query(
                query.from(),
                query.to(),
                query.person(),
                query.host(),
                query.url(),
                query.action(),
                query.category(),
                query.rule(),
                query.limit(),
                after);
    }

    @Override
    public Stats stats(StatsQuery query) {
        limit(query.limit());
        StatsQuery whole = new StatsQuery(
                query.measure(), query.by(), withCursor(query.filter(), Optional.empty()), query.limit());
        return run((here, snapshot) -> {
            Stats stats = new Sums(here, whole).answer(snapshot);
            report(stats.coverage());
            return stats;
        });
    }

    @Override
    public Map<String, Instant> lastSeen() {
        return run((here, snapshot) -> {
            Map<String, Long> latest = new TreeMap<>();
            for (EventBuffer buffer : snapshot.hot()) {
                SegmentIndex.lastSeen(buffer.without(snapshot.hidden().persons()))
                        .forEach((name, micros) -> latest.merge(name, micros, Math::max));
            }
            for (DayManifest day : snapshot.days().values()) {
                for (SegmentEntry entry : day.segments()) {
                    lastSeen(here, snapshot, entry).forEach((name, micros) -> latest.merge(name, micros, Math::max));
                }
            }
            Map<String, Instant> seen = new TreeMap<>();
            latest.forEach((name, micros) -> seen.put(name, EventColumn.instant(micros)));
            return seen;
        });
    }

    private Map<String, Long> lastSeen(Shelf here, Snapshot snapshot, SegmentEntry entry) {
        if (!snapshot.hidden().mayBeIn(entry)) {
            return entry.lastSeen();
        }
        here.deadline().check();
        return new LastSeen(here).of(entry, snapshot.hidden()).orElseGet(() -> {
            damaged.accept(1);
            return Map.of();
        });
    }

    @Override
    public Map<Instant, Long> gaps(Instant from, Instant to) {
        return run((here, snapshot) -> {
            Map<Instant, Long> gaps = new TreeMap<>();
            for (EventBuffer buffer : snapshot.hot()) {
                add(gaps, buffer.gaps(), from, to);
            }
            for (DayManifest day : snapshot.days().values()) {
                add(gaps, day.gaps(), from, to);
            }
            return gaps;
        });
    }

    private static void add(Map<Instant, Long> gaps, Map<Long, Long> more, Instant from, Instant to) {
        more.forEach((hour, events) -> {
            Instant start = Instant.ofEpochSecond(hour * HOUR_SECONDS);
            if (start.plusSeconds(HOUR_SECONDS).isAfter(from) && start.isBefore(to)) {
                gaps.merge(start, events, Long::sum);
            }
        });
    }

    @Override
    public Retained retain(int days) {
        if (days < 1) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "days: 1 or more, not " + days);
        }
        return upkeep.retain(days);
    }

    @Override
    public void conceal(Set<PersonToken> persons) {
        upkeep.conceal(persons);
    }

    @Override
    public Rewritten rewrite(int segments) {
        if (segments < 1) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "segments: 1 or more, not " + segments);
        }
        return upkeep.rewrite(segments);
    }

    @Override
    public Forgotten forget() {
        return upkeep.forget();
    }

    @Override
    public Held hold(Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "to: a day not before from");
        }
        return upkeep.hold(hold, person, from, to);
    }

    @Override
    public Coverage exportHold(Id128 hold, Consumer<WebEvent> target) {
        try (Permits.Permit permit = permits.export()) {
            return upkeep.exportHold(hold, target);
        }
    }

    @Override
    public void release(Id128 hold) {
        upkeep.release(hold);
    }

    private static void limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "limit: 1 to 1,000, not " + limit);
        }
    }

    private void report(Coverage coverage) {
        if (coverage.unreadable() > 0) {
            damaged.accept(coverage.unreadable());
        }
    }

    /** Work of one query on a moment's rows. */
    private interface Work<T> {
        T apply(Shelf here, Snapshot snapshot);
    }

    private <T> T run(Work<T> work) {
        try (Permits.Permit permit = permits.query(shelf.limits().timeout());
                Lease lease = snapshots.lease()) {
            return work.apply(shelf.now(), lease.snapshot());
        }
    }
}
