package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.seal.copy.CopyFolders;
import dev.sekisho.seal.keys.Disk;
import dev.sekisho.seal.keys.FileDisk;
import dev.sekisho.seal.keys.KeyStore;
import dev.sekisho.seal.keys.KeyStoreOpener;
import dev.sekisho.seal.keys.KeyStoreOpener.Access;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Opens vaults. */
public final class Vaults {
    private Vaults() {}

    /**
     * Tests the cipher, then opens the key store, which the first start makes.
     *
     * @throws SekishoException {@code SELF_TEST_FAILED}, {@code CONFIG_INVALID}, {@code KEY_STORE_UNAVAILABLE} (in use, or the root
     *     file or passphrase does not fit), {@code KEY_SERVICE_UNAVAILABLE} or {@code KEY_STORE_DAMAGED}
     */
    public static Vault open(VaultOptions options) {
        return open(options, options.cipher().open(), new FileDisk());
    }

    /** The hook that tests enter by, with a cipher or a disk of their own. */
    static Vault open(VaultOptions options, UnitCipher cipher, Disk disk) {
        return open(options, cipher, disk, RealTime.system());
    }

    /** The same with a time that a test moves. */
    static RegionVault open(VaultOptions options, UnitCipher cipher, Disk disk, RealTime time) {
        check(options);
        KeyStoreOpener opener = new KeyStoreOpener(
                options.region(),
                options.places(),
                options.rootFile(),
                new Access(
                        options.passphraseFile().map(Vaults::passphrase),
                        options.root(),
                        options.start() == Start.MAY_BE_FIRST,
                        options.start() == Start.ROOT_MOVES),
                cipher,
                disk,
                options.clock());
        KeyStore store = opener.open();
        CopyFolders.Source source =
                new CopyFolders.Source(store::snapshot, options.region(), cipher, disk, options.clock());
        List<Path> apart = new ArrayList<>(options.places());
        apart.add(options.rootFile());
        return RegionVault.over(
                store,
                cipher,
                options.region(),
                new RegionVault.Means(
                        options.customerServices(), time, places -> new CopyFolders(places, apart, source)));
    }

    /**
     * Whether all places lie on one disk, as far as the system can tell: the loss of that disk would be the loss of all keys.
     *
     * @param places folders that exist
     * @throws IOException if a place cannot be looked at
     */
    public static boolean onOneDisk(List<Path> places) throws IOException {
        Set<FileStore> disks = new HashSet<>();
        for (Path place : places) {
            disks.add(Files.getFileStore(place));
        }
        return disks.size() < 2;
    }

    private static void check(VaultOptions options) {
        List<Path> places = options.places().stream()
                .map(place -> place.toAbsolutePath().normalize())
                .distinct()
                .toList();
        if (places.size() < 2) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "The key store needs at least two different places; add one to keys.copies.");
        }
        Path root = options.rootFile().toAbsolutePath().normalize();
        if (places.stream().anyMatch(root::startsWith)) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "The root file lies in a place of the key store; keep them apart (keys.root.file), or a copy of one opens.");
        }
    }

    static char[] passphrase(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID, "The passphrase file is empty (keys.root.passphraseFile).");
            }
            return line.toCharArray();
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "The passphrase file cannot be read as UTF-8 (keys.root.passphraseFile).",
                    e);
        }
    }
}
