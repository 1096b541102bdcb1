package dev.sekisho.records.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.records.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
    private static final String PASSWORD = "superuser-of-this-test";

    @TempDir
    private Path temporary;

    private Path base;

    @BeforeEach
    void aFolderThatOthersMayEnter() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        base = temporary.resolve("postgres");
    }

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(OrphanServer.processes(base.resolve("data"))).isEmpty();
    }

    private EmbeddedServer start() {
        return EmbeddedServer.start(base, TestServer.programs(), PASSWORD);
    }

    private static String show(EmbeddedServer server, String setting) throws SQLException {
        try (Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time limit").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    @Timeout(60)
    void itStartsSafeAndStopsCleanly() throws Exception {
        // Given
        EmbeddedServer server = start();
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        // Then
        assertThat(show(server, "fsync")).isEqualTo("on");
        assertThat(show(server, "data_checksums")).isEqualTo("on");
        assertThat(show(server, "synchronous_commit")).isEqualTo("on");
        assertThat(show(server, "max_connections")).isEqualTo("60");
        assertThat(show(server, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show(server, "password_encryption")).isEqualTo("scram-sha-256");
        assertThat(process.info().user().orElse("")).isNotEqualTo("root");
        for (String password : List.of("", "wrong")) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.url("postgres"), Cluster.SUPERUSER, password))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(Files.readAllLines(base.resolve("data/pg_hba.conf")).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("scram-sha-256"));
        // When
        server.close();
        // Then
        assertThat(process.isAlive()).isFalse();
        assertThat(base.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void whatWasStoredIsThereAfterACleanStopAndAfterAKill() throws Exception {
        // Given
        try (EmbeddedServer server = start();
                Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (x int)");
            statement.execute("INSERT INTO kept VALUES (1)");
        }
        // When the whole group is killed, as by a power cut
        EmbeddedServer killed = start();
        try (Connection connection = killed.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO kept VALUES (2)");
        }
        killed.stopWatching();
        OrphanServer.processes(base.resolve("data")).forEach(ProcessHandle::destroyForcibly);
        await(() -> OrphanServer.processes(base.resolve("data")).isEmpty());
        assertThat(base.resolve("data/postmaster.pid")).exists();
        killed.close();
        // Then
        try (EmbeddedServer server = start();
                Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sum(x) FROM kept")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(3);
        }
    }

    @Test
    void aServerThatAKilledLauncherLeftBehindIsStoppedAndReplaced() throws Exception {
        // Given a launcher that is gone: its lock is free, its server runs
        EmbeddedServer lost = start();
        long orphan = lost.pid();
        lost.abandon();
        assertThat(ProcessHandle.of(orphan)).isPresent();
        // When
        try (EmbeddedServer server = start()) {
            // Then
            assertThat(server.pid()).isNotEqualTo(orphan);
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(show(server, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void afterTheWholeProductWasKilledTheNextStartTakesOverAndNothingIsLost() throws Exception {
        // Given
        Process launcher = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherProcess.class.getName(),
                        base.toString(),
                        TestServer.programs().toString(),
                        PASSWORD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = launcher.inputReader().readLine();
        assertThat(line).startsWith("running ");
        long orphan = Long.parseLong(line.substring("running ".length()));
        // When
        launcher.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive))
                .as("the server outlives its killed launcher")
                .isPresent();
        // Then
        try (EmbeddedServer server = start();
                Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT x FROM kept")) {
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            row.next();
            assertThat(row.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void aStaleLockFileThatNamesAnotherProcessDoesNotEndThatProcess() throws Exception {
        // Given
        start().close();
        long self = ProcessHandle.current().pid();
        Files.writeString(base.resolve("data/postmaster.pid"), self + "\n" + base.resolve("data") + "\n0\n1\n\n\n");
        // When
        try (EmbeddedServer server = start()) {
            // Then
            assertThat(server.pid()).isPositive().isNotEqualTo(self);
        }
    }

    @Test
    void aSecondLauncherOnTheSameHomeIsRefused() {
        try (EmbeddedServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThat(server.pid()).isPositive();
        }
    }

    @Test
    void aServerThatEndsByItselfIsStartedAgainOnTheSamePort() throws Exception {
        try (EmbeddedServer server = start()) {
            // Given
            long first = server.pid();
            int port = server.port();
            // When
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            await(() -> server.pid() > 0 && server.pid() != first);
            // Then
            assertThat(server.port()).isEqualTo(port);
            await(() -> {
                try {
                    return show(server, "fsync").equals("on");
                } catch (SQLException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void otherKeysAreRefusedWithAClearError() {
        // Given
        start().close();
        // When
        assertThatThrownBy(() -> EmbeddedServer.start(base, TestServer.programs(), "another-password"))
                .isInstanceOfSatisfying(
                        SekishoException.class,
                        // Then
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_UNKNOWN));
    }

    @Test
    void aHalfMadeClusterIsMadeAnew() throws Exception {
        // Given
        Files.createDirectories(base.resolve("data.new"));
        Files.writeString(base.resolve("data.new/PG_VERSION"), "18");
        // When
        try (EmbeddedServer server = start()) {
            // Then
            assertThat(show(server, "data_checksums")).isEqualTo("on");
            assertThat(base.resolve("data.new")).doesNotExist();
        }
    }

    @Test
    void theLogHoldsNeitherStatementsNorValues() throws Exception {
        // Given
        try (EmbeddedServer server = start();
                Connection connection = server.superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE told (x text UNIQUE)");
            statement.execute("INSERT INTO told VALUES ('hanako@aoi.example')");
            // When
            for (String bad : List.of(
                    "INSERT INTO told VALUES ('hanako@aoi.example')",
                    "SELECT 'hanako@aoi.example'::uuid",
                    "SELECT hanako FROM nowhere")) {
                assertThatThrownBy(() -> statement.execute(bad)).isInstanceOf(SQLException.class);
            }
            statement.execute("SET log_min_messages = 'error'");
            assertThatThrownBy(() -> statement.execute("SELECT 'planted-in-the-log'::uuid"))
                    .isInstanceOf(SQLException.class);
        }
        // Then
        String log = Files.readString(base.resolve("postgres.log"));
        assertThat(log).contains("ready to accept connections").doesNotContain("hanako");
        // and an error that is let through is found, so that the search can fail
        assertThat(log).contains("planted-in-the-log");
    }

    @Test
    void theFilesOfTheDatabaseAreOpenToItsUserOnly() throws Exception {
        try (EmbeddedServer server = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("data"))))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("postgres.log"))))
                    .isEqualTo("rw-------");
            assertThat(server.pid()).isPositive();
            try (var files = Files.list(base)) {
                assertThat(files.map(f -> f.getFileName().toString())).noneMatch(name -> name.startsWith("initdb-"));
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "user.name",
            matches = "root",
            disabledReason = "only root has to give its rights up")
    void rootRunsItInAUserNamespaceWhereNobodyMayEnter() throws Exception {
        // Given
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        // When
        try (EmbeddedServer server = start()) {
            // Then
            assertThat(show(server, "fsync")).isEqualTo("on");
            List<String> status = Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"));
            assertThat(status).anyMatch(line -> line.matches("CapEff:\\s+0+"));
        }
    }
}
