package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.trust.erasure.Erasure;
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasure.Subject;
import dev.sekisho.trust.restore.Restoration;
import dev.sekisho.trust.restore.RestorePlan;
import dev.sekisho.trust.restore.Restored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region that moves for eight days comes back as it was on each of them, but for those who were erased by then (trust.md, row I3). */
class LastEightDaysTest {
    private static final int DAYS = 8;
    /** Every day at night, every third by day. */
    private static final int STRIDE = Boolean.getBoolean("sekisho.nightly") ? 1 : 3;

    @TempDir
    private Path folder;

    private final List<Instant> times = new ArrayList<>();
    private final List<SortedSet<String>> answers = new ArrayList<>();
    private final List<PersonToken> people = new ArrayList<>();
    private final List<PersonToken> erased = new ArrayList<>();

    @Test
    void everySetOfTheLastEightDaysComesBackAsThatDayWas() throws Exception {
        // Given eight days of events, an erasure every other day, and the rewrites that follow it
        CustomerScope aoi;
        try (BackedUpRegion region = new BackedUpRegion(
                folder.resolve("live"), folder, TestServer.fresh().options(), BackedUpRegion.START)) {
            aoi = region.customer("Aoi");
            for (int i = 0; i < DAYS; i++) {
                people.add(region.person(aoi, "p" + i + "@aoi.example"));
            }
            for (int day = 0; day < DAYS; day++) {
                day(region, aoi, day);
            }
        }
        byte[] root = Files.readAllBytes(BackedUpRegion.rootFile(folder.resolve("live")));
        Instant last = times.getLast().plus(Duration.ofHours(1));
        for (int day = 0; day < DAYS; day += STRIDE) {
            // When
            Path there = folder.resolve("day-" + day);
            TestDatabase empty = TestServer.fresh();
            Restored restored = new Restoration(new RestorePlan(
                            BackedUpRegion.folderTargets(folder, InstantSource.fixed(last)),
                            Optional.of(times.get(day)),
                            BackedUpRegion.keyCopyPlaces(folder),
                            root,
                            BackedUpRegion.keys(there, InstantSource.fixed(last)),
                            empty.options(),
                            there.resolve("lake"),
                            BackedUpRegion.ledgers(there),
                            there.resolve("files")))
                    .run();
            // Then
            assertThat(restored.rows()).isPositive();
            assertThat(restored.missing()).isZero();
            assertThat(restored.time()).isEqualTo(times.get(day));
            try (BackedUpRegion region = new BackedUpRegion(there, folder, empty.options(), last)) {
                assertThat(region.answers(aoi)).isEqualTo(withoutErased(answers.get(day)));
                for (PersonToken person : people) {
                    assertThat(region.directory.of(aoi).people().find(person).isPresent())
                            .isEqualTo(!erased.contains(person));
                }
            }
        }
        // And there was something to leave out
        assertThat(withoutErased(answers.getFirst()).size())
                .isPositive()
                .isLessThan(answers.getFirst().size());
    }

    private void day(BackedUpRegion region, CustomerScope aoi, int day) throws Exception {
        Instant now = BackedUpRegion.START.plus(Duration.ofDays(day));
        region.clock.moveTo(now);
        for (PersonToken person : people) {
            if (!erased.contains(person)) {
                for (int i = 0; i < 10; i++) {
                    region.event(aoi, person, now.minus(Duration.ofMinutes(i)), 100L * day + i);
                }
            }
        }
        region.lake.flush();
        if (day % 2 == 1) {
            PersonToken gone = people.get(day);
            var erasures = region.trust.of(region.as(aoi, people.getFirst())).erasures();
            Erasure asked = erasures.request(new Subject.Person(gone), Intake.CONSOLE);
            var approved =
                    region.trust.of(region.as(aoi, people.get(2))).erasures().approve(asked.id(), asked.version());
            region.run("trust.erasure");
            erased.add(gone);
        }
        region.backups.keep();
        assertThat(region.backups.make().good()).isTrue();
        times.add(now);
        answers.add(region.answers(aoi));
    }

    private SortedSet<String> withoutErased(SortedSet<String> lines) {
        SortedSet<String> left = new TreeSet<>(lines);
        for (PersonToken person : erased) {
            left.removeIf(line -> line.contains(person.toString()));
        }
        return left;
    }
}
