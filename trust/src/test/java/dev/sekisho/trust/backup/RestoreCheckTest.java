package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.erasure.LedgerReplay;
import dev.sekisho.trust.receipt.Subject;
import dev.sekisho.trust.restore.RestoreCheck;
import dev.sekisho.trust.restore.RestoreCheckOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each night sets come back beside the running region, and somebody is told if they do not (trust.md, row I4). */
class RestoreCheckTest {
    private static final int EVENTS = 300;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestServer.fresh();
    private final List<PersonToken> people = new ArrayList<>();
    private BackedUpRegion region;
    private CustomerScope aoi;
    private CustomerScope beni;

    @BeforeEach
    void aSet() {
        region = new BackedUpRegion(folder.resolve("live"), folder, database.options(), BackedUpRegion.START);
        aoi = region.customer("Aoi");
        beni = region.customer("Beni");
        for (CustomerScope scope : List.of(aoi, beni)) {
            PersonToken person = region.person(scope, "p" + people.size() + "@example.com");
            people.add(person);
            for (int i = 0; i < EVENTS; i++) {
                region.event(scope, person, BackedUpRegion.START.minus(Duration.ofMinutes(7L * i)), i);
            }
        }
        region.lake.flush();
        assertThat(region.backups.make().good()).isTrue();
    }

    @AfterEach
    void stop() {
        region.close();
    }

    private Backups tested() {
        BackupOptions options = new BackupOptions(
                BackedUpRegion.REGION,
                region.targets,
                region.keyCopies,
                region.records,
                region.lake,
                region.vault,
                region.ledger::head,
                () -> region.directory.customers().scopes(BackedUpRegion.ACTOR),
                Map.of(),
                region.clock,
                "sekisho test");
        RestoreCheckOptions how = new RestoreCheckOptions(
                scratch(),
                TestServer.programs(),
                region.targets,
                BackedUpRegion.keyCopyPlaces(folder),
                BackedUpRegion.keys(folder.resolve("live"), region.clock),
                region.issuer);
        return new Backups(
                options,
                region.receipts,
                new ClockGuard(region.records.installation(), region.clock, System::nanoTime, true),
                region.ledgerInTargets,
                Optional.of(new RestoreCheck(how)));
    }

    private Path scratch() {
        return folder.resolve("scratch");
    }

    @Test
    void theNewestSetAndAnOlderOneComeBackEqualAndLeaveAReceiptAndNothingElse() throws IOException {
        // Given a second set, with more events, and what a test that was killed left
        region.clock.moveTo(BackedUpRegion.START.plus(Duration.ofHours(12)));
        region.event(aoi, people.getFirst(), region.clock.instant(), 70_000);
        assertThat(region.backups.make().good()).isTrue();
        Path left = scratch().resolve("restore-test/run1/keys/root/root.key");
        Files.createDirectories(left.getParent());
        Files.write(left, new byte[100]);
        Backups backups = tested();
        int receipts = receipts();
        // When
        List<Backups.TestState> tests = backups.test();
        // Then
        assertThat(tests).hasSize(2).allSatisfy(test -> {
            assertThat(test.differences()).isEmpty();
            assertThat(test.rows()).isPositive();
            assertThat(test.queries()).isEqualTo(SampledQueries.QUERIES);
            assertThat(test.erased()).isZero();
        });
        assertThat(tests).extracting(Backups.TestState::number).containsExactly(2L, 1L);
        assertThat(tests).extracting(Backups.TestState::events).containsExactly(2L * EVENTS + 1, 2L * EVENTS);
        assertThat(scratch()).isEmptyDirectory();
        assertThat(backups.problem()).isEmpty();
        assertThat(backups.tested()).hasSize(2);
        assertThat(receipts()).isEqualTo(receipts + 2);
        // And two days later without another one somebody is told
        region.clock.moveTo(region.clock.instant().plus(Duration.ofHours(49)));
        assertThat(backups.problem()).contains("no set was restored for a test since");
    }

    private int receipts() {
        return region.receipts
                .list(new Subject.Installation(), Long.MAX_VALUE, 100)
                .size();
    }

    @Test
    void whoeverWasErasedSinceStaysErasedAndIsCountedAsNotComparable() {
        // Given
        region.clock.moveTo(BackedUpRegion.START.plus(Duration.ofHours(1)));
        var person = region.ledger.write(aoi.customer(), Optional.of(people.getFirst()), region.clock.instant());
        var whole = region.ledger.write(beni.customer(), Optional.empty(), region.clock.instant());
        var replayed =
                new LedgerReplay(region.ledger, region.vault, id -> id.equals(aoi.customer()) ? aoi : beni).keys();
        // When
        List<Backups.TestState> tests = tested().test();
        // Then nobody is left to ask about, and everything else is equal
        assertThat(tests).singleElement().satisfies(test -> {
            assertThat(test.differences()).isEmpty();
            assertThat(test.erased()).isEqualTo(SampledQueries.QUERIES);
            assertThat(test.queries()).isZero();
            assertThat(test.events()).isEqualTo(EVENTS);
        });
    }

    @Test
    void aSetThatDoesNotComeBackIsSaidUntilALaterTestPasses() throws IOException {
        // Given a flipped bit in each target's rows
        Entry rows = new SetReader(region.targets.getFirst(), region.vault.installation())
                .manifests().getFirst().entries().stream()
                        .filter(entry -> entry.kind() == Entry.Kind.ROWS)
                        .findFirst()
                        .orElseThrow();
        for (String target : List.of("target-1", "target-2")) {
            Path file = folder.resolve(target).resolve(rows.name());
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
        Backups backups = tested();
        // When, Then
        assertThat(backups.test())
                .singleElement()
                .satisfies(test ->
                        assertThat(test.differences()).containsExactly("it could not be restored: BACKUP_DAMAGED"));
        assertThat(backups.problem()).contains("set 1 did not come back equal");
        assertThat(scratch()).isEmptyDirectory();
        // When the next set is good and a test passes a day later, Then nothing is wrong
        Instant later = BackedUpRegion.START.plus(Duration.ofDays(8));
        region.clock.moveTo(later);
        assertThat(region.backups.make().good()).isTrue();
        assertThat(backups.test())
                .singleElement()
                .satisfies(test -> assertThat(test.differences()).isEmpty());
        assertThat(backups.problem()).isEmpty();
    }

    @Test
    void aSetWhoseNotesSaySomethingElseThanComesBackIsNotEqual() throws IOException {
        // Given a set that says that somebody had more events, other answers, and more rows than it brings: tagged,
        // signed, and wrong
        Target target = region.targets.getFirst();
        SetReader reader = new SetReader(target, region.vault.installation());
        Manifest good = reader.manifests().getFirst();
        SetNotes notes = reader.notes(good);
        var events = new java.util.TreeMap<>(notes.events());
        events.replaceAll((name, count) -> count + 1);
        SetNotes wrong = new SetNotes(
                notes.build(),
                notes.since(),
                notes.mark(),
                notes.segments(),
                notes.small(),
                notes.rows(),
                notes.files(),
                notes.records(),
                events,
                notes.missing(),
                notes.customers(),
                notes.seed() + 1,
                notes.samples());
        Manifest manifest = new Manifest(
                good.region(),
                good.macKey(),
                good.set(),
                2,
                good.time().plusSeconds(1),
                Optional.empty(),
                good.hash(),
                good.keyCopy(),
                good.ledger(),
                good.entries(),
                wrong.seal(region.vault.installation(), good.set(), 2),
                good.tag(),
                good.signature());
        Manifest tagged = manifest.withTag(new Tags(region.vault.installation().backupMac()).manifest(manifest));
        Manifest signed = tagged.withSignature(region.vault.installation().sign(Manifest.PURPOSE, tagged.signed()));
        target.put(signed.name(), Target.Body.of(signed.file()));
        // When
        List<Backups.TestState> tests = tested().test();
        // Then
        assertThat(tests.getFirst().number()).isEqualTo(2);
        assertThat(tests.getFirst().differences())
                .contains((EVENTS) + " events in a folder instead of " + (EVENTS + 1))
                .anyMatch(difference -> difference.endsWith("queries have another answer"));
        assertThat(tests.getLast().number()).isEqualTo(1);
        assertThat(tests.getLast().differences()).isEmpty();
    }
}
