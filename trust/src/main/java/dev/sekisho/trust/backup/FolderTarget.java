package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A target in a folder: another disk, or a file system of another machine. Whoever may write there may also remove, so it protects from
 * the loss of a machine and not from its takeover, and says so ({@link #appendOnly}); behind a keeper it does both. A file appears under
 * its name only when it is whole and on the disk.
 */
public final class FolderTarget implements Target {
    private static final String PARTIAL = ".partial";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*){0,3}");
    private static final int BUFFER_BYTES = 1 << 18;

    private final String name;
    private final String place;
    private final Path folder;
    private final InstantSource clock;

    /**
     * In a folder, which is made if it is not there.
     *
     * @param name what the configuration calls it
     * @param place the failure domain
     * @param clock by which it tells how old something is
     */
    public FolderTarget(String name, String place, Path folder, InstantSource clock) {
        this.name = name;
        this.place = place;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public boolean appendOnly() {
        return false;
    }

    @Override
    public void put(String object, Body body) throws IOException {
        Path file = path(object);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            requireSame(file, body);
            renew(object, file);
            return;
        }
        makeFolder(parent(file));
        Path partial = Files.createTempFile(
                parent(file),
                "",
                PARTIAL,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            write(partial, body);
            Files.setLastModifiedTime(partial, FileTime.from(clock.instant()));
            try {
                // Unlike a move, a link never takes the place of what is there.
                Files.createLink(file, partial);
            } catch (FileAlreadyExistsException e) {
                requireSame(file, body);
            }
        } finally {
            Files.deleteIfExists(partial);
        }
        force(parent(file));
    }

    /** What a set that was cut off left is young again when the next one needs it, or the rule for what nobody lists would take it. */
    private void renew(String object, Path file) throws IOException {
        if (object.startsWith(OBJECTS + "/")) {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        }
    }

    private static void write(Path file, Body body) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = body.open();
                FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            out.force(true);
        }
    }

    private static void requireSame(Path file, Body body) throws IOException {
        try (InputStream there = Files.newInputStream(file);
                InputStream here = body.open()) {
            byte[] one = new byte[BUFFER_BYTES];
            byte[] other = new byte[BUFFER_BYTES];
            int read;
            do {
                read = there.readNBytes(one, 0, BUFFER_BYTES);
                int too = here.readNBytes(other, 0, BUFFER_BYTES);
                if (!java.util.Arrays.equals(one, 0, read, other, 0, too)) {
                    throw new FileAlreadyExistsException(
                            file.toString(), null, "other bytes have this name; nothing is replaced");
                }
            } while (read == BUFFER_BYTES);
        }
    }

    @Override
    public InputStream get(String object) throws IOException {
        try {
            return Files.newInputStream(path(object), LinkOption.NOFOLLOW_LINKS);
        } catch (FileNotFoundException e) {
            throw new NoSuchFileException(object);
        }
    }

    @Override
    public List<Listed> list(String below) throws IOException {
        Path start = path(below);
        if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<Path> files = files(start).stream()
                .filter(file -> !file.getFileName().toString().endsWith(PARTIAL))
                .toList();
        List<Listed> found = new ArrayList<>();
        for (Path file : files) {
            try {
                found.add(new Listed(
                        folder.relativize(file).toString(),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toInstant()));
            } catch (NoSuchFileException e) {
                // Removed by its age since the folder was read.
                continue;
            }
        }
        return found;
    }

    /** In order of name; what goes while this looks is not there, and no error. */
    private static List<Path> files(Path start) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** Removes manifests that are too old, then what no manifest lists any more; a cut in between leaves the latter for the next time. */
    @Override
    public void prune() throws IOException {
        prune(Files::deleteIfExists);
    }

    /** Removes one file; a test ends the process' work at any of them. */
    interface Remover {
        void remove(Path file) throws IOException;
    }

    void prune(Remover remover) throws IOException {
        Instant now = clock.instant();
        List<Keeping.Kept> sets = new ArrayList<>();
        for (Listed manifest : list(SETS)) {
            sets.add(new Keeping.Kept(manifest.name(), manifest.stored(), objects(manifest)));
        }
        List<Keeping.Kept> over = Keeping.over(sets, now);
        for (Keeping.Kept set : over) {
            remover.remove(path(set.name()));
        }
        if (!over.isEmpty()) {
            force(path(SETS));
        }
        List<Keeping.Kept> staying = new ArrayList<>(sets);
        staying.removeAll(over);
        for (String object : Keeping.unlisted(list(OBJECTS), staying, now)) {
            remover.remove(path(object));
        }
        removePartials(now, remover);
    }

    /** What a damaged manifest lists nobody knows; it goes by its age like the others, and so does what only it listed. */
    private Set<String> objects(Listed manifest) throws IOException {
        Set<String> names = new HashSet<>();
        try (InputStream in = get(manifest.name())) {
            Manifest.parse(in.readAllBytes()).entries().forEach(entry -> names.add(entry.name()));
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.BACKUP_DAMAGED) {
                throw e;
            }
        }
        return names;
    }

    private void removePartials(Instant now, Remover remover) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> partials = files(folder).stream()
                .filter(file -> file.getFileName().toString().endsWith(PARTIAL))
                .toList();
        for (Path file : partials) {
            if (Files.getLastModifiedTime(file)
                    .toInstant()
                    .plus(Keeping.UNLISTED)
                    .isBefore(now)) {
                remover.remove(file);
            }
        }
    }

    private Path path(String object) {
        if (!NAME.matcher(object).matches()) {
            throw new IllegalArgumentException("not the name of an object");
        }
        return folder.resolve(object);
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new NoSuchFileException(file.toString());
        }
        return parent;
    }

    private static void makeFolder(Path made) throws IOException {
        if (!Files.isDirectory(made)) {
            Files.createDirectories(
                    made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            force(parent(made));
        }
    }

    private static void force(Path forced) throws IOException {
        try (FileChannel channel = FileChannel.open(forced, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
