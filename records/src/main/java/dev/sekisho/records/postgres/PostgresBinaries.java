package dev.sekisho.records.postgres;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL, unpacked once from the archive in the class path ({@code initdb}, {@code pg_ctl} and
 * {@code postgres} are all that it holds). A half-unpacked folder never counts: it gets its name when it is whole.
 */
final class PostgresBinaries {
    /** Part of the folder's name, so that another version is unpacked beside it. */
    static final String VERSION = "18.1.0";

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private final Path folder;

    private PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    /**
     * The programs below {@code parent}, unpacked if they are not there yet.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if there are none for this machine, {@code DISK_FAILED}
     */
    static PostgresBinaries in(Path parent) {
        Path folder = parent.resolve("postgresql-" + VERSION);
        if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
            try {
                Files.createDirectories(parent);
                unpack(parent, folder);
            } catch (IOException e) {
                throw new SekishoException(
                        ErrorCode.DISK_FAILED, "PostgreSQL could not be unpacked below home: " + e.getMessage(), e);
            }
        }
        return new PostgresBinaries(folder);
    }

    /** One of the programs. */
    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** Where they are. */
    Path folder() {
        return folder;
    }

    private static void unpack(Path parent, Path folder) throws IOException {
        boolean fits = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        Path fresh;
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null || !fits) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "control.database: there is no embedded PostgreSQL for this machine; name an external one (jdbc:postgresql://…)");
            }
            fresh = Files.createTempDirectory(parent, "unpack-");
            unpack(archive, fresh);
        }
        // Others may enter and read: the server runs under another user than a launcher that is root.
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (Files.exists(folder)) {
            delete(folder);
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(InputStream archive, Path root) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                unpack(tar, entry, root);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive names a file outside of its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            return;
        }
        Path parent = Objects.requireNonNull(target.getParent(), "it starts with root");
        Files.createDirectories(parent);
        if (entry.isSymbolicLink()) {
            if (!parent.resolve(entry.getLinkName()).normalize().startsWith(root)) {
                throw new IOException("the archive links outside of its folder");
            }
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            boolean runs = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Deletes a folder with everything in it. */
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path dir, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
