package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final byte[] TEXT = {1, 2, 3};

    @TempDir
    Path folder;

    private Fixture fixture = new Fixture(Path.of("."));
    private byte[] row = TEXT;

    @BeforeEach
    void aCustomerWithARow() {
        fixture = new Fixture(folder);
        try (Vault vault = fixture.open()) {
            row = vault.create(fixture.scope()).seal(ROW, TEXT);
        }
    }

    @Test
    void aPlaceThatIsGoneIsMadeAgainFromTheOtherAndHealthSaysSo() throws IOException {
        delete(fixture.one());
        repairedFrom("one");
        delete(fixture.two());
        repairedFrom("two");
    }

    @Test
    void aPlaceWithOlderFilesIsBroughtUpToDate() throws IOException {
        // Given
        Path old = folder.resolve("old");
        copy(fixture.two(), old);
        byte[] newer;
        try (Vault vault = fixture.open()) {
            vault.of(fixture.scope()).rotateRecordKeys();
            newer = vault.of(fixture.scope()).seal(ROW, TEXT);
        }
        delete(fixture.two());
        copy(old, fixture.two());
        // When
        repairedFrom("two");
        // Then
        delete(fixture.one());
        try (Vault vault = fixture.open()) {
            assertThat(vault.of(fixture.scope()).open(ROW, newer)).isEqualTo(TEXT);
        }
    }

    @Test
    void anyFlippedBitInOnePlaceIsHealedFromTheOther() throws IOException {
        Path drawer = biggest(fixture.one());
        byte[] good = Files.readAllBytes(drawer);
        for (int at = 0; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 16;
            Files.write(drawer, bad);
            repairedFrom("one");
            Files.write(drawer, good);
            Files.write(fixture.two().resolve(drawer.getFileName()), good);
        }
        Path head = fixture.two().resolve("head.keys");
        byte[] goodHead = Files.readAllBytes(head);
        byte[] bad = goodHead.clone();
        bad[bad.length - 20] ^= 1;
        Files.write(head, bad);
        repairedFrom("two");
    }

    @Test
    void bothPlacesDamagedIsOneClearErrorThatNamesThem() throws IOException {
        // Given
        for (Path place : List.of(fixture.one(), fixture.two())) {
            Path drawer = biggest(place);
            byte[] bytes = Files.readAllBytes(drawer);
            bytes[60] ^= 1;
            Files.write(drawer, bytes);
        }
        // Then
        assertThatThrownBy(fixture::open).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_DAMAGED);
            assertThat(e.getMessage())
                    .contains(fixture.one().toString(), fixture.two().toString(), "daily copies");
        });
    }

    @Test
    void damageInTheMiddleOfBothPlacesIsNotTakenForATornEnd() throws IOException {
        // Given: several appended records, the first of them damaged in both places
        try (Vault vault = fixture.open()) {
            vault.of(fixture.scope()).rotateRecordKeys();
            vault.of(fixture.scope()).rotateRecordKeys();
        }
        for (Path place : List.of(fixture.one(), fixture.two())) {
            Path drawer = biggest(place);
            byte[] bytes = Files.readAllBytes(drawer);
            bytes[200] ^= 1;
            Files.write(drawer, bytes);
        }
        // Then
        refused(ErrorCode.KEY_STORE_DAMAGED, fixture::open);
    }

    @Test
    void aDamagedNewerStateIsNotReplacedByAnOlderOneThatMayHoldDestroyedKeys() throws IOException {
        // Given: the second place is from before a destruction, the first is damaged after it
        Path old = folder.resolve("old");
        Path drawer;
        try (Vault vault = fixture.open()) {
            CustomerVault customer = vault.of(fixture.scope());
            CustomerVault.LogKey key = customer.newLogKey();
            copy(fixture.two(), old);
            customer.destroyLogKey(key.id());
            drawer = changed(fixture.two(), old);
            CustomerVault.LogKey other = customer.newLogKey();
            while (Files.size(fixture.one().resolve(drawer)) < 200) {
                other = customer.newLogKey();
            }
            assertThat(customer.logKey(other.id())).isPresent();
        }
        Files.copy(old.resolve(drawer), fixture.two().resolve(drawer), StandardCopyOption.REPLACE_EXISTING);
        byte[] bytes = Files.readAllBytes(fixture.one().resolve(drawer));
        byte[] cutAndLonger = Arrays.copyOf(bytes, bytes.length + 20);
        cutAndLonger[150] ^= 1;
        Files.write(fixture.one().resolve(drawer), cutAndLonger);
        // Then
        refused(ErrorCode.KEY_STORE_DAMAGED, fixture::open);
    }

    @Test
    void aClosedVaultChangesNothingMore() {
        CustomerVault customer;
        try (Vault vault = fixture.open()) {
            customer = vault.of(fixture.scope());
        }
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, customer::newLogKey);
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> customer.destroyDay(java.time.LocalDate.EPOCH));
    }

    @Test
    void bothPlacesEmptyIsNotAFirstStart() throws IOException {
        delete(fixture.one());
        delete(fixture.two());
        refused(ErrorCode.KEY_STORE_DAMAGED, fixture::open);
        assertThat(Files.exists(fixture.one().resolve("head.keys"))).isFalse();
    }

    @Test
    void theRootFileIsPrivateAndItsLossIsSaidClearly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.root())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.one())))
                .isEqualTo("rwx------");
        Files.move(fixture.root(), folder.resolve("away"));
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, fixture::open);
        Files.move(folder.resolve("away"), fixture.root());
        for (String open : List.of("rw-r--r--", "rw-r-----", "rw--w----", "rw----r--", "rw-----w-")) {
            Files.setPosixFilePermissions(fixture.root(), PosixFilePermissions.fromString(open));
            assertThat(refused(ErrorCode.KEY_STORE_UNAVAILABLE, fixture::open))
                    .as(open)
                    .contains("chmod 600");
        }
        Files.setPosixFilePermissions(fixture.root(), PosixFilePermissions.fromString("rw-------"));
        assertThat(Vaults.onOneDisk(List.of(fixture.one(), fixture.two()))).isTrue();
        assertThat(Vaults.onOneDisk(List.of(fixture.one(), Path.of("/proc")))).isFalse();
        repairedNothing();
    }

    @Test
    void aWrongRootFileOrPassphraseIsOneClearError() throws IOException {
        // Given
        Fixture other = new Fixture(folder.resolve("other"));
        Path right = Files.writeString(folder.resolve("right"), "correct horse\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "battery staple\n");
        Vaults.open(with(other, Optional.of(right))).close();
        Vaults.open(with(other, Optional.of(right))).close();
        // Then
        String message = refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> Vaults.open(with(other, Optional.of(wrong))));
        assertThat(message).contains("wrong root file or wrong passphrase");
        assertThat(refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> Vaults.open(with(other, Optional.empty()))))
                .contains("needs its passphrase");
        assertThat(refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> Vaults.open(with(fixture, Optional.of(right)))))
                .contains("without a passphrase");
        Files.copy(other.root(), fixture.root(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> Vaults.open(with(fixture, Optional.of(right)))))
                .isEqualTo(message);
    }

    @Test
    void aStoreInUseOfAnotherRegionOrBadlyPlacedIsRefused() {
        try (Vault vault = fixture.open()) {
            assertThat(vault.places()).hasSize(2);
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, fixture::open);
        }
        VaultOptions good = fixture.options();
        refused(
                ErrorCode.CONFIG_INVALID,
                () -> Vaults.open(new VaultOptions(
                        new Region("jp-west"),
                        good.places(),
                        good.rootFile(),
                        Optional.empty(),
                        CipherChoice.AUTO,
                        good.clock())));
        refused(
                ErrorCode.CONFIG_INVALID,
                () -> Vaults.open(new VaultOptions(
                        good.region(),
                        List.of(fixture.one(), fixture.one().resolve("../one")),
                        good.rootFile(),
                        Optional.empty(),
                        CipherChoice.AUTO,
                        good.clock())));
        refused(
                ErrorCode.CONFIG_INVALID,
                () -> Vaults.open(new VaultOptions(
                        good.region(),
                        good.places(),
                        fixture.one().resolve("root.key"),
                        Optional.empty(),
                        CipherChoice.AUTO,
                        good.clock())));
        repairedNothing();
    }

    @Test
    void aKeyThatOnePlaceCannotHoldSealsNothingAndTheNextTryHeals() {
        FaultDisk disk = FaultDisk.steady();
        try (Vault vault = Vaults.open(fixture.options(), CipherChoice.AUTO.open(), disk)) {
            // Given
            CustomerVault customer = vault.of(fixture.scope());
            disk.refuse(file -> file.startsWith(fixture.two()));
            // When
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, customer::newLogKey);
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> customer.sealSegment(java.time.LocalDate.EPOCH, TEXT));
            // Then
            assertThat(customer.open(ROW, row)).isEqualTo(TEXT);
            assertThat(vault.places().getFirst().healthy()).isFalse();
            assertThat(vault.places().getFirst().detail()).contains("no space left");
            assertThat(vault.places().getFirst().place())
                    .isEqualTo(fixture.two().toString());
            // When
            disk.refuse(file -> false);
            byte[] frame = customer.newLogKey().seal(1, TEXT, 0, 3);
            // Then
            assertThat(frame).isNotEmpty();
            assertThat(vault.places()).allMatch(Vault.PlaceHealth::healthy);
        }
        repairedNothing();
    }

    @Test
    void aDestructionThatOnePlaceRefusesDoesNotReturnAndNeverComesBack() {
        FaultDisk disk = FaultDisk.steady();
        try (Vault vault = Vaults.open(fixture.options(), CipherChoice.AUTO.open(), disk)) {
            // Given
            CustomerVault customer = vault.of(fixture.scope());
            CustomerVault.LogKey key = customer.newLogKey();
            disk.refuse(file -> file.startsWith(fixture.two()));
            // When
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> customer.destroyLogKey(key.id()));
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> customer.destroyLogKey(key.id()));
            // Then
            assertThat(customer.logKey(key.id())).isEmpty();
            refused(ErrorCode.KEY_DESTROYED, () -> key.seal(1, TEXT, 0, 3));
            disk.refuse(file -> false);
            customer.destroyLogKey(key.id());
            assertThat(vault.places()).allMatch(Vault.PlaceHealth::healthy);
        }
        repairedNothing();
    }

    @Test
    void aPlaceThatIsAwayAtTheStartIsAMatterForHealthAndHealsLater() {
        FaultDisk disk = FaultDisk.steady();
        disk.refuse(file -> file.startsWith(fixture.two()));
        try (Vault vault = Vaults.open(fixture.options(), CipherChoice.AUTO.open(), disk)) {
            assertThat(vault.of(fixture.scope()).open(ROW, row)).isEqualTo(TEXT);
            assertThat(vault.places().getFirst().healthy()).isFalse();
            disk.refuse(file -> false);
            vault.of(fixture.scope()).newLogKey();
            assertThat(vault.places()).allMatch(Vault.PlaceHealth::healthy);
        }
    }

    private void repairedFrom(String bad) {
        try (Vault vault = fixture.open()) {
            assertThat(vault.of(fixture.scope()).open(ROW, row)).isEqualTo(TEXT);
            assertThat(vault.places()).allMatch(Vault.PlaceHealth::healthy);
            assertThat(vault.places().stream()
                            .filter(place -> !place.detail().isEmpty())
                            .map(place -> Path.of(place.place()).getFileName().toString()))
                    .containsExactly(bad);
        }
        repairedNothing();
    }

    private void repairedNothing() {
        try (Vault vault = fixture.open()) {
            assertThat(vault.places())
                    .allMatch(Vault.PlaceHealth::healthy)
                    .allMatch(place -> place.detail().isEmpty());
        }
    }

    private static VaultOptions with(Fixture fixture, Optional<Path> passphrase) {
        VaultOptions options = fixture.options();
        return new VaultOptions(
                options.region(),
                options.places(),
                options.rootFile(),
                passphrase,
                CipherChoice.JDK_ONLY,
                InstantSource.system());
    }

    private static String refused(ErrorCode code, ThrowingCallable call) {
        String[] message = new String[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            message[0] = String.valueOf(e.getMessage());
        });
        return message[0];
    }

    private static Path biggest(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().contains("drawer"))
                    .max(java.util.Comparator.comparingLong(
                                    (Path file) -> file.toFile().length())
                            .thenComparing(Path::toString))
                    .orElseThrow();
        }
    }

    private static Path changed(Path place, Path before) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.filter(f -> f.toString().contains("drawer")).toList()) {
                if (Files.mismatch(file, before.resolve(file.getFileName())) >= 0) {
                    return file.getFileName();
                }
            }
        }
        throw new AssertionError("no drawer changed");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
