package dev.sekisho.seal;

import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.copy.KeyCopyFile;
import dev.sekisho.seal.copy.KeyCopyFile.Opened;
import dev.sekisho.seal.copy.KeyStoreRestore;
import dev.sekisho.seal.keys.Disk;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.keys.Snapshot;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A region whose key store is copied to two places, with a clock that a test moves. */
final class CopiedRegion {
    static final UnitCipher CIPHER = CipherChoice.JDK_ONLY.open();
    static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    static final byte[] TEXT = {1, 2, 3};
    private final Path folder;
    private volatile Instant now = Instant.parse("2026-11-23T02:03:04Z");

    CopiedRegion(Path folder) {
        this.folder = folder;
    }

    Instant now() {
        return now;
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    VaultOptions options() {
        return options(folder);
    }

    private VaultOptions options(Path where) {
        return new VaultOptions(
                Fixture.REGION,
                List.of(where.resolve("one"), where.resolve("two")),
                where.resolve("root").resolve("root.key"),
                Optional.empty(),
                CipherChoice.JDK_ONLY,
                () -> now);
    }

    Vault open() {
        return open(FaultDisk.steady());
    }

    Vault open(Disk disk) {
        return Vaults.open(options(), CIPHER, disk);
    }

    Path root() {
        return options().rootFile();
    }

    KeyCopyPlace place(String name) {
        return new KeyCopyPlace(
                folder.resolve("copies-" + name),
                folder.resolve("elsewhere-" + name).resolve("keys"));
    }

    List<KeyCopyPlace> places() {
        return List.of(place("a"), place("b"));
    }

    Path copyFile(String place, String name) {
        return place(place).copies().resolve(name + ".keycopy");
    }

    Path keyFile(String place, LocalDate day) {
        return place(place).keys().resolve(day + ".copykey");
    }

    Opened opened(KeyCopy copy) throws IOException {
        LocalDate day = LocalDate.ofInstant(copy.time(), ZoneOffset.UTC);
        return KeyCopyFile.open(Files.readAllBytes(copyFile("a", copy.name())), Files.readAllBytes(keyFile("a", day)));
    }

    /** The region on another, empty machine. */
    Vault restored(Opened copy, byte[] rootFile, String machine) {
        VaultOptions there = options(folder.resolve(machine));
        KeyStoreRestore.lay(copy, rootFile, there.places(), there.rootFile());
        return Vaults.open(there, CIPHER, FaultDisk.steady());
    }

    /** The same without forcing anything to the disk, for tests that do it often. */
    Vault laidPlainly(Snapshot keys, byte[] rootFile, String machine) throws IOException {
        VaultOptions there = options(folder.resolve(machine));
        for (Path place : there.places()) {
            Files.createDirectories(place);
            for (Snapshot.File file : keys.files()) {
                Files.write(place.resolve(file.name()), file.bytes());
            }
        }
        Files.createDirectories(folder.resolve(machine).resolve("root"));
        Files.write(there.rootFile(), rootFile);
        Files.setPosixFilePermissions(there.rootFile(), PosixFilePermissions.fromString("rw-------"));
        return Vaults.open(there.starting(VaultOptions.Start.KEYS_EXIST), CIPHER, FaultDisk.steady());
    }
}
