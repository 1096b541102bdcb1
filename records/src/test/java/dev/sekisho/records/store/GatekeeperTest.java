package dev.sekisho.records.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.records.Gatekeeper;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatekeeperTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private final MovableClock dataClock = new MovableClock(InstantSource.fixed(START));
    private final MovableClock realClock = new MovableClock(InstantSource.fixed(START));
    private final TestDatabase database = TestServer.fresh();
    private final Records records = database.open(TestVault.open(), dataClock, realClock);
    private final Gatekeeper gatekeeper = records.gatekeeper();
    private final byte[] credential = "credential of somebody".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private final byte[] ticket = "what it opens".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void aCredentialOpensItsTicketAndNoOtherKindDoes() {
        // Given
        gatekeeper.put("session", credential, ticket, Optional.empty());
        // When
        Optional<byte[]> found = gatekeeper.find("session", credential);
        // Then
        assertThat(found).hasValueSatisfying(t -> assertThat(t).isEqualTo(ticket));
        assertThat(gatekeeper.find("token", credential)).isEmpty();
        assertThat(gatekeeper.remove("session", credential)).isTrue();
        assertThat(gatekeeper.remove("session", credential)).isFalse();
        assertThat(gatekeeper.find("session", credential)).isEmpty();
    }

    @Test
    void aCredentialEndsByRealTimeAndNotByAMovedClock() {
        // Given
        gatekeeper.put("session", credential, ticket, Optional.of(START.plusSeconds(60)));
        // When
        dataClock.moveTo(START.plus(Duration.ofDays(200)));
        // Then
        assertThat(gatekeeper.find("session", credential)).isPresent();
        // When
        realClock.moveTo(START.plusSeconds(60));
        // Then
        assertThat(gatekeeper.find("session", credential)).isEmpty();
        assertThat(gatekeeper.removeExpired(START.plusSeconds(59))).isZero();
        assertThat(gatekeeper.removeExpired(START.plusSeconds(60))).isEqualTo(1);
    }

    @Test
    void ofManyWhoClaimTheSameOneSucceeds() throws Exception {
        // Given
        List<Future<Boolean>> claims = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            for (int i = 0; i < 8; i++) {
                claims.add(threads.submit(() -> gatekeeper.claim("login", credential, ticket, Optional.empty())));
            }
        }
        // Then
        int won = 0;
        for (Future<Boolean> claim : claims) {
            won += claim.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
    }

    @Test
    void whatExpiredCanBeClaimedAgain() {
        // Given
        gatekeeper.put("setup", credential, ticket, Optional.of(START.plusSeconds(1)));
        assertThat(gatekeeper.claim("setup", credential, ticket, Optional.empty()))
                .isFalse();
        // When
        realClock.moveTo(START.plusSeconds(1));
        // Then
        assertThat(gatekeeper.claim("setup", credential, ticket, Optional.empty()))
                .isTrue();
    }

    @Test
    void theTableHoldsNeitherTheCredentialNorTheTicket() throws SQLException {
        // Given
        gatekeeper.put("session", credential, ticket, Optional.empty());
        // When
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery("SELECT digest, ticket FROM sekisho.gatekeeper")) {
            row.next();
            // Then
            assertThat(row.getBytes(1)).hasSize(32);
            assertThat(new String(row.getBytes(2), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("what it opens");
        }
    }
}
