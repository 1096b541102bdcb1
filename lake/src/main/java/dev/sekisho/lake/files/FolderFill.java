package dev.sekisho.lake.files;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.LakeFill;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fills a folder of a local file system. A mark is the first thing in it and the last to go, each time forced: whatever falls in
 * between, the folder is no lake until everything in it is durable, and what is left of it is swept away by the next that fills it.
 */
public final class FolderFill implements LakeFill {
    private static final Pattern NAMES =
            Pattern.compile("c/[0-9a-f]{32}/[0-9A-Za-z][0-9A-Za-z.-]{0,199}|forgotten/[0-9a-f]{32}");
    private static final Set<String> FOLDERS = Set.of("c", "forgotten");
    private static final int BUFFER_BYTES = 256 << 10;

    private final Path root;
    private final FileChannel lock;
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();
    private volatile boolean finished;

    private FolderFill(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes hold of an empty folder, which is made if it does not exist.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if it is not empty, {@code DISK_FAILED}
     */
    public static FolderFill begin(Path root) {
        FolderFill fill = new FolderFill(root, FolderFiles.take(root));
        try {
            fill.sweep();
            Path mark = root.resolve(FolderFiles.FILLING);
            if (!Files.exists(mark, LinkOption.NOFOLLOW_LINKS)) {
                write(mark, new ByteArrayInputStream(new byte[0]), 0);
            }
            FolderFiles.forceFolder(root);
            return fill;
        } catch (IOException e) {
            fill.close();
            throw problem(e);
        } catch (RuntimeException e) {
            fill.close();
            throw e;
        }
    }

    /** Removes what a fill left that was not finished; finds anything else out of place. */
    private void sweep() throws IOException {
        boolean begun = Files.exists(root.resolve(FolderFiles.FILLING), LinkOption.NOFOLLOW_LINKS);
        List<Path> found;
        try (Stream<Path> all = Files.list(root)) {
            found = all.filter(file ->
                            !Set.of(FolderFiles.LOCK, FolderFiles.FILLING).contains(String.valueOf(file.getFileName())))
                    .toList();
        }
        for (Path file : found) {
            if (!begun || !FOLDERS.contains(String.valueOf(file.getFileName()))) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "the folder to restore the lake into is not empty; name an empty one, or move aside what is there");
            }
        }
        for (Path folder : found) {
            Files.walkFileTree(folder, new Deleting());
        }
        FolderFiles.forceFolder(root);
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public void put(String name, InputStream bytes, long length) {
        if (finished) {
            throw new SekishoException(ErrorCode.CONFLICT, "the lake's folder is filled already");
        }
        if (!NAMES.matcher(name).matches()) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "name: of a file that a lake has");
        }
        Path file = root.resolve(name);
        Path folder = file.resolveSibling(".").normalize();
        try {
            FolderFiles.makeFolder(folder);
            folders.add(folder);
            write(file, bytes, length);
        } catch (FileAlreadyExistsException e) {
            throw new SekishoException(ErrorCode.CONFLICT, "the same file of a lake comes twice", e);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    @Override
    public void put(String name, byte[] bytes) {
        put(name, new ByteArrayInputStream(bytes), bytes.length);
    }

    private static void write(Path file, InputStream bytes, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            copy(bytes, length, channel);
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void copy(InputStream bytes, long length, FileChannel channel) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length + 1))];
        long written = 0;
        for (int read = read(bytes, buffer); read >= 0 && written <= length; read = read(bytes, buffer)) {
            ByteBuffer source = ByteBuffer.wrap(buffer, 0, read);
            while (source.hasRemaining()) {
                written += channel.write(source);
            }
        }
        if (written != length) {
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED,
                    "a file that is restored is longer or shorter than it was; take another copy");
        }
    }

    /** What is read comes from elsewhere: that it fails says nothing of this disk. */
    private static int read(InputStream bytes, byte[] buffer) {
        try {
            return bytes.read(buffer);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "what is to be restored cannot be read; check where the backup lies", e);
        }
    }

    @Override
    public void finish() {
        if (finished) {
            return;
        }
        try {
            for (Path folder : folders) {
                FolderFiles.forceFolder(folder);
            }
            for (String folder : FOLDERS) {
                if (Files.isDirectory(root.resolve(folder), LinkOption.NOFOLLOW_LINKS)) {
                    FolderFiles.forceFolder(root.resolve(folder));
                }
            }
            FolderFiles.forceFolder(root);
            Files.delete(root.resolve(FolderFiles.FILLING));
            FolderFiles.forceFolder(root);
            finished = true;
        } catch (IOException e) {
            throw problem(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private static SekishoException problem(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota")
                ? new SekishoException(
                        ErrorCode.DISK_FULL,
                        "the disk that the lake is restored to is full; free some space and restore again",
                        e)
                : new SekishoException(
                        ErrorCode.DISK_FAILED, "the lake cannot be restored to this folder; check the disk", e);
    }
}
