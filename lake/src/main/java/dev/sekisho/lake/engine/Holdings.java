package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Held;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventCells;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.HeldRows;
import dev.sekisho.lake.query.Merge;
import dev.sekisho.lake.query.QueryLimits;
import dev.sekisho.lake.query.Shelf;
import dev.sekisho.lake.segment.HeldSegment;
import dev.sekisho.lake.segment.HoldManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Legal holds: copies of events under keys of the hold, made when the hold is placed and, for events that come later, before their
 * day is deleted. An event is told from one that is held already by its identifier, so copying may be done again at any time. On
 * the sealing thread, but for exports.
 */
final class Holdings {
    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);
    private final LakeFiles files;
    private final QueryLimits limits;
    private final Captures captures;
    private final SecureRandom random = new SecureRandom();

    Holdings(LakeFiles files, QueryLimits limits, Captures captures) {
        this.captures = captures;
        this.files = files;
        this.limits = limits;
    }

    /** Writes down a hold, before anything is sealed under it, or finds it written; answers its days that there are. */
    List<LocalDate> place(Shard shard, Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to)
            throws IOException {
        shard.requireConcealed();
        HoldManifest known = shard.holdStore.read(hold).orElse(null);
        if (known == null) {
            known = HoldManifest.empty(hold, person, from, to);
            shard.holdStore.write(known);
        } else if (known.released() || !known.isOf(person, from, to)) {
            throw new SekishoException(
                    ErrorCode.CONFLICT, "this hold was released, or holds something else; place another");
        }
        shard.holdStore.deleteUnlisted(known);
        shard.hold(known);
        return shard.snapshot().days().keySet().stream()
                .filter(known::covers)
                .filter(shard::keeps)
                .toList();
    }

    /** Adds to every hold what it lacks of a day's segments. */
    void take(Shard shard, LocalDate day) throws IOException {
        shard.requireHolds();
        for (HoldManifest hold : shard.holds()) {
            if (hold.covers(day)) {
                for (SegmentEntry segment : shard.snapshot().day(day).segments()) {
                    // Not where it turned out meanwhile that it ended.
                    if (shard.holds().stream().anyMatch(still -> still.hold().equals(hold.hold()))) {
                        unlessEnded(shard, hold.hold(), () -> take(shard, hold.hold(), segment));
                    }
                }
            }
        }
    }

    private void take(Shard shard, Id128 id, SegmentEntry segment) throws IOException {
        HoldManifest hold = current(shard, id);
        if (hold.person()
                .map(person -> segment.persons().mayHold(person.toString()))
                .orElse(true)) {
            Predicate<EventCells> wanted = wanted(shard, hold, segment.minTime(), segment.maxTime());
            EventBuffer rows = new Merge(shelf(shard)).read(List.of(segment), Id128.random(random), wanted);
            add(shard, hold, rows);
        }
    }

    /** Adds to every hold of their day what it lacks of rows that are about to be dropped. */
    void take(Shard shard, EventBuffer rows) throws IOException {
        shard.requireHolds();
        for (HoldManifest hold : shard.holds()) {
            if (hold.covers(rows.day()) && rows.rows() > 0) {
                unlessEnded(
                        shard,
                        hold.hold(),
                        () -> add(shard, hold, rows.only(wanted(shard, hold, Long.MIN_VALUE, Long.MAX_VALUE))));
            }
        }
    }

    private static HoldManifest current(Shard shard, Id128 id) {
        return shard.holds().stream()
                .filter(hold -> hold.hold().equals(id))
                .findFirst()
                .orElseThrow(Holdings::unknown);
    }

    /** Whether a row belongs to a hold and is not there yet. */
    private Predicate<EventCells> wanted(Shard shard, HoldManifest hold, long minTime, long maxTime)
            throws IOException {
        Set<Id128> known = new HashSet<>();
        for (HeldSegment segment : hold.segments()) {
            if (segment.overlaps(minTime, maxTime)) {
                known.addAll(new HeldRows(shelf(shard), shard.holdStore).identifiers(hold.hold(), segment));
            }
        }
        Optional<String> person = hold.person().map(PersonToken::toString);
        return row -> {
            String whose = row.text(EventColumn.PERSON);
            return person.map(whose::equals).orElse(true)
                    && !shard.conceals(whose)
                    && !known.contains(row.identifier());
        };
    }

    private static void add(Shard shard, HoldManifest hold, EventBuffer rows) throws IOException {
        if (rows.rows() > 0) {
            HoldManifest next = hold.with(shard.segments.writeHeld(hold.hold(), rows, shard.holdStore));
            shard.holdStore.write(next);
            shard.hold(next);
        }
    }

    /** Work for a hold that may turn out to have ended. */
    private interface Taking {
        void run() throws IOException;
    }

    /**
     * A hold whose keys were destroyed can be there again: by an export that had begun before it was released, or with an old copy of
     * the lake. What it would still stop is not for it to stop any more.
     */
    private void unlessEnded(Shard shard, Id128 hold, Taking taking) throws IOException {
        try {
            taking.run();
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_DESTROYED || !shard.vault.isHoldDestroyed(hold)) {
                throw e;
            }
            LOG.warn("A legal hold whose keys were destroyed was there again and ends again");
            release(shard, hold);
        }
    }

    /** What a hold keeps now. */
    Held held(Shard shard, Id128 hold) {
        List<HeldSegment> segments = current(shard, hold).segments();
        return new Held(
                segments.size(), segments.stream().mapToLong(HeldSegment::rows).sum());
    }

    /** The hold as it is written down. */
    HoldManifest find(Shard shard, Id128 hold) throws IOException {
        return shard.holdStore.read(hold).filter(found -> !found.released()).orElseThrow(Holdings::unknown);
    }

    /** Gives out what a hold keeps; on any thread. */
    Coverage export(Shard shard, HoldManifest hold, Consumer<WebEvent> target) {
        HeldRows rows = new HeldRows(shelf(shard), shard.holdStore);
        int unreadable = 0;
        List<HeldSegment> inOrder = hold.segments().stream()
                .sorted(java.util.Comparator.comparingLong(HeldSegment::minTime))
                .toList();
        for (HeldSegment segment : inOrder) {
            try {
                rows.read(hold.hold(), segment, target);
            } catch (IOException | SekishoException e) {
                LOG.warn("A held segment of {} cannot be read: {}", segment.day(), e.getMessage());
                unreadable++;
            }
        }
        return new Coverage(inOrder.size(), unreadable);
    }

    /** Ends a hold: a note that it ended, then its keys, its files, and the note. One that cannot be read ends without a note. */
    void release(Shard shard, Id128 hold) throws IOException {
        try {
            Optional<HoldManifest> known = shard.holdStore.read(hold);
            if (known.isPresent() && !known.get().released()) {
                shard.holdStore.write(known.get().end());
            }
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.RECORD_DAMAGED) {
                throw e;
            }
            LOG.warn("A damaged legal hold ends; should this be interrupted, it has to be released again");
        }
        boolean captured = captures.keep(shard.folder, hold);
        shard.release(hold);
        if (captured) {
            throw Captures.running();
        }
        shard.vault.destroyHold(hold);
        shard.holdStore.delete(hold);
        shard.ended(hold);
    }

    private Shelf shelf(Shard shard) {
        return new Shelf(files, shard.vault, shard.folder, limits);
    }

    private static SekishoException unknown() {
        return new SekishoException(ErrorCode.NOT_FOUND, "there is no such hold, or it was released");
    }
}
