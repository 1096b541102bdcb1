package dev.sekisho.records.testing;

import dev.sekisho.records.Records;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsOptions;
import dev.sekisho.records.connect.Preparation;
import dev.sekisho.records.postgres.EmbeddedServer;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One embedded server for all tests of a process, started at first use and stopped at the end; each test takes a database of its
 * own, reached as an external one is.
 */
public final class TestServer {
    private static final String OWNER_PASSWORD = "owner-password-of-a-test";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServer() {}

    private static final class Holder {
        static final Path FOLDER = folder();
        static final EmbeddedServer SERVER = start();

        private static Path folder() {
            try {
                Path folder = Files.createTempDirectory("sekisho-postgres-");
                // The server runs as another user where the tests run as root.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static EmbeddedServer start() {
            EmbeddedServer server = EmbeddedServer.start(FOLDER.resolve("base"), programs(), "superuser-of-tests");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(FOLDER);
            }));
            return server;
        }
    }

    /** Where the programs are unpacked: once for all tests of a module. */
    public static Path programs() {
        Path target = Path.of("target").toAbsolutePath();
        return Files.isDirectory(target) ? target.resolve("postgres-programs") : Holder.FOLDER.resolve("programs");
    }

    /** The shared server. */
    public static EmbeddedServer server() {
        return Holder.SERVER;
    }

    /** The folder with everything that the shared server stores and logs. */
    public static Path folder() {
        return Holder.FOLDER.resolve("base");
    }

    /** A new empty database. */
    public static TestDatabase fresh() {
        String name = "t" + DATABASES.incrementAndGet();
        try (Connection superuser = server().superuser("postgres")) {
            Preparation.makeDatabase(superuser, name + "_owner", OWNER_PASSWORD, name);
            Path credentials = Holder.FOLDER.resolve(name + ".credentials");
            Files.createFile(
                    credentials, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(credentials, "user=" + name + "_owner\npassword=" + OWNER_PASSWORD + "\n");
            return new TestDatabase(name, credentials);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A database of one test.
     *
     * @param name also the prefix of its roles
     * @param credentials of its owner
     */
    public record TestDatabase(String name, Path credentials) {
        private static final RecordsOptions.Limits FEW = new RecordsOptions.Limits(3, 2, 2, 2, Duration.ofSeconds(5));

        /** How to open it. */
        public RecordsOptions options() {
            return new RecordsOptions(new RecordsOptions.External(url(), credentials), name, FEW);
        }

        /** Records in it. */
        public Records open(Vault vault, InstantSource clock) {
            return RecordsDatabase.open(options(), vault, clock);
        }

        /** Records in it, with a clock for credentials. */
        public Records open(Vault vault, InstantSource clock, InstantSource realClock) {
            return RecordsDatabase.open(options(), vault, clock, realClock);
        }

        /** Its JDBC address. */
        public String url() {
            return server().url(name);
        }

        /** A connection that no wall stops: of the superuser. */
        public Connection superuser() throws SQLException {
            return server().superuser(name);
        }

        /** A connection of one of its roles, past the Java wall. */
        public Connection as(String role, String password) throws SQLException {
            return java.sql.DriverManager.getConnection(url() + "?currentSchema=sekisho", role, password);
        }
    }
}
