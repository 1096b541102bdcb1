package dev.sekisho.trust.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How long sets are kept (seed: at least seven days; at most fourteen, so that what was erased is gone from them in time). Eight days
 * while newer sets come, and up to thirteen if none does: then the newest is all there is. Pure: the same lists and the same time
 * always give the same answer. Nobody, whatever the role, can ask for less.
 */
public final class Keeping {
    /** No set goes before. */
    public static final Duration AT_LEAST = Duration.ofDays(7);

    /** From when on a set goes, if there is a newer one. */
    public static final Duration USUALLY = Duration.ofDays(8);

    /** From when on the last set goes as well: a day before the promise ends, which a target may have been away. */
    public static final Duration AT_MOST = Duration.ofDays(13);

    /** What no manifest lists may belong to a set that is being made. */
    public static final Duration UNLISTED = Duration.ofDays(1);

    private Keeping() {}

    /**
     * A set as a target sees it.
     *
     * @param name the manifest's
     * @param stored when it came
     * @param objects what it lists
     */
    public record Kept(String name, Instant stored, Set<String> objects) {}

    /** Manifests that go now. */
    public static List<Kept> over(List<Kept> sets, Instant now) {
        Instant newest =
                sets.stream().map(Kept::stored).max(Comparator.naturalOrder()).orElse(Instant.MIN);
        List<Kept> over = new ArrayList<>();
        for (Kept set : sets) {
            Duration age = Duration.between(set.stored(), now);
            boolean followed = set.stored().isBefore(newest);
            if (age.compareTo(followed ? USUALLY : AT_MOST) >= 0) {
                over.add(set);
            }
        }
        return over;
    }

    /**
     * Objects that go now: listed by no set that stays, and old enough not to belong to one that is being made.
     *
     * @param objects everything that lies there
     * @param staying the sets that stay
     */
    public static List<String> unlisted(List<Target.Listed> objects, List<Kept> staying, Instant now) {
        Set<String> listed = new HashSet<>();
        staying.forEach(set -> listed.addAll(set.objects()));
        return objects.stream()
                .filter(object -> !listed.contains(object.name()))
                .filter(object -> Duration.between(object.stored(), now).compareTo(UNLISTED) >= 0)
                .map(Target.Listed::name)
                .toList();
    }
}
