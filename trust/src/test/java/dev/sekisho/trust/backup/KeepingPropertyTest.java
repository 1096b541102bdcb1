package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The seed's terms hold for every schedule and every outage: not less than seven days, not more than fourteen (trust.md, row I3). */
class KeepingPropertyTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final Duration PROMISED = Duration.ofDays(14);

    /** A target's rule runs every hour; one that is away for up to a day still ends in time. */
    @Property(tries = 200)
    void noSetGoesBeforeSevenDaysAndNoneStaysBeyondFourteen(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int hoursBetween) {
        Random random = new Random(seed);
        List<Keeping.Kept> there = new ArrayList<>();
        Map<String, Instant> went = new HashMap<>();
        SortedMap<String, Instant> came = new TreeMap<>();
        int away = 0;
        for (int hour = 0; hour < 60 * 24; hour++) {
            Instant now = START.plus(Duration.ofHours(hour));
            if (random.nextInt(hoursBetween) == 0) {
                String name = "sets/%05d".formatted(hour);
                there.add(new Keeping.Kept(name, now, Set.of("objects/shared" + hour / 48, "objects/" + hour)));
                came.put(name, now);
            }
            away = away > 0 ? away - 1 : random.nextInt(200) == 0 ? 23 : 0;
            if (away == 0) {
                List<Keeping.Kept> over = Keeping.over(there, now);
                there.removeAll(over);
                over.forEach(set -> went.put(set.name(), now));
            }
            for (Keeping.Kept set : there) {
                assertThat(Duration.between(set.stored(), now)).isLessThanOrEqualTo(PROMISED);
            }
            boolean young = !came.isEmpty()
                    && Duration.between(came.get(came.lastKey()), now).compareTo(Keeping.AT_MOST) < 0;
            // While a set may stay, the newest does.
            assertThat(there.stream().anyMatch(set -> young && set.name().equals(came.lastKey())))
                    .isEqualTo(young);
        }
        went.forEach((name, time) ->
                assertThat(Duration.between(came.get(name), time)).isGreaterThanOrEqualTo(Keeping.AT_LEAST));
    }

    @Property(tries = 200)
    void nothingThatAStayingSetListsGoesAndNothingYoungThatNobodyListsYet(@ForAll long seed) {
        Random random = new Random(seed);
        Instant now = START.plus(Duration.ofDays(20));
        List<Target.Listed> objects = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            objects.add(new Target.Listed("objects/" + i, 1, now.minus(Duration.ofHours(random.nextInt(400)))));
        }
        List<Keeping.Kept> staying = List.of(
                new Keeping.Kept("sets/1", now, Set.of("objects/" + random.nextInt(100))),
                new Keeping.Kept("sets/2", now, Set.of("objects/" + random.nextInt(100))));
        List<String> going = Keeping.unlisted(objects, staying, now);
        for (Target.Listed object : objects) {
            boolean listed = staying.stream().anyMatch(set -> set.objects().contains(object.name()));
            boolean young = Duration.between(object.stored(), now).compareTo(Keeping.UNLISTED) < 0;
            assertThat(going.contains(object.name())).isEqualTo(!listed && !young);
        }
    }
}
