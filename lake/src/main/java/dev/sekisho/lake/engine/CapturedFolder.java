package dev.sekisho.lake.engine;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.SegmentFile;
import dev.sekisho.lake.SmallFile;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.HoldManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One customer's part of a capture.
 *
 * @param folder the customer's folder
 * @param shard what was captured; empty if the customer's keys are withdrawn
 * @param entered what its leases gave, so that nothing replaced is destroyed
 * @param rows its segments then, no hot rows
 * @param holds its holds then
 * @param holdsUnknown whether there are holds besides that nobody can read
 * @param segments its segments as files
 * @param small its other files
 */
record CapturedFolder(
        String folder,
        Optional<Shard> shard,
        long entered,
        Snapshot rows,
        List<HoldManifest> holds,
        boolean holdsUnknown,
        List<SegmentFile> segments,
        List<SmallFile> small) {

    /** Whether anything of a day is in it. */
    boolean includes(LocalDate day) {
        return rows.allDays().contains(day);
    }

    /** Whether a hold is in it, or may be. */
    boolean includes(Id128 hold) {
        return holdsUnknown || hold(hold).isPresent();
    }

    /** A hold as it was. */
    Optional<HoldManifest> hold(Id128 hold) {
        return holds.stream().filter(held -> held.hold().equals(hold)).findFirst();
    }

    /** How many events its segments hold, by day. */
    SortedMap<LocalDate, Long> events() {
        SortedMap<LocalDate, Long> events = new TreeMap<>();
        for (DayManifest day : rows.days().values()) {
            long sum = day.segments().stream().mapToLong(SegmentEntry::rows).sum();
            if (sum > 0) {
                events.put(day.day(), sum);
            }
        }
        return events;
    }

    /** Lets go of what waits for it. */
    void release() {
        shard.ifPresent(held -> held.leases.leave(entered));
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return segments.size() + " segments";
    }
}
