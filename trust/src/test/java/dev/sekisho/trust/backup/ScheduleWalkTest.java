package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.records.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Days of a real region on the moved clock, with targets and the maker away at random: what is promised of sets holds, or somebody is
 * told in time (trust.md, rows I1 and I3). 200 days with {@code -Dsekisho.nightly=true}, 11 otherwise.
 */
class ScheduleWalkTest {
    private static final int DAYS = Boolean.getBoolean("sekisho.nightly") ? 200 : 11;
    private static final Duration TICK = Duration.ofHours(1);
    private static final Set<String> JOBS = Set.of(BackupJob.NAME, BackupJob.NAME + "-keeping");

    @TempDir
    private Path folder;

    private final Random random = new Random(7);
    private final MovableClock clock = new MovableClock(InstantSource.fixed(BackedUpRegion.START));
    private final Map<String, Instant> came = new HashMap<>();
    private final Map<String, Instant> lastRuns = new HashMap<>();
    private Instant lastGood = BackedUpRegion.START;
    private int alerts;
    private int removed;
    private Duration longest = Duration.ZERO;

    @Test
    void dayAfterDayThereIsAGoodSetOrSomebodyIsToldAndNoneIsKeptTooShortOrTooLong() throws IOException {
        UnsteadyTarget first = target("first", "tokyo", "target-1");
        UnsteadyTarget second = target("second", "osaka", "target-2");
        List<UnsteadyTarget> targets = List.of(first, second);
        try (BackedUpRegion region = new BackedUpRegion(
                folder.resolve("live"),
                folder,
                TestServer.fresh().options(),
                BackedUpRegion.START,
                List.copyOf(targets))) {
            CustomerScope aoi = region.customer("Aoi");
            PersonToken person = region.person(aoi, "p@aoi.example");
            int makerAway = 0;
            Map<UnsteadyTarget, Integer> hoursAway = new HashMap<>();
            for (int hour = 1; hour <= DAYS * 24; hour++) {
                Instant now = BackedUpRegion.START.plus(TICK.multipliedBy(hour));
                clock.moveTo(now);
                region.clock.moveTo(now);
                // Given outages of less than a day; once in the walk the maker is away for longer
                for (UnsteadyTarget target : targets) {
                    int left = hoursAway.getOrDefault(target, 0);
                    hoursAway.put(target, left > 0 ? left - 1 : random.nextInt(60) == 0 ? random.nextInt(20) : 0);
                    target.away(hoursAway.get(target) > 0);
                }
                makerAway = makerAway > 0
                        ? makerAway - 1
                        : hour == 24 * 5 ? 40 : random.nextInt(80) == 0 ? random.nextInt(24) : 0;
                // When
                if (hour % 24 == 3) {
                    region.event(aoi, person, now, hour);
                }
                run(region, now, makerAway > 0);
                // Then
                look(targets, now);
                Duration gap = Duration.between(lastGood, now);
                longest = gap.compareTo(longest) > 0 ? gap : longest;
                if (gap.compareTo(Duration.ofHours(24)) > 0) {
                    assertThat(region.backups.problem()).contains("no good backup set");
                    alerts++;
                }
            }
            targets.forEach(UnsteadyTarget::steady);
            Backups.SetState set = region.backups.make();
            assertThat(set.good()).isTrue();
            assertThat(region.backups.problem()).isEmpty();
            for (UnsteadyTarget target : targets) {
                assertThat(SetVerifier.of(region.vault.installation())
                                .verify(target, java.util.Optional.empty())
                                .findings())
                        .allMatch(finding -> finding.kind() == Finding.Kind.UNLISTED);
            }
        }
        // And the walk had what it is about
        assertThat(longest).isGreaterThan(Duration.ofHours(24));
        assertThat(alerts).isPositive();
        assertThat(removed).isPositive();
    }

    private UnsteadyTarget target(String name, String place, String below) {
        return new UnsteadyTarget(new FolderTarget(name, place, folder.resolve(below), clock));
    }

    /** As the job table does: what fails is due again. */
    private void run(BackedUpRegion region, Instant now, boolean makerAway) {
        List<Job> jobs = new ArrayList<>(region.backups.jobs());
        jobs.sort(Comparator.comparing(Job::name));
        for (Job job : jobs) {
            if (!JOBS.contains(job.name()) || (makerAway && job.name().equals(BackupJob.NAME))) {
                continue;
            }
            Instant last = lastRuns.getOrDefault(job.name(), Instant.EPOCH);
            if (last.equals(Instant.EPOCH)) {
                last = BackedUpRegion.START;
            }
            if (job.nextDue(last, now).isAfter(now)) {
                continue;
            }
            try {
                job.run(now);
                lastRuns.put(job.name(), now);
            } catch (Exception e) {
                // A target is away; the next hour tries again.
                continue;
            }
        }
    }

    /** What lies in the targets, and what went since the last look. */
    private void look(List<UnsteadyTarget> targets, Instant now) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        Set<String> there = new HashSet<>();
        for (UnsteadyTarget target : targets) {
            for (Target.Listed set : target.folder().list(Target.SETS)) {
                String key = target.name() + " " + set.name();
                there.add(key);
                came.putIfAbsent(key, now);
                assertThat(Duration.between(set.stored(), now)).isLessThanOrEqualTo(Duration.ofDays(14));
                if (places.merge(set.name(), 1, Integer::sum) == targets.size()
                        && set.stored().isAfter(lastGood)) {
                    lastGood = set.stored();
                }
            }
        }
        for (String gone :
                came.keySet().stream().filter(key -> !there.contains(key)).toList()) {
            Instant since = came.remove(gone);
            if (since != null) {
                assertThat(Duration.between(since, now)).isGreaterThanOrEqualTo(Duration.ofDays(7));
                removed++;
            }
        }
    }
}
