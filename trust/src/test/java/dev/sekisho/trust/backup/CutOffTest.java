package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.trust.backup.UnsteadyTarget.Fault;
import dev.sekisho.trust.restore.Restoration;
import dev.sekisho.trust.restore.RestorePlan;
import dev.sekisho.trust.restore.Restored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is cut off at whatever step: the sets before stay whole, and the next run ends. */
class CutOffTest {
    /** Every step at night, every third by day. */
    private static final int STRIDE = Boolean.getBoolean("sekisho.nightly") ? 1 : 3;

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(InstantSource.fixed(BackedUpRegion.START));
    private UnsteadyTarget first;
    private UnsteadyTarget second;
    private BackedUpRegion region;
    private CustomerScope aoi;
    private PersonToken person;
    private int events;

    @BeforeEach
    void aSet() {
        first = target("first", "tokyo", "target-1");
        second = target("second", "osaka", "target-2");
        region = new BackedUpRegion(
                folder.resolve("live"),
                folder,
                TestServer.fresh().options(),
                BackedUpRegion.START,
                List.of(first, second));
        aoi = region.customer("Aoi");
        person = region.person(aoi, "p@aoi.example");
        assertThat(make().good()).isTrue();
    }

    private UnsteadyTarget target(String name, String place, String below) {
        return new UnsteadyTarget(new FolderTarget(name, place, folder.resolve(below), clock));
    }

    @AfterEach
    void stop() {
        region.close();
    }

    private Backups.SetState make() {
        for (int i = 0; i < 5; i++) {
            region.event(aoi, person, region.clock.instant().minusSeconds(i), events++);
        }
        region.lake.flush();
        return region.backups.make();
    }

    private void moveTo(Instant time) {
        clock.moveTo(time);
        region.clock.moveTo(time);
    }

    private SetVerifier.Report verify(UnsteadyTarget target) throws IOException {
        return SetVerifier.of(region.vault.installation()).verify(target.folder(), Optional.empty());
    }

    @Test
    void aTargetThatFailsAtAnyPutKeepsItsOldSetsAndTakesTheNext() throws IOException {
        boolean failed = true;
        int steps = 0;
        for (; failed; steps += STRIDE) {
            for (Fault fault : Fault.values()) {
                failed = failsAt(steps, fault);
            }
            // And the next run ends
            assertThat(make().good()).isTrue();
        }
        assertThat(steps).isGreaterThan(4);
        // And what was cut off goes by its age
        assertThat(verify(first).findings()).isNotEmpty();
        moveTo(BackedUpRegion.START.plus(Duration.ofHours(25)));
        first.prune();
        assertThat(verify(first).findings()).isEmpty();
    }

    private boolean failsAt(int puts, Fault fault) throws IOException {
        // Given
        int sets = verify(first).sets();
        first.failPutsAfter(puts, fault);
        // When
        Backups.SetState set = make();
        boolean failed = first.failed();
        first.steady();
        // Then the other target has it, and here is nothing that anybody takes for a set
        assertThat(set.good()).isEqualTo(!failed);
        assertThat(set.targets()).contains("second");
        assertThat(set.failed()).isEqualTo(failed ? List.of("first") : List.of());
        assertThat(verify(second).findings()).isEmpty();
        SetVerifier.Report report = verify(first);
        assertThat(report.findings()).allMatch(finding -> finding.kind() == Finding.Kind.UNLISTED);
        assertThat(report.sets()).isBetween(sets, sets + 1);
        try (var files = Files.walk(folder.resolve("target-1"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
        }
        return failed;
    }

    @Test
    void whatACutOffSetLeftIsNotRemovedWhileTheNextOneNeedsIt() throws IOException {
        // Given a segment that a cut-off set brought, a day before the next set lists it
        first.failPutsAfter(1, Fault.REFUSED);
        assertThat(make().good()).isFalse();
        first.steady();
        assertThat(verify(first).findings()).isNotEmpty();
        moveTo(BackedUpRegion.START.plus(Duration.ofHours(25)));
        Manifest lists =
                new SetReader(second, region.vault.installation()).manifests().getLast();
        Entry segment = lists.entries().stream()
                .filter(entry -> Files.exists(folder.resolve("target-1").resolve(entry.name())))
                .filter(entry -> !listed(first, entry))
                .findFirst()
                .orElseThrow();
        // When a maker asks for it, and the rule runs before the manifest is there
        try (var body = second.get(segment.name())) {
            first.put(segment.name(), Target.Body.of(body.readAllBytes()));
        }
        first.prune();
        // Then
        assertThat(folder.resolve("target-1").resolve(segment.name())).exists();
        assertThat(make().good()).isTrue();
        assertThat(verify(first).holds()).isTrue();
    }

    private boolean listed(UnsteadyTarget target, Entry entry) {
        try {
            return new SetReader(target, region.vault.installation())
                    .manifests().stream()
                            .flatMap(manifest -> manifest.entries().stream())
                            .anyMatch(other -> other.object().equals(entry.object()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aRemovalThatIsKilledAtAnyStepLeavesWholeSetsAndIsFinishedByTheNext() throws IOException {
        // Given sets of ten days
        for (int day : List.of(1, 2, 9, 10)) {
            moveTo(BackedUpRegion.START.plus(Duration.ofDays(day)));
            assertThat(make().good()).isTrue();
        }
        Path whole = folder.resolve("target-1");
        boolean killed = true;
        int steps = 0;
        int[] left = {0};
        for (; killed; steps++) {
            Path copy = folder.resolve("copy-" + steps);
            copy(whole, copy);
            FolderTarget target = new FolderTarget("copy", "there", copy, clock);
            // When
            left[0] = steps;
            killed = false;
            try {
                target.prune(file -> {
                    if (left[0]-- == 0) {
                        throw new IOException("killed");
                    }
                    Files.deleteIfExists(file);
                });
            } catch (IOException e) {
                killed = true;
            }
            // Then
            SetVerifier verifier = SetVerifier.of(region.vault.installation());
            SetVerifier.Report report = verifier.verify(target, Optional.empty());
            assertThat(report.sets()).isGreaterThanOrEqualTo(2);
            assertThat(report.findings()).allMatch(finding -> finding.kind() == Finding.Kind.UNLISTED);
            target.prune();
            assertThat(verifier.verify(target, Optional.empty()))
                    .matches(SetVerifier.Report::holds)
                    .extracting(SetVerifier.Report::sets)
                    .isEqualTo(2);
        }
        assertThat(steps).isGreaterThan(3);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void aRestoreThatIsCutOffAtEveryReadAndMadeAgainEachTimeEndsEqual() throws IOException {
        // Given
        var erased = region.ledger.write(
                aoi.customer(), Optional.of(region.person(aoi, "q@aoi.example")), region.clock.instant());
        assertThat(make().good()).isTrue();
        SortedSet<String> before = region.answers(aoi);
        byte[] root = Files.readAllBytes(BackedUpRegion.rootFile(folder.resolve("live")));
        Path there = folder.resolve("there");
        TestDatabase empty = TestServer.fresh();
        RestorePlan plan = new RestorePlan(
                List.of(first, second),
                Optional.empty(),
                BackedUpRegion.keyCopyPlaces(folder),
                root,
                BackedUpRegion.keys(there, clock),
                empty.options(),
                there.resolve("lake"),
                BackedUpRegion.ledgers(there),
                there.resolve("files"));
        Optional<Restored> restored = Optional.empty();
        int steps = 0;
        // When it is always made again in the same place, over what is left there
        for (; restored.isEmpty(); steps += STRIDE) {
            first.cutReadAfter(steps);
            try {
                restored = Optional.of(new Restoration(plan).run());
                assertThat(first.failed()).isFalse();
            } catch (SekishoException e) {
                assertThat(first.failed()).as(e.toString()).isTrue();
                assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_UNAVAILABLE);
            }
        }
        first.steady();
        // Then
        assertThat(steps).isGreaterThan(8);
        assertThat(restored.orElseThrow().rows()).isPositive();
        try (BackedUpRegion back =
                new BackedUpRegion(there, folder, empty.options(), BackedUpRegion.START, List.of(first, second))) {
            assertThat(back.answers(aoi)).isEqualTo(before).isNotEmpty();
        }
        // And over a region that is there nothing is restored
        assertThatThrownBy(() -> new Restoration(plan).run()).isInstanceOf(SekishoException.class);
    }
}
