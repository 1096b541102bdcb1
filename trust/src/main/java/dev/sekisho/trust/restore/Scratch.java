package dev.sekisho.trust.restore;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of a test. It is wiped before and after each, so that what a crash left goes with the next one; keys are overwritten
 * first. A database of a test that was killed loses its folder and ends by itself within a minute; each test has a folder of another
 * name.
 */
final class Scratch implements AutoCloseable {
    private static final String NAME = "restore-test";
    private static final String KEYS = "keys";
    private static final int ZEROS = 1 << 16;

    private final Path all;
    private final Path folder;

    private Scratch(Path all, Path folder) {
        this.all = all;
        this.folder = folder;
    }

    /** A new one, empty. */
    static Scratch open(Path parent) {
        Path all = parent.resolve(NAME);
        try {
            wipe(all);
            Files.createDirectories(all);
            // The database runs as another user where this process is root: it may pass through, and not list.
            Files.setPosixFilePermissions(all, PosixFilePermissions.fromString("rwx--x--x"));
            Path folder = Files.createTempDirectory(all, "run");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Files.createDirectory(
                    folder.resolve(KEYS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new Scratch(all, folder);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Where everything goes. */
    Path folder() {
        return folder;
    }

    /** Where everything that opens something goes: it is overwritten before it is removed. */
    Path keys() {
        return folder.resolve(KEYS);
    }

    @Override
    public void close() {
        try {
            wipe(all);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static SekishoException failed(IOException e) {
        return new SekishoException(
                ErrorCode.DISK_FAILED,
                "The folder of restore tests could not be made or wiped ("
                        + e.getClass().getSimpleName() + "); look at the disk and at who may write there.",
                e);
    }

    private static void wipe(Path start) throws IOException {
        if (!Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && start.relativize(file).toString().contains("/" + KEYS + "/")) {
                    overwrite(file, attributes.size());
                }
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path visited, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                if (failure != null && !(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void overwrite(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            for (long at = 0; at < length; ) {
                at += channel.write(ByteBuffer.allocate((int) Math.min(ZEROS, length - at)), at);
            }
            channel.force(true);
        }
    }
}
