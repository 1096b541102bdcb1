package dev.sekisho.records.postgres;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The data folder of the embedded server. It is initialised beside its place and moved there when it is whole, so that a crash in
 * between leaves nothing half-made. Every login needs a password (SCRAM-SHA-256), pages have checksums.
 */
final class Cluster {
    /** The superuser that {@code initdb} makes; used to make the owner role and the database, and for nothing else. */
    static final String SUPERUSER = "sekisho_admin";

    private static final int INITDB_SECONDS = 60;

    private Cluster() {}

    /**
     * Initialises {@code base/data} unless it exists.
     *
     * @param password of the superuser
     */
    static Path prepare(Path base, PostgresBinaries binaries, Unprivileged user, String password) {
        Path data = base.resolve("data");
        try {
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(base, data, binaries, user, password);
            }
            user.own(data);
            String made = Files.readString(data.resolve("PG_VERSION")).strip();
            String major = PostgresBinaries.VERSION.substring(0, PostgresBinaries.VERSION.indexOf('.'));
            if (!made.equals(major)) {
                throw new SekishoException(
                        ErrorCode.DATABASE_SCHEMA,
                        "home holds a database of PostgreSQL " + made + ", this version brings " + major
                                + ": restore a backup into a new home.");
            }
            return data;
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "The database folder could not be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "The start was interrupted.", e);
        }
    }

    private static void initialise(Path base, Path data, PostgresBinaries binaries, Unprivileged user, String password)
            throws IOException, InterruptedException {
        Path fresh = base.resolve("data.new");
        if (Files.exists(fresh)) {
            PostgresBinaries.delete(fresh);
        }
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        user.own(fresh);
        Path secret = Files.createTempFile(
                base,
                "initdb-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Path output = base.resolve("initdb.log");
        try {
            Files.writeString(secret, password);
            Files.setOwner(
                    secret, base.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.owner()));
            List<String> command = user.command(
                    binaries.program("initdb").toString(),
                    "--pgdata=" + fresh,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--data-checksums",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-instructions");
            Process process = Launch.builder(command, base, output).start();
            if (!process.waitFor(INITDB_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new SekishoException(
                        ErrorCode.DATABASE_UNAVAILABLE,
                        "PostgreSQL could not initialise its folder; postgres/initdb.log below home says why.");
            }
        } finally {
            Files.deleteIfExists(secret);
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(output);
    }
}
