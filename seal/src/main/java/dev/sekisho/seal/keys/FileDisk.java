package dev.sekisho.seal.keys;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disk itself. */
public final class FileDisk implements Disk {
    private static final Logger LOG = LoggerFactory.getLogger(FileDisk.class);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    @Override
    public AutoCloseable claim(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_FOLDER);
        FileChannel channel = FileChannel.open(folder.resolve("lock"), Set.of(CREATE, WRITE), OWNER_ONLY);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("The folder is open in this very process.", e);
        }
        channel.close();
        throw new InUseException(folder);
    }

    @Override
    public List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE, TRUNCATE_EXISTING), OWNER_ONLY)) {
            writeFully(channel, bytes, 0);
            channel.force(true);
        }
    }

    @Override
    public void append(Path file, long length, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            if (channel.size() != length) {
                throw new IOException("the file is not as it was left");
            }
            writeFully(channel, bytes, length);
            channel.force(true);
        }
    }

    @Override
    public void replace(Path fresh, Path file, int wipe) throws IOException {
        try (FileChannel old = FileChannel.open(file, READ, WRITE)) {
            move(fresh, file);
            writeFully(old, new byte[(int) Math.min(wipe, old.size())], 0);
            old.force(false);
        } catch (NoSuchFileException e) {
            move(fresh, file);
        }
    }

    @Override
    public void erase(Path file) throws IOException {
        try (FileChannel old = FileChannel.open(file, READ, WRITE)) {
            writeFully(old, new byte[Math.toIntExact(old.size())], 0);
            old.force(true);
        } catch (NoSuchFileException e) {
            return;
        }
        Files.delete(file);
        force(file);
    }

    private static void move(Path fresh, Path file) throws IOException {
        Files.move(fresh, file, ATOMIC_MOVE);
        force(file);
    }

    /** Forces the folder of a file. */
    private static void force(Path file) throws IOException {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is no file of the key store");
        try (FileChannel folder = FileChannel.open(parent, READ)) {
            folder.force(true);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    private static void writeFully(FileChannel channel, byte[] bytes, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = position;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
    }
}
