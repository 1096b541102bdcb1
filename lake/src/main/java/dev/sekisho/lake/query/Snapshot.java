package dev.sekisho.lake.query;

import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.segment.DayManifest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All rows of a customer at one moment: each is in exactly one hot buffer or one segment. Replaced as a whole when rows move from
 * one to the other, so that a query never sees a row twice or not at all.
 *
 * @param hot buffers that are not sealed
 * @param days manifests by day
 * @param damagedDays days whose manifest was set aside as damaged
 * @param hidden whose rows are not shown
 */
public record Snapshot(
        List<EventBuffer> hot, NavigableMap<LocalDate, DayManifest> days, Set<LocalDate> damagedDays, Hidden hidden) {

    /** Showing everything but rows of these persons. */
    public Snapshot hiding(Hidden persons) {
        return new Snapshot(hot, days, damagedDays, persons);
    }

    /** Hiding what is hidden in a newer one as well. */
    public Snapshot hidingAlso(Snapshot newer) {
        return hiding(hidden.and(newer.hidden));
    }

    /** Without hot buffers. */
    public Snapshot sealedOnly() {
        return new Snapshot(List.of(), days, damagedDays, hidden);
    }

    /** With one more hot buffer. */
    public Snapshot withBuffer(EventBuffer buffer) {
        List<EventBuffer> next = new ArrayList<>(hot);
        next.add(buffer);
        return new Snapshot(List.copyOf(next), days, damagedDays, hidden);
    }

    /** With a newer manifest of a day, and without a buffer whose rows it now holds. */
    public Snapshot withSealed(EventBuffer buffer, DayManifest manifest) {
        return without(buffer).withManifest(manifest);
    }

    /** With a newer manifest of a day. */
    public Snapshot withManifest(DayManifest manifest) {
        TreeMap<LocalDate, DayManifest> next = new TreeMap<>(days);
        next.put(manifest.day(), manifest);
        return new Snapshot(hot, next, damagedDays, hidden);
    }

    /** Only what belongs to these days. */
    public Snapshot only(Predicate<LocalDate> kept) {
        if (allDays().stream().allMatch(kept)) {
            return this;
        }
        TreeMap<LocalDate, DayManifest> keptDays = new TreeMap<>(days);
        keptDays.keySet().removeIf(kept.negate());
        Set<LocalDate> keptDamaged = new HashSet<>(damagedDays);
        keptDamaged.removeIf(kept.negate());
        return new Snapshot(
                hot.stream().filter(buffer -> kept.test(buffer.day())).toList(),
                keptDays,
                Set.copyOf(keptDamaged),
                hidden);
    }

    /** Every day of which there is anything. */
    public SortedSet<LocalDate> allDays() {
        TreeSet<LocalDate> all = new TreeSet<>(days.keySet());
        all.addAll(damagedDays);
        hot.forEach(buffer -> all.add(buffer.day()));
        return all;
    }

    /** Without a buffer. */
    public Snapshot without(EventBuffer buffer) {
        List<EventBuffer> next = new ArrayList<>(hot);
        next.removeIf(other -> other.id().equals(buffer.id()));
        return new Snapshot(List.copyOf(next), days, damagedDays, hidden);
    }

    /** A day's manifest; empty if there is none. */
    public DayManifest day(LocalDate day) {
        DayManifest manifest = days.get(day);
        return manifest == null ? DayManifest.empty(day) : manifest;
    }

    /** A customer without rows. */
    public static Snapshot empty() {
        return new Snapshot(List.of(), new TreeMap<>(Map.of()), Set.of(), Hidden.nobody());
    }
}
