package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The change from one root to the next. The next root's file is written beside the old one ({@code .next}); then every place's
 * head is written under the next root; then the next file takes the old one's name and the old one is overwritten. A start that
 * finds a next file that it can open goes on with it; one that cannot (the passphrase is still the old one) goes back to the old
 * root as long as a head is under it.
 */
final class RootMove {
    private static final Logger LOG = LoggerFactory.getLogger(RootMove.class);
    private final Path rootFile;
    private final Path nextFile;
    private final RootFile roots;
    private final Disk disk;
    private final UnitCipher cipher;
    private final SecureRandom random;

    RootMove(Path rootFile, RootFile roots, Disk disk, UnitCipher cipher, SecureRandom random) {
        this.rootFile = rootFile;
        this.nextFile = rootFile.resolveSibling(rootFile.getFileName() + ".next");
        this.roots = roots;
        this.disk = disk;
        this.cipher = cipher;
        this.random = random;
    }

    /**
     * The roots that may be in force: the root file's, and after it the next one's, if a change was cut off.
     *
     * @throws SekishoException what is wrong with the root file, if neither opens
     */
    List<RootKeys> candidates(byte[] file) throws IOException {
        List<RootKeys> open = new ArrayList<>();
        Optional<SekishoException> refused = Optional.empty();
        try {
            open.add(roots.open(file));
        } catch (SekishoException e) {
            refused = Optional.of(e);
        }
        Optional<byte[]> next = read(nextFile);
        if (next.isPresent()) {
            try {
                open.add(roots.open(next.get()));
            } catch (SekishoException e) {
                if (refused.isPresent()) {
                    throw e;
                }
            }
        }
        if (open.isEmpty()) {
            throw refused.orElseThrow();
        }
        return open;
    }

    /**
     * Ends a change that was cut off, once the heads are open: forward if the next root was opened, back if not.
     *
     * @param opened whether the next root is among those in force
     */
    void finish(Heads heads, boolean opened) throws IOException {
        if (read(nextFile).isEmpty()) {
            return;
        }
        try {
            heads.replace(heads.head().next(heads.head().region(), heads.head().before()), heads.root());
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_STORE_UNAVAILABLE) {
                throw e;
            }
            LOG.warn("A change of the root was cut off and waits until every place of the key store can be written.");
            return;
        }
        if (opened || isUnder(heads.root())) {
            disk.replace(nextFile, rootFile, RootKey.FILE_BYTES);
        } else {
            disk.delete(nextFile);
        }
    }

    /** Whether the next file's root is this one: so it is when it opened and the old file did not. */
    private boolean isUnder(RootKeys root) throws IOException {
        byte[] next = read(nextFile).orElseThrow(() -> new NoSuchFileException(nextFile.toString()));
        try {
            return Arrays.equals(roots.open(next).id(), root.id());
        } catch (SekishoException e) {
            return false;
        }
    }

    void move(Heads heads, RootFile.Where where, Optional<char[]> passphrase) {
        RootFile target = new RootFile(passphrase, roots.service(), cipher, random);
        if (where == RootFile.Where.SERVICE && target.service().isEmpty()) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "There is no key service to move the root to; set keys.root.vault.");
        }
        byte[] file = target.create(where);
        RootKeys next = target.open(file);
        Heads.Prepared prepared = heads.prepare(
                heads.head().next(heads.head().region(), heads.head().before()), next);
        try {
            Path draft = rootFile.resolveSibling(rootFile.getFileName() + ".fresh");
            disk.write(draft, file);
            disk.replace(draft, nextFile, 0);
            heads.replace(prepared);
            disk.replace(nextFile, rootFile, RootKey.FILE_BYTES);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    "The root file could not be replaced (" + e.getClass().getSimpleName()
                            + "); its folder must be writable. The key store opens as before, or finishes at the next start.",
                    e);
        }
    }

    private Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(disk.read(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
