package dev.sekisho.app.standalone;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The home folder, held by one process at a time. */
final class HomeFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    /** Without content; there from the beginning of a restore to its end, so that nothing starts over half a region. */
    private static final String RESTORING = "restoring";

    private final Path path;
    private final FileChannel channel;

    private HomeFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is not there, for the owner alone, and takes it.
     *
     * @throws SekishoException {@code CONFLICT} if another process has it or a restore into it was cut off, {@code CONFIG_INVALID} if
     *     others may write it, {@code DISK_FAILED} if it cannot be made
     */
    static HomeFolder take(Path path) {
        HomeFolder home = takeForRestore(path);
        if (Files.exists(home.resolve(RESTORING))) {
            home.close();
            throw new SekishoException(
                    ErrorCode.CONFLICT,
                    "A restore into " + path
                            + " did not come to its end; run sekisho restore again before anything else.");
        }
        return home;
    }

    /** As above, also if a restore was cut off. */
    static HomeFolder takeForRestore(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
            }
            requireOwn(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new SekishoException(
                        ErrorCode.CONFLICT,
                        "Another Sekisho runs with the home folder " + path
                                + "; stop it, or name another with --home.");
            }
            return new HomeFolder(path, channel);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "The home folder " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whoever may write the folder may put other keys, programs and records in the place of ours. */
    private static void requireOwn(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null
                && !Collections.disjoint(
                        view.readAttributes().permissions(),
                        Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE))) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "Other users of this machine may write to the home folder " + path + "; close it with: chmod go-w "
                            + path);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /**
     * Notes that a restore begins.
     *
     * @throws SekishoException {@code CONFLICT} if there is anything that is not of a restore that was cut off
     */
    void beginRestore() throws IOException {
        if (Files.exists(resolve(RESTORING))) {
            return;
        }
        try (Stream<Path> there = Files.list(path)) {
            if (there.anyMatch(file -> !file.endsWith(LOCK))) {
                throw new SekishoException(
                        ErrorCode.CONFLICT,
                        "The home folder " + path
                                + " is not empty; a restore replaces nothing. Name another home, or move away what is there.");
            }
        }
        Files.createFile(resolve(RESTORING));
    }

    /** Notes that it ended well. */
    void endRestore() throws IOException {
        Files.delete(resolve(RESTORING));
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
