package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.backup.BackupVerifierKey;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has the verifier's key, and no other, finds whatever somebody did to a target (trust.md, rows I1 and I2). */
class SetVerifierTest {
    private static final int SETS = 3;

    @TempDir
    private static Path made;

    private static BackupVerifierKey key;

    @TempDir
    private Path folder;

    private Path copy;

    @BeforeAll
    static void threeSets() throws IOException {
        Instant start = BackedUpRegion.START;
        try (BackedUpRegion region = new BackedUpRegion(
                made.resolve("live"), made, TestServer.fresh().options(), start)) {
            CustomerScope aoi = region.customer("Aoi");
            PersonToken person = region.person(aoi, "p@aoi.example");
            for (int set = 0; set < SETS; set++) {
                Instant now = start.plus(Duration.ofHours(12L * set));
                region.clock.moveTo(now);
                for (int i = 0; i < 200; i++) {
                    region.event(aoi, person, now.minus(Duration.ofMinutes(7L * i)), 1_000L * set + i);
                }
                region.lake.flush();
                var head = region.ledger.write(aoi.customer(), Optional.of(new PersonToken(new Id128(set, 7))), now);
                assertThat(region.backups.make().good()).isTrue();
            }
            key = BackupVerifierKey.read(region.vault.installation().exportVerifier());
        }
    }

    @BeforeEach
    void takeACopy() throws IOException {
        copy = folder.resolve("target");
        Path source = made.resolve("target-1");
        try (var files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(source.relativize(file).toString()));
            }
        }
    }

    private SetVerifier.Report verify(Optional<SetVerifier.Head> known) throws IOException {
        return SetVerifier.of(key).verify(target(), known);
    }

    private SetVerifier.Report verify() throws IOException {
        return verify(Optional.empty());
    }

    private FolderTarget target() {
        return new FolderTarget("copy", "there", copy, InstantSource.fixed(BackedUpRegion.START));
    }

    private List<Path> files(String below) throws IOException {
        return target().list(below).stream()
                .map(listed -> copy.resolve(listed.name()))
                .toList();
    }

    private Manifest manifest(int number) throws IOException {
        return Manifest.parse(Files.readAllBytes(files(Target.SETS).get(number - 1)));
    }

    /** An object of the kind that set {@code of} has and set {@code not} has not. */
    private Entry entry(Entry.Kind kind, int of, int not) throws IOException {
        List<Id128> others = manifest(not).entries().stream().map(Entry::object).toList();
        return manifest(of).entries().stream()
                .filter(entry -> entry.kind() == kind && !others.contains(entry.object()))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFound(SetVerifier.Report report, Finding.Kind kind, String object) {
        assertThat(report.holds()).isFalse();
        assertThat(report.findings()).contains(new Finding(kind, object));
    }

    private String name(Path file) {
        return copy.relativize(file).toString();
    }

    @Test
    void aWholeTargetHoldsAndNobodyNeedsToKnowMoreThanTheVerifiersKey() throws IOException {
        SetVerifier.Report report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.sets()).isEqualTo(SETS);
        assertThat(report.objects()).isEqualTo(files(Target.OBJECTS).size());
        assertThat(verify(report.head()).holds()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aFlippedBitIsFoundWhereverItIs(int seed) throws IOException {
        // Given
        Random random = new Random(seed);
        List<Path> files = files(seed % 4 == 0 ? Target.SETS : Target.OBJECTS);
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        int bit = random.nextInt(bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        // When
        Files.write(file, bytes);
        // Then
        assertFound(verify(), seed % 4 == 0 ? Finding.Kind.MANIFEST_DAMAGED : Finding.Kind.DAMAGED, name(file));
    }

    @Test
    void aMissingObjectIsFound() throws IOException {
        Path file = files(Target.OBJECTS).getFirst();
        Files.delete(file);
        assertFound(verify(), Finding.Kind.MISSING, name(file));
    }

    @Test
    void anObjectThatWasCopiedUnderAnotherNameIsFound() throws IOException {
        // Given a name of its own, and the name of another object
        Path original = files(Target.OBJECTS).getFirst();
        Path other = files(Target.OBJECTS).getLast();
        Path fresh = original.resolveSibling("ab".repeat(16));
        Files.copy(original, fresh);
        Files.write(other, Files.readAllBytes(original));
        // When
        SetVerifier.Report report = verify();
        // Then
        assertFound(report, Finding.Kind.UNLISTED, name(fresh));
        assertFound(report, Finding.Kind.DAMAGED, name(other));
    }

    @Test
    void anOldObjectUnderTheNameOfANewerOneIsFound() throws IOException {
        for (Entry.Kind kind : List.of(Entry.Kind.ROWS, Entry.Kind.LAKE_FILES)) {
            Entry old = entry(kind, 1, 3);
            Entry newer = entry(kind, 3, 1);
            Files.write(copy.resolve(newer.name()), Files.readAllBytes(copy.resolve(old.name())));
            assertFound(verify(), Finding.Kind.DAMAGED, newer.name());
        }
    }

    @Test
    void anOldManifestPutBackAsTheNewestIsFound() throws IOException {
        // Given
        SetVerifier.Head known = verify().head().orElseThrow();
        List<Path> manifests = files(Target.SETS);
        // When it has the newest one's name, Then
        byte[] newest = Files.readAllBytes(manifests.getLast());
        Files.write(manifests.getLast(), Files.readAllBytes(manifests.getFirst()));
        assertFound(verify(), Finding.Kind.MANIFEST_DAMAGED, name(manifests.getLast()));
        // When one in the middle is gone, Then
        Files.write(manifests.getLast(), newest);
        byte[] middle = Files.readAllBytes(manifests.get(1));
        Files.delete(manifests.get(1));
        assertFound(verify(), Finding.Kind.CHAIN_BROKEN, name(manifests.getLast()));
        // When the newest ones are gone with all that only they list, Then whoever knows the head finds it
        Files.write(manifests.get(1), middle);
        List<String> staying = manifest(1).entries().stream().map(Entry::name).toList();
        Files.delete(manifests.get(2));
        Files.delete(manifests.get(1));
        for (Path file : files(Target.OBJECTS)) {
            if (!staying.contains(name(file))) {
                Files.delete(file);
            }
        }
        assertFound(verify(Optional.of(known)), Finding.Kind.ROLLED_BACK, Target.SETS);
        // And nobody else can: a younger target looks the same
        assertThat(verify().holds()).isTrue();
    }

    @Test
    void objectsThatWereCutOrMadeLongerAreFound() throws IOException {
        for (Entry.Kind kind : List.of(Entry.Kind.SEGMENT, Entry.Kind.ROWS, Entry.Kind.LAKE_FILES)) {
            Path file = copy.resolve(manifest(3).entries().stream()
                    .filter(entry -> entry.kind() == kind)
                    .findFirst()
                    .orElseThrow()
                    .name());
            byte[] whole = Files.readAllBytes(file);
            for (byte[] other : List.of(
                    Arrays.copyOf(whole, whole.length - 1),
                    new byte[0],
                    Arrays.copyOf(whole, whole.length + 1),
                    Arrays.copyOf(whole, whole.length + 4_096))) {
                Files.write(file, other);
                assertFound(verify(), Finding.Kind.DAMAGED, name(file));
            }
            Files.write(file, whole);
        }
        assertThat(verify().holds()).isTrue();
        // And so are manifests
        Path manifest = files(Target.SETS).getLast();
        Files.write(manifest, new byte[] {0}, StandardOpenOption.APPEND);
        assertFound(verify(), Finding.Kind.MANIFEST_DAMAGED, name(manifest));
    }

    @Test
    void aLineOfTheErasureLedgerThatWasChangedOrTakenAwayIsFound() throws IOException {
        List<Path> lines = files(Target.LEDGER);
        assertThat(lines).hasSize(SETS);
        byte[] last = Files.readAllBytes(lines.getLast());
        last[last.length - 1] ^= 1;
        Files.write(lines.getLast(), last);
        assertFound(
                verify(), Finding.Kind.LEDGER_DAMAGED, name(files(Target.SETS).getLast()));
        Files.delete(lines.getLast());
        assertFound(
                verify(), Finding.Kind.LEDGER_DAMAGED, name(files(Target.SETS).getLast()));
        Files.write(lines.getFirst(), new byte[] {1}, StandardOpenOption.APPEND);
        assertFound(verify(), Finding.Kind.LEDGER_DAMAGED, name(lines.getFirst()));
    }

    @Test
    void aManifestOfAnotherRegionIsFound() throws IOException {
        // Given what another region's installation tags and signs for the place after the newest
        Manifest newest = manifest(SETS);
        try (Vault other = vault("other")) {
            Manifest theirs = next(newest, "other");
            theirs = theirs.withTag(new Tags(other.installation().backupMac()).manifest(theirs));
            theirs = theirs.withSignature(other.installation().sign(Manifest.PURPOSE, theirs.signed()));
            assertThat(SetVerifier.of(other.installation()).holds(theirs)).isTrue();
            Files.write(copy.resolve(theirs.name()), theirs.file());
            // When, Then
            assertFound(verify(), Finding.Kind.MANIFEST_DAMAGED, theirs.name());
        }
    }

    @Test
    void theVerifierOfAnotherInstallationFindsNothingInOrder() throws IOException {
        try (Vault other = vault("lab")) {
            BackupVerifierKey theirs =
                    BackupVerifierKey.read(other.installation().exportVerifier());
            SetVerifier.Report report = SetVerifier.of(theirs).verify(target(), Optional.empty());
            assertThat(report.sets()).isZero();
            assertThat(report.holds()).isFalse();
            assertThat(report.findings())
                    .filteredOn(finding -> finding.kind() == Finding.Kind.MANIFEST_DAMAGED)
                    .hasSize(SETS);
        }
    }

    @Test
    void whoeverHasTheVerifiersKeyCannotMakeASetWithIt() throws IOException {
        // Given a manifest whose tag holds, made with the verifier's key, and a signature of another manifest
        Manifest forged = next(manifest(SETS), "lab");
        forged = forged.withTag(new Tags(key).manifest(forged));
        assertThat(new Tags(key).manifest(forged)).isEqualTo(forged.tag());
        Files.write(copy.resolve(forged.name()), forged.file());
        // When, Then
        assertFound(verify(), Finding.Kind.MANIFEST_DAMAGED, forged.name());
    }

    /** One that would follow, without the newest set's rows. */
    private static Manifest next(Manifest newest, String region) {
        return new Manifest(
                region,
                newest.macKey(),
                Id128.random(new SecureRandom()),
                newest.number() + 1,
                newest.time().plusSeconds(1),
                Optional.empty(),
                newest.hash(),
                newest.keyCopy(),
                newest.ledger(),
                newest.entries().stream()
                        .filter(entry -> entry.kind() != Entry.Kind.ROWS)
                        .toList(),
                newest.notes(),
                newest.tag(),
                newest.signature());
    }

    private Vault vault(String region) {
        Path there = folder.resolve("other");
        return Vaults.open(new VaultOptions(
                new Region(region),
                List.of(there.resolve("keys"), there.resolve("keys-2")),
                there.resolve("root/root.key"),
                Optional.empty(),
                CipherChoice.AUTO,
                InstantSource.fixed(BackedUpRegion.START)));
    }
}
