package dev.sekisho.seal.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.copy.KeyCopyFile.Opened;
import dev.sekisho.seal.keys.Disk;
import dev.sekisho.seal.keys.FileDisk;
import dev.sekisho.seal.keys.RootFileInfo;
import dev.sekisho.seal.keys.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lays a copy of the key store down in empty places, and the root file beside them, last. Cut off at any step it is done again with
 * the same copy: what lies there byte for byte is taken as done, anything else is refused. What was destroyed since the copy is
 * there again, so the erasure ledger is replayed before anything is served.
 */
public final class KeyStoreRestore {
    private static final String LOCK = "lock";
    private static final String FRESH = ".fresh";
    private final Opened copy;
    private final byte[] rootFile;
    private final List<Path> places;
    private final Path rootPath;
    private final Disk disk;

    private KeyStoreRestore(Opened copy, byte[] rootFile, List<Path> places, Path rootPath, Disk disk) {
        this.copy = copy;
        this.rootFile = rootFile.clone();
        this.places = places;
        this.rootPath = rootPath.toAbsolutePath().normalize();
        this.disk = disk;
    }

    /**
     * Lays a copy down; durable when it returns.
     *
     * @param rootFile the root file's bytes, from the recovery kit
     * @param places folders of the key store to be, at least two, missing or empty
     * @param rootPath where the root file is to lie: missing, or already this root's
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if the root is not the copy's, or a folder is in use or cannot be
     *     written; {@code CONFIG_INVALID} if a place holds something else
     */
    public static void lay(Opened copy, byte[] rootFile, List<Path> places, Path rootPath) {
        lay(copy, rootFile, places, rootPath, new FileDisk());
    }

    static void lay(Opened copy, byte[] rootFile, List<Path> places, Path rootPath, Disk disk) {
        List<Path> folders = places.stream()
                .map(place -> place.toAbsolutePath().normalize())
                .distinct()
                .toList();
        new KeyStoreRestore(copy, rootFile, folders, rootPath, disk).run();
    }

    private void run() {
        requireFitting();
        List<AutoCloseable> claims = new ArrayList<>();
        try {
            requireRootFree();
            for (Path place : places) {
                claims.add(disk.claim(place));
            }
            for (Path place : places) {
                requireEmpty(place);
            }
            for (Path place : places) {
                for (Snapshot.File file : copy.keys().files().reversed()) {
                    write(place.resolve(file.name()), file.bytes());
                }
            }
            Path parent = rootPath.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            write(rootPath, rootFile);
        } catch (Disk.InUseException e) {
            throw new SekishoException(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    "A place of the key store is in use by another process; stop that one first. Nothing was laid down.",
                    e);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    "The copy of the key store could not be laid down (" + CopyPlace.reason(e)
                            + "); make room in the places and the root file's folder and do it again with the same copy.",
                    e);
        } finally {
            release(claims);
        }
    }

    private void requireFitting() {
        if (places.size() < 2) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The key store needs at least two different places; none was written.");
        }
        if (places.stream().anyMatch(rootPath::startsWith)) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The root file would lie in a place of the key store; keep them apart.");
        }
        RootFileInfo root = RootFileInfo.read(rootFile);
        if (!root.root().equals(copy.keys().root())) {
            throw new SekishoException(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    "The copy is under root " + copy.keys().root().shortText() + ", but the root file is root "
                            + root.root().shortText()
                            + "; take a copy from the time of this root, or the kit of the other one.");
        }
    }

    private void requireRootFree() throws IOException {
        Optional<byte[]> there = read(rootPath);
        if (there.isPresent() && !Arrays.equals(there.get(), rootFile)) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "There is another root file at " + rootPath
                            + "; move it away if it is not needed. Nothing was laid down.");
        }
    }

    private void requireEmpty(Path place) throws IOException {
        for (String name : disk.names(place)) {
            Optional<Snapshot.File> ours = copy.keys().files().stream()
                    .filter(file -> name.equals(file.name()) || name.equals(file.name() + FRESH))
                    .findFirst();
            boolean done = name.equals(LOCK)
                    || (ours.isPresent()
                            && (name.endsWith(FRESH)
                                    || Arrays.equals(
                                            disk.read(place.resolve(name)),
                                            ours.get().bytes())));
            if (!done) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "The place " + place + " is not empty (" + name
                                + "); a copy is laid down into empty places only. Nothing in it was changed.");
            }
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        if (read(file).filter(there -> Arrays.equals(there, bytes)).isPresent()) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + FRESH);
        disk.write(fresh, bytes);
        disk.replace(fresh, file, 0);
    }

    private Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(disk.read(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void release(List<AutoCloseable> claims) {
        for (AutoCloseable claim : claims) {
            try {
                claim.close();
            } catch (Exception e) {
                throw new IllegalStateException("a lock file could not be closed", e);
            }
        }
    }
}
