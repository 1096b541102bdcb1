package dev.sekisho.records.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sekisho.records.connect.Address;
import dev.sekisho.records.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever takes the port of the database while it is down learns no password. */
class PasswordNeverInClearTest {
    private static final String PASSWORD = "a password of the database";

    @TempDir
    private Path home;

    @Test
    void aClientWithoutTheRuleWouldTellThePassword() throws Exception {
        try (PasswordThief thief = new PasswordThief(0)) {
            // When
            assertThatThrownBy(() -> DriverManager.getConnection(url(thief) + "?loginTimeout=5", "owner", PASSWORD))
                    .isInstanceOf(SQLException.class);
            // Then
            assertThat(thief.stolen()).containsExactly(PASSWORD);
        }
    }

    @Test
    void neitherAConnectionNorAPoolTellsIt() throws Exception {
        try (PasswordThief thief = new PasswordThief(0)) {
            Address address = new Address(url(thief), Duration.ofSeconds(2));
            // When
            assertThatThrownBy(() -> address.connect("owner", PASSWORD, Duration.ofSeconds(2)))
                    .isInstanceOf(SQLException.class);
            try (HikariDataSource pool = address.pool("test", "role", PASSWORD, 1)) {
                assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            }
            // Then
            assertThat(thief.asked())
                    .anyMatch(login -> login.contains("owner"))
                    .anyMatch(login -> login.contains("role"));
            assertThat(thief.stolen()).isEmpty();
        }
    }

    @Test
    void theSuperuserOfTheEmbeddedServerDoesNotTellItToWhoeverTookThePort() throws Exception {
        // Given
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedServer server = EmbeddedServer.start(home.resolve("postgres"), TestServer.programs(), PASSWORD)) {
            server.stop();
            try (PasswordThief thief = new PasswordThief(server.port())) {
                // When
                assertThatThrownBy(() -> server.superuser("postgres")).isInstanceOf(SQLException.class);
                // Then
                assertThat(thief.asked()).isNotEmpty();
                assertThat(thief.stolen()).isEmpty();
            }
        }
    }

    private static String url(PasswordThief thief) {
        return "jdbc:postgresql://127.0.0.1:" + thief.port() + "/postgres";
    }
}
