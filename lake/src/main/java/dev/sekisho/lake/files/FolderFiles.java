package dev.sekisho.lake.files;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of a local file system, readable by its owner alone, used by one process at a time. */
public final class FolderFiles implements LakeFiles {
    private static final String TEMPORARY = ".tmp";
    /** By its lock a process holds the folder. */
    static final String LOCK = "lock";
    /** As long as there is such a file, the folder is no lake. */
    static final String FILLING = "filling";

    private final Path root;
    private final FileChannel lockChannel;

    private FolderFiles(Path root, FileChannel lockChannel) {
        this.root = root;
        this.lockChannel = lockChannel;
    }

    /**
     * Takes hold of a folder, which is made if it does not exist.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if another process holds it, {@code DISK_FAILED} if it cannot be used
     */
    public static FolderFiles open(Path root) {
        FileChannel channel = take(root);
        if (Files.exists(root.resolve(FILLING), LinkOption.NOFOLLOW_LINKS)) {
            letGo(channel);
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "the lake's folder was being filled from a backup and that did not end; restore again");
        }
        return new FolderFiles(root, channel);
    }

    /** Takes hold of a folder, whatever is in it; until the channel is closed. */
    static FileChannel take(Path root) {
        try {
            makeFolder(root);
            FileChannel channel =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "the lake's folder is in use by another process; stop that one first");
            }
            return channel;
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "the lake's folder cannot be used; check that it can be written", e);
        }
    }

    private static void letGo(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.DISK_FAILED, "the lake's folder cannot be let go of", e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void create(String name, byte[] bytes) throws IOException {
        Path file = path(name);
        makeFolder(parent(file));
        write(file, bytes, StandardOpenOption.CREATE_NEW);
        forceFolder(parent(file));
    }

    @Override
    public void replace(String name, byte[] bytes) throws IOException {
        Path file = path(name);
        makeFolder(parent(file));
        Path next = file.resolveSibling(file.getFileName() + TEMPORARY);
        Files.deleteIfExists(next);
        write(next, bytes, StandardOpenOption.CREATE_NEW);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(parent(file));
    }

    private static void write(Path file, byte[] bytes, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(how, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            while (source.hasRemaining()) {
                channel.write(source);
            }
            channel.force(true);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public Appender append(String name) throws IOException {
        Path file = path(name);
        makeFolder(parent(file));
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        forceFolder(parent(file));
        return new ChannelAppender(channel);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    @Override
    public Source open(String name) throws IOException {
        return new ChannelSource(FileChannel.open(path(name), StandardOpenOption.READ));
    }

    @Override
    public void force(String name) throws IOException {
        try (FileChannel channel = FileChannel.open(path(name), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        forceFolder(parent(path(name)));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        Path path = path(folder);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(file -> !file.endsWith(TEMPORARY))
                    .map(file -> folder + "/" + file)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        if (Files.deleteIfExists(path(name))) {
            forceFolder(parent(path(name)));
        }
    }

    @Override
    public void removeFolder(String folder) throws IOException {
        Path path = path(folder);
        if (path.equals(root.normalize()) || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> leftovers;
        try (Stream<Path> all = Files.list(path)) {
            leftovers = all.filter(file -> file.getFileName().toString().endsWith(TEMPORARY))
                    .toList();
        }
        for (Path file : leftovers) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(path);
        forceFolder(parent(path));
    }

    /** Lets another process use the folder. */
    @Override
    public void close() throws IOException {
        lockChannel.close();
    }

    private Path path(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root.normalize())) {
            throw new IllegalArgumentException("a name that leads out of the lake's folder");
        }
        return path;
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new NoSuchFileException(file.toString());
        }
        return parent;
    }

    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path above = folder.toAbsolutePath().getParent();
            if (above != null) {
                forceFolder(above);
            }
        }
    }

    /** A new or renamed entry of a folder survives a power cut only after the folder itself was forced. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private record ChannelAppender(FileChannel channel) implements Appender {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
            while (source.hasRemaining()) {
                channel.write(source);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record ChannelSource(FileChannel channel) implements Source {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position() - offset) < 0) {
                    throw new EOFException("the file is shorter than expected");
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
