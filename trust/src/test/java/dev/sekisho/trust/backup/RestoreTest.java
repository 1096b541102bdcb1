package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region that is lost with everything but its sets, key copies and root, and comes back (trust.md, rows I1-I4, section 2.6). */
class RestoreTest {
    private static final int PEOPLE = 20;
    private static final int EVENTS = 2_000;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestServer.fresh();
    private final List<PersonToken> people = new ArrayList<>();
    private CustomerScope aoi;
    private CustomerScope beni;
    private SortedSet<String> before;
    private byte[] root;

    @BeforeEach
    void dayZero() throws Exception {
        try (BackedUpRegion region = live(BackedUpRegion.START)) {
            aoi = region.customer("Aoi");
            beni = region.customer("Beni");
            for (int i = 0; i < PEOPLE; i++) {
                people.add(region.person(aoi, "p" + i + "@aoi.example"));
            }
            PersonToken ofBeni = region.person(beni, "b@beni.example");
            for (int i = 0; i < EVENTS; i++) {
                Instant time = BackedUpRegion.START.minus(Duration.ofMinutes(7L * i));
                region.event(aoi, people.get(i % PEOPLE), time, i);
                region.event(beni, ofBeni, time, i);
            }
            region.lake.flush();
            before = region.answers(aoi);
            Backups.SetState set = region.backups.make();
            assertThat(set.good()).isTrue();
            assertThat(region.backups.problem()).isEmpty();
        }
        root = Files.readAllBytes(BackedUpRegion.rootFile(folder.resolve("live")));
    }

    @Test
    void aRegionComesBackOnAnEmptyMachineWithEveryRowEventAndAnswer() {
        // Given only sets, key copies and the root
        TestDatabase empty = TestServer.fresh();
        // When
        Restored restored = new Restoration(plan("there", empty, Optional.empty())).run();
        // Then
        assertThat(restored.missing()).isZero();
        try (BackedUpRegion region = open("there", empty, BackedUpRegion.START)) {
            assertThat(region.answers(aoi)).isEqualTo(before).hasSize(EVENTS);
            assertThat(region.answers(beni)).hasSize(EVENTS);
            assertThat(region.directory
                            .of(aoi)
                            .people()
                            .find(people.getFirst())
                            .orElseThrow()
                            .login())
                    .isEqualTo("p0@aoi.example");
            SetReader reader = new SetReader(region.targets.getFirst(), region.vault.installation());
            SetNotes notes = reader.notes(uncheckedLast(reader));
            assertThat(restored.rows()).isEqualTo(notes.records().rows()).isPositive();
            assertThat(notes.samples()).hasSize(SampledQueries.QUERIES);
            assertThat(new SampledQueries(region.vault.installation())
                            .ask(
                                    notes.seed(),
                                    BackedUpRegion.START,
                                    region.directory.customers().scopes(BackedUpRegion.ACTOR),
                                    region.lake::of))
                    .isEqualTo(notes.samples());
        }
    }

    private static Manifest uncheckedLast(SetReader reader) {
        try {
            return reader.manifests().getLast();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatCameAfterTheSetComesBackWithItsShipments() throws Exception {
        // Given
        Instant later = BackedUpRegion.START.plus(Duration.ofMinutes(5));
        Instant latest = BackedUpRegion.START.plus(Duration.ofMinutes(10));
        try (BackedUpRegion region = live(later)) {
            people.add(region.person(aoi, "late@aoi.example"));
            region.event(aoi, people.getLast(), later, 77_777);
            region.backups.ship();
            region.clock.moveTo(latest);
            region.event(aoi, people.getLast(), latest, 88_888);
            region.backups.ship();
        }
        TestDatabase empty = TestServer.fresh();
        TestDatabase earlier = TestServer.fresh();
        // When
        Restored newest = new Restoration(plan("newest", empty, Optional.empty())).run();
        Restored first = new Restoration(plan("first", earlier, Optional.of(later))).run();
        // Then
        assertThat(newest.shipments()).isEqualTo(2);
        assertThat(first.shipments()).isEqualTo(1);
        try (BackedUpRegion region = open("newest", empty, latest)) {
            assertThat(region.answers(aoi)).hasSize(EVENTS + 2).containsAll(before);
            assertThat(region.directory.of(aoi).people().find(people.getLast())).isPresent();
        }
        try (BackedUpRegion region = open("first", earlier, later)) {
            assertThat(region.answers(aoi)).hasSize(EVENTS + 1).containsAll(before);
        }
    }

    @Test
    void whoWasErasedAfterTheSetStaysErasedAndTheOthersAreWhole() throws Exception {
        // Given
        erase();
        TestDatabase empty = TestServer.fresh();
        // When the set of day 0 comes back on day 2
        var unused = new Restoration(plan("there", empty, Optional.of(BackedUpRegion.START))).run();
        // Then
        try (BackedUpRegion region = open("there", empty, BackedUpRegion.START.plus(Duration.ofDays(2)))) {
            region.run("trust.erasure");
            region.run("trust.departures");
            String gone = people.getFirst().toString();
            assertThat(region.directory.of(aoi).people().find(people.getFirst()))
                    .isEmpty();
            assertThat(region.answers(aoi))
                    .hasSize(EVENTS - EVENTS / PEOPLE)
                    .noneMatch(line -> line.contains(gone))
                    .allMatch(before::contains);
            assertThatThrownBy(() -> region.vault.of(beni))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED));
        }
    }

    @Test
    void aLedgerThatEndsBeforeWhatASetKnowsIsNotRestoredOver() throws Exception {
        // Given an erasure, a set after it, and targets from which the ledger's last lines were taken away
        erase();
        try (BackedUpRegion region = live(BackedUpRegion.START.plus(Duration.ofDays(1)))) {
            var made = region.backups.make();
        }
        for (String target : List.of("target-1", "target-2")) {
            Files.delete(outside().resolve(target).resolve("ledger/000000000002"));
        }
        // When, Then
        TestDatabase empty = TestServer.fresh();
        assertThatThrownBy(() -> new Restoration(plan("there", empty, Optional.of(BackedUpRegion.START))).run())
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_CUT));
    }

    @Test
    void nineDaysLaterEveryKeyCopyOfDayZeroIsDarkEvenIfSomebodyKeptThemAll() throws Exception {
        // Given every key copy of day 0, kept by somebody who may not
        erase();
        Path kept = folder.resolve("kept");
        copy(outside().resolve("key-copies"), kept);
        Instant ninth = BackedUpRegion.START.plus(Duration.ofDays(9));
        try (BackedUpRegion region = live(ninth)) {
            region.backups.keep();
        }
        copy(kept, outside().resolve("key-copies"));
        // When, Then
        TestDatabase empty = TestServer.fresh();
        assertThatThrownBy(() -> new Restoration(plan("there", empty, Optional.of(BackedUpRegion.START))).run())
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_COPY_DARK));
    }

    @Test
    void withTheCopyKeyThatShouldBeGoneTheSameRestoreOpens() throws Exception {
        // Given the same, but somebody kept the copy key as well
        Path kept = folder.resolve("kept");
        Path keptKeys = folder.resolve("kept-keys");
        copy(outside().resolve("key-copies"), kept);
        copy(outside().resolve("copy-keys"), keptKeys);
        try (BackedUpRegion region = live(BackedUpRegion.START.plus(Duration.ofDays(9)))) {
            region.backups.keep();
        }
        copy(kept, outside().resolve("key-copies"));
        copy(keptKeys, outside().resolve("copy-keys"));
        // When, Then
        TestDatabase empty = TestServer.fresh();
        assertThat(new Restoration(plan("there", empty, Optional.of(BackedUpRegion.START)))
                        .run()
                        .rows())
                .isPositive();
    }

    private void erase() throws Exception {
        try (BackedUpRegion region = live(BackedUpRegion.START.plus(Duration.ofDays(1)))) {
            erase(region, aoi, new Subject.Person(people.getFirst()), people.get(1), people.get(2));
            PersonToken first = region.person(beni, "first@beni.example");
            PersonToken second = region.person(beni, "second@beni.example");
            erase(region, beni, new Subject.WholeCustomer(), first, second);
            region.run("trust.erasure");
            region.run("trust.departures");
        }
    }

    private static void erase(
            BackedUpRegion region, CustomerScope scope, Subject subject, PersonToken asks, PersonToken approves) {
        Erasure asked = region.trust.of(region.as(scope, asks)).erasures().request(subject, Intake.CONSOLE);
        var unused = region.trust.of(region.as(scope, approves)).erasures().approve(asked.id(), asked.version());
    }

    private Path outside() {
        return folder.resolve("outside");
    }

    private BackedUpRegion live(Instant now) {
        return new BackedUpRegion(folder.resolve("live"), outside(), database.options(), now);
    }

    private BackedUpRegion open(String name, TestDatabase restored, Instant now) {
        return new BackedUpRegion(folder.resolve(name), outside(), restored.options(), now);
    }

    private RestorePlan plan(String name, TestDatabase empty, Optional<Instant> at) {
        Path there = folder.resolve(name);
        return new RestorePlan(
                BackedUpRegion.folderTargets(outside(), InstantSource.fixed(BackedUpRegion.START)),
                at,
                BackedUpRegion.keyCopyPlaces(outside()),
                root,
                BackedUpRegion.keys(there, InstantSource.fixed(BackedUpRegion.START)),
                empty.options(),
                there.resolve("lake"),
                BackedUpRegion.ledgers(there),
                there.resolve("files"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
