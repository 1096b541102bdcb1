package dev.sekisho.seal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyCopy;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.keys.Disk;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.keys.Snapshot;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking, expiring and laying down, cut off at every step. */
class CopiesAndPowerCutsTest {
    private static final Region REGION = new Region("jp-east");
    private static final Instant DAY_ZERO = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path folder;

    private KeyCopyPlace place(String run) {
        return new KeyCopyPlace(
                folder.resolve(run).resolve("copies"), folder.resolve(run).resolve("keys"));
    }

    private CopyFolders copies(String run, Disk disk, Instant now, Snapshot keys) {
        return new CopyFolders(
                List.of(place(run)),
                List.of(folder.resolve("store")),
                new CopyFolders.Source(() -> keys, REGION, KeyCopyFileTest.CIPHER, disk, InstantSource.fixed(now)));
    }

    private byte[] copy(String run, String name) throws IOException {
        return Files.readAllBytes(place(run).copies().resolve(name + ".keycopy"));
    }

    private byte[] key(String run, LocalDate day) throws IOException {
        return Files.readAllBytes(place(run).keys().resolve(day + ".copykey"));
    }

    @Test
    void aTakingThatIsCutOffLeavesTheCopiesBeforeItWholeAndTheNextOneGoesOn() throws IOException {
        Snapshot keys = KeyCopyFileTest.snapshot(135);
        long steps = 1;
        for (boolean cut = true; cut; steps++) {
            String run = "take" + steps;
            Instant next = DAY_ZERO.plusSeconds(86_400);
            KeyCopy before = copies(run, FaultDisk.steady(), DAY_ZERO, keys).take();
            // When: the first copy of a day, whose key is made as well
            FaultDisk disk = FaultDisk.cutAt(steps);
            try {
                copies(run, disk, next, keys).take();
                cut = disk.steps() >= steps;
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_COPY_UNAVAILABLE);
            }
            // Then
            assertThat(KeyCopyFile.open(
                                    copy(run, before.name()),
                                    key(run, LocalDate.of(2026, 11, 23)),
                                    () -> KeyCopyFileTest.CIPHER)
                            .digest())
                    .isEqualTo(before.digest());
            CopyFolders again = copies(run, FaultDisk.steady(), next, keys);
            KeyCopy after = again.take();
            again.expire(next, Set.of());
            for (var copy : again.list()) {
                assertThat(copy.openable()).hasSize(1);
                KeyCopyFile.open(
                        copy(run, copy.name()),
                        key(run, LocalDate.ofInstant(copy.time(), java.time.ZoneOffset.UTC)),
                        () -> KeyCopyFileTest.CIPHER);
            }
            assertThat(again.list()).anyMatch(copy -> copy.name().equals(after.name()));
            assertThat(place(run).copies().toFile().list()).allMatch(name -> name.endsWith(".keycopy"));
            assertThat(place(run).keys().toFile().list()).allMatch(name -> name.endsWith(".copykey"));
        }
        assertThat(steps).isGreaterThan(8);
    }

    @Test
    void anExpiringThatIsCutOffIsRepeatedUntilNoKeyIsLeft() throws IOException {
        Snapshot keys = KeyCopyFileTest.snapshot(135);
        Instant ninth = DAY_ZERO.plusSeconds(9 * 86_400);
        long steps = 1;
        for (boolean cut = true; cut; steps++) {
            String run = "expire" + steps;
            KeyCopy old = copies(run, FaultDisk.steady(), DAY_ZERO, keys).take();
            byte[] kept = copy(run, old.name());
            KeyCopy today = copies(run, FaultDisk.steady(), ninth, keys).take();
            FaultDisk disk = FaultDisk.cutAt(steps);
            try {
                copies(run, disk, ninth, keys).expire(ninth, Set.of(old.name()));
                cut = disk.steps() >= steps;
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_COPY_UNAVAILABLE);
            }
            // When
            copies(run, FaultDisk.steady(), ninth, keys).expire(ninth, Set.of(old.name()));
            // Then
            assertThat(place(run).keys().toFile().list()).containsExactly("2026-12-02.copykey");
            assertThat(place(run).copies().toFile().list()).containsExactly(today.name() + ".keycopy");
            byte[] left = key(run, LocalDate.of(2026, 12, 2));
            refused(ErrorCode.KEY_COPY_DARK, "Eight days later", () -> KeyCopyFile.open(kept, left));
        }
        assertThat(steps).isGreaterThan(4);
    }

    @Test
    void aDestroyedKeyIsOverwrittenBeforeItsNameGoes() throws IOException {
        // Given: a second name of the same bytes, by which they are seen after the first is gone
        Snapshot keys = KeyCopyFileTest.snapshot(135);
        Disk disk = new dev.sekisho.seal.keys.FileDisk();
        copies("wiped", disk, DAY_ZERO, keys).take();
        Path key = place("wiped").keys().resolve("2026-11-23.copykey");
        Path witness = folder.resolve("witness");
        Files.createLink(witness, key);
        assertThat(CopyKey.decode(Files.readAllBytes(witness)).day()).isEqualTo(LocalDate.of(2026, 11, 23));
        // When
        copies("wiped", disk, DAY_ZERO, keys).expire(DAY_ZERO.plusSeconds(9 * 86_400), Set.of());
        // Then
        assertThat(key).doesNotExist();
        assertThat(Files.readAllBytes(witness)).isEqualTo(new byte[CopyKey.FILE_BYTES]);
    }

    private VaultOptions options(String machine) {
        Path where = folder.resolve(machine);
        return new VaultOptions(
                REGION,
                List.of(where.resolve("one"), where.resolve("two")),
                where.resolve("root").resolve("root.key"),
                Optional.empty(),
                CipherChoice.JDK_ONLY,
                InstantSource.system());
    }

    /** A real key store's copy, and its root file. */
    private KeyCopyFile.Opened copied() throws IOException {
        VaultOptions options = options("machine");
        try (Vault vault = Vaults.open(options)) {
            KeyCopyPlace place = place("real");
            KeyCopy copy = vault.copies(List.of(place)).take();
            return KeyCopyFile.open(
                    copy("real", copy.name()), key("real", LocalDate.ofInstant(copy.time(), java.time.ZoneOffset.UTC)));
        }
    }

    @Test
    void aLayingDownThatIsCutOffIsDoneAgainAndNothingStartsInBetween() throws IOException {
        KeyCopyFile.Opened copy = copied();
        byte[] root = Files.readAllBytes(options("machine").rootFile());
        FaultDisk whole = FaultDisk.steady();
        VaultOptions first = options("lay");
        KeyStoreRestore.lay(copy, root, first.places(), first.rootFile(), whole);
        long all = whole.steps();
        for (long step = 1; step <= all; step += step < all - 12 ? 23 : 1) {
            VaultOptions there = options("lay" + step);
            long cut = step;
            refused(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    "again with the same copy",
                    () -> KeyStoreRestore.lay(copy, root, there.places(), there.rootFile(), FaultDisk.cutAt(cut)));
            if (Files.notExists(there.rootFile())) {
                assertThatThrownBy(() -> Vaults.open(there.starting(VaultOptions.Start.KEYS_EXIST)))
                        .isInstanceOf(SekishoException.class);
            }
            KeyStoreRestore.lay(copy, root, there.places(), there.rootFile(), FaultDisk.steady());
            for (Path place : there.places()) {
                for (Snapshot.File file : copy.keys().files()) {
                    assertThat(Files.readAllBytes(place.resolve(file.name()))).isEqualTo(file.bytes());
                }
            }
            assertThat(Files.readAllBytes(there.rootFile())).isEqualTo(root);
        }
        try (Vault vault = Vaults.open(options("lay1"))) {
            assertThat(vault.places()).allMatch(place -> place.detail().isEmpty());
        }
    }

    @Test
    void placesThatHoldAnythingElseAreRefusedAndLeftAsTheyAre() throws IOException {
        KeyCopyFile.Opened copy = copied();
        byte[] root = Files.readAllBytes(options("machine").rootFile());
        // Another key store, with another root file
        VaultOptions other = options("other");
        Vaults.open(other).close();
        byte[] head = Files.readAllBytes(other.places().getFirst().resolve("head.keys"));
        byte[] otherRoot = Files.readAllBytes(other.rootFile());
        refused(ErrorCode.CONFIG_INVALID, "another root file", () -> lay(copy, root, other));
        Path aside = folder.resolve("aside.key");
        Files.move(other.rootFile(), aside);
        refused(ErrorCode.CONFIG_INVALID, "not empty", () -> lay(copy, root, other));
        assertThat(Files.readAllBytes(other.places().getFirst().resolve("head.keys")))
                .isEqualTo(head);
        assertThat(other.rootFile()).doesNotExist();
        // A root of another key store
        VaultOptions empty = options("empty");
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, "root", () -> lay(copy, otherRoot, empty));
        // No root file at all
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, "not a root file", () -> lay(copy, new byte[90], empty));
        // A stray file
        Files.createDirectories(empty.places().getLast());
        Files.write(empty.places().getLast().resolve("notes.txt"), new byte[1]);
        refused(ErrorCode.CONFIG_INVALID, "notes.txt", () -> lay(copy, root, empty));
        // One place, or the root in a place
        refused(
                ErrorCode.CONFIG_INVALID,
                "two different places",
                () -> KeyStoreRestore.lay(
                        copy, root, List.of(folder.resolve("x"), folder.resolve("x")), empty.rootFile()));
        refused(
                ErrorCode.CONFIG_INVALID,
                "keep them apart",
                () -> KeyStoreRestore.lay(
                        copy, root, empty.places(), empty.places().getFirst().resolve("root.key")));
        assertThat(empty.rootFile()).doesNotExist();
        // A running vault
        try (Vault vault = Vaults.open(options("machine"))) {
            assertThat(vault.customers()).isEmpty();
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, "in use", () -> lay(copy, root, options("machine")));
        }
    }

    private static void lay(KeyCopyFile.Opened copy, byte[] root, VaultOptions there) {
        KeyStoreRestore.lay(copy, root, there.places(), there.rootFile());
    }

    private static void refused(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(text);
        });
    }
}
