package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bits of a small key store, flipped: the other place heals it, or the start is refused. Here a sample of the bits goes through
 * whole starts; {@code KeyFilesTamperTest} tries every single bit of every kind of file.
 */
class KeyStoreTamperTest {
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final byte[] TEXT = {1, 2, 3};
    private static final UnitCipher CIPHER = CipherChoice.AUTO.open();
    private static final Set<ErrorCode> REFUSALS = Set.of(
            ErrorCode.KEY_STORE_DAMAGED,
            ErrorCode.KEY_STORE_UNAVAILABLE,
            ErrorCode.CONFIG_INVALID,
            ErrorCode.KEY_SERVICE_UNAVAILABLE);

    /** What a start made of a change. */
    private enum Outcome {
        REFUSED,
        HEALED,
        UNSEEN
    }

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Fixture fixture;

    private byte[] row = new byte[0];

    @BeforeEach
    void aStoreWithACustomerWhoseKeysWereRotated() {
        fixture = new Fixture(folder.resolve("store"));
        try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
            row = vault.create(fixture.scope()).seal(ROW, TEXT);
            vault.life().rotateRegion();
        }
    }

    @Test
    void aFlippedBitOfAHeadIsHealedFromTheOtherPlaceOrRefused() throws IOException {
        Path head = fixture.one().resolve("head.keys");
        assertThat(flipAll(head, fixture.two().resolve("head.keys"), 37)).containsOnly(Outcome.HEALED);
    }

    @Test
    void aFlippedBitOfADrawerIsHealedFromTheOtherPlaceOrRefused() throws IOException {
        Path drawer = fullest(fixture.two());
        assertThat(flipAll(drawer, fixture.one().resolve(drawer.getFileName()), 131))
                .doesNotContain(Outcome.UNSEEN);
    }

    @Test
    void aFlippedBitOfTheRootFileIsRefused() throws IOException {
        assertThat(flipAll(fixture.root(), fixture.root(), 7)).containsOnly(Outcome.REFUSED);
    }

    @Test
    void theSameInBothPlacesIsAlwaysRefused() throws IOException {
        for (String name :
                List.of("head.keys", fullest(fixture.one()).getFileName().toString())) {
            byte[] good = Files.readAllBytes(fixture.one().resolve(name));
            byte[] other = Files.readAllBytes(fixture.two().resolve(name));
            for (int at = 0; at < good.length; at += 41) {
                Files.write(fixture.one().resolve(name), flipped(good, at * 8 + at % 8));
                Files.write(fixture.two().resolve(name), flipped(other, at * 8 + at % 8));
                assertThat(start()).as("%s byte %s", name, at).isEqualTo(Outcome.REFUSED);
                Files.write(fixture.one().resolve(name), good);
                Files.write(fixture.two().resolve(name), other);
            }
        }
        assertThat(start()).isEqualTo(Outcome.UNSEEN);
    }

    @Test
    void withoutVerificationTheSameSearchFindsBitsThatGoUnseen() throws IOException {
        // Given: the negative control, a check that takes whatever is in the first place's drawer for good
        Path drawer = fullest(fixture.two());
        byte[] good = Files.readAllBytes(drawer);
        Set<Outcome> found = new TreeSet<>();
        for (int bit = 0; bit < good.length * 8; bit += 64) {
            found.add(Arrays.equals(good, flipped(good, bit)) ? Outcome.HEALED : Outcome.UNSEEN);
        }
        // Then
        assertThat(found).contains(Outcome.UNSEEN);
        // and a change that is no change is what the search calls unseen
        assertThat(start()).isEqualTo(Outcome.UNSEEN);
    }

    @Test
    void cutEmptyMixedOrMissingFilesAreHealedOrOneClearError() throws IOException {
        Path head = fixture.one().resolve("head.keys");
        byte[] good = Files.readAllBytes(head);
        for (int length : List.of(0, 1, 5, 20, good.length / 2, good.length - 1)) {
            Files.write(head, Arrays.copyOf(good, length));
            assertThat(start()).as("head of %s bytes", length).isEqualTo(Outcome.HEALED);
        }
        Path drawer = fullest(fixture.one());
        byte[] goodDrawer = Files.readAllBytes(drawer);
        for (int length : List.of(0, 17, 134, 135, goodDrawer.length - 1)) {
            Files.write(drawer, Arrays.copyOf(goodDrawer, length));
            assertThat(start()).as("drawer of %s bytes", length).isEqualTo(Outcome.HEALED);
        }
        // a place of another installation is not taken for a damaged one
        Fixture other = new Fixture(folder.resolve("other"));
        Vaults.open(other.options(), CIPHER, FaultDisk.steady()).close();
        byte[] kept = Files.readAllBytes(head);
        Files.write(head, Files.readAllBytes(other.one().resolve("head.keys")));
        assertThat(start()).isEqualTo(Outcome.REFUSED);
        assertThat(Files.readAllBytes(head))
                .isEqualTo(Files.readAllBytes(other.one().resolve("head.keys")));
        Files.write(head, kept);
        // a root file that is cut, empty, or of another installation
        byte[] root = Files.readAllBytes(fixture.root());
        for (byte[] bad : List.of(new byte[0], Arrays.copyOf(root, 45), Files.readAllBytes(other.root()))) {
            Files.write(fixture.root(), bad);
            assertThat(start()).isEqualTo(Outcome.REFUSED);
        }
        Files.write(fixture.root(), root);
        assertThat(start()).isEqualTo(Outcome.UNSEEN);
    }

    @Test
    void whereThereIsDataLostKeysAreNeverMadeAnew() throws IOException {
        // Given: everything of the keys is gone
        for (Path place : List.of(fixture.one(), fixture.two(), fixture.root().getParent())) {
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        // Then
        assertThatThrownBy(() -> Vaults.open(fixture.options().starting(Start.KEYS_EXIST), CIPHER, FaultDisk.steady()))
                .isInstanceOfSatisfying(SekishoException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE);
                    assertThat(e).hasMessageContaining("recovery kit");
                });
        assertThat(fixture.root()).doesNotExist();
        assertThat(fixture.one().resolve("head.keys")).doesNotExist();
        // and the negative control: a first start would
        Vaults.open(fixture.options(), CIPHER, FaultDisk.steady()).close();
        assertThat(fixture.root()).exists();
    }

    @Test
    void theMarkerOfARootInAServiceIsCheckedLikeARoot() throws IOException {
        LocalKeyService service = new LocalKeyService("root");
        Fixture marked = new Fixture(folder.resolve("marked"));
        VaultOptions options = marked.options().withServices(Optional.of(service), KeyServices.NONE);
        Vaults.open(options, CIPHER, FaultDisk.steady()).close();
        byte[] good = Files.readAllBytes(marked.root());
        for (int bit = 0; bit < good.length * 8; bit += 5) {
            Files.write(marked.root(), flipped(good, bit));
            assertThatThrownBy(() -> Vaults.open(options, CIPHER, FaultDisk.steady()))
                    .isInstanceOf(SekishoException.class);
        }
        Files.write(marked.root(), good);
        Vaults.open(options, CIPHER, FaultDisk.steady()).close();
        // and heads that nobody has the marker of any more
        Files.delete(marked.root());
        assertThatThrownBy(() -> Vaults.open(options, CIPHER, FaultDisk.steady()))
                .isInstanceOf(SekishoException.class);
    }

    private Set<Outcome> flipAll(Path file, Path twin, int step) throws IOException {
        byte[] good = Files.readAllBytes(file);
        byte[] twinGood = Files.readAllBytes(twin);
        Set<Outcome> found = new TreeSet<>();
        for (int bit = 0; bit < good.length * 8; bit += step) {
            Files.write(file, flipped(good, bit));
            Outcome outcome = start();
            assertThat(outcome).as("bit %s of byte %s", bit % 8, bit / 8).isNotEqualTo(Outcome.UNSEEN);
            found.add(outcome);
            Files.write(twin, twinGood);
            Files.write(file, good);
        }
        return found;
    }

    /** Starts once: refused with one of the codes, or everything is there and says whether something was healed. */
    private Outcome start() {
        try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
            assertThat(vault.of(fixture.scope()).open(ROW, row)).isEqualTo(TEXT);
            assertThat(vault.places()).allMatch(Vault.PlaceHealth::healthy);
            return vault.places().stream().allMatch(place -> place.detail().isEmpty())
                    ? Outcome.UNSEEN
                    : Outcome.HEALED;
        } catch (SekishoException e) {
            assertThat(REFUSALS).contains(e.code());
            return Outcome.REFUSED;
        }
    }

    private static byte[] flipped(byte[] good, int bit) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        return bad;
    }

    private static Path fullest(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().contains("drawer"))
                    .max(java.util.Comparator.comparingLong(
                                    (Path file) -> file.toFile().length())
                            .thenComparing(Path::toString))
                    .orElseThrow();
        }
    }
}
