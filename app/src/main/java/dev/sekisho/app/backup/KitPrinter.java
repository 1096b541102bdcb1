package dev.sekisho.app.backup;

import dev.sekisho.app.settings.Settings;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.kit.KitMark;
import dev.sekisho.seal.kit.RecoveryKit;
import dev.sekisho.seal.kit.Share;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a recovery kit, a share a file, where neither backups nor keys lie. Nothing of a share goes to the terminal. */
public final class KitPrinter {
    private static final int MAX_ROOT_BYTES = 1 << 16;

    private KitPrinter() {}

    /**
     * A kit to make.
     *
     * @param shares how many there are
     * @param threshold how many bring the root back
     * @param folder where they go
     */
    public record Kit(int shares, int threshold, Path folder, Locale language) {}

    /**
     * Writes the shares and notes in the key store which root they are of.
     *
     * @throws SekishoException {@code INVALID_INPUT} if the numbers fit no kit or the folder lies where a share must not
     */
    public static void write(Kit kit, Settings settings, Vault vault, PrintStream out) {
        Path folder = kit.folder().toAbsolutePath().normalize();
        requireApart(folder, settings);
        byte[] root = Arguments.bytes(settings.keys().rootFile(), MAX_ROOT_BYTES);
        List<Share> shares =
                RecoveryKit.split(root, new Region(settings.region()), kit.threshold(), kit.shares(), Instant.now());
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.DISK_FAILED, "The folder " + folder + " cannot be made.", e);
        }
        for (Share share : shares) {
            SecretFile.write(
                    folder.resolve("share-" + share.number() + "-of-" + share.count() + ".txt"),
                    RecoveryKit.print(share, kit.language()).getBytes(StandardCharsets.UTF_8));
        }
        KitMark.of(shares.getFirst()).noteIn(vault.installation());
        out.println(kit.shares() + " shares are in " + folder + ", of which " + kit.threshold()
                + " bring the root back. Print each, give it to another person, then destroy the files.");
        out.println(
                "Never keep shares with backups or with copies of the key store. Make a new kit after rotate-root.");
    }

    private static void requireApart(Path folder, Settings settings) {
        List<Path> others = new ArrayList<>(settings.keys().copies());
        others.add(settings.home());
        settings.keys().dailyCopies().forEach(place -> others.addAll(List.of(place.copies(), place.keys())));
        settings.backupTargets().forEach(target -> target.folder().ifPresent(others::add));
        for (Path other : others) {
            if (folder.startsWith(other.toAbsolutePath().normalize())) {
                throw new SekishoException(
                        ErrorCode.INVALID_INPUT,
                        "Shares of the recovery kit must not lie in " + other
                                + ", with data or keys; name another folder.");
            }
        }
    }
}
