package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Events;
import dev.sekisho.control.testing.World;
import dev.sekisho.control.testing.World.Company;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** The live stream. */
@Timeout(60)
class LiveTest {
    private static final World WORLD = World.open();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void eventsThatMatchComeAsTheyAreStoredAndOthersDoNot() throws IOException {
        // Given
        Client client = WORLD.client().bearer(WORLD.first().token(Role.ADMINISTRATOR));
        try (Reader reader = new Reader(client.stream("/api/v1/events/live?host=.live.example"))) {
            reader.until(line -> line.equals(": open"));
            // When
            store(WORLD.second(), "second.live.example");
            store(WORLD.first(), "elsewhere.example");
            WebEvent wanted = store(WORLD.first(), "one.live.example");
            // Then
            List<String> seen = reader.until(line -> line.contains(wanted.id().toString()) && line.startsWith("data:"));
            assertThat(String.join("\n", seen))
                    .contains("event: event", "one.live.example")
                    .doesNotContain("second.live.example", "elsewhere.example", "first-only.example");
            assertThat(JsonMapper.builder()
                            .build()
                            .readTree(seen.getLast().substring(5))
                            .path("action")
                            .asString())
                    .isEqualTo("allow");
        }
    }

    @Test
    void moreThanFiftyRowsASecondAreSampledAndTheStreamSaysSo() throws IOException {
        // Given
        Client client = WORLD.client().bearer(WORLD.first().token(Role.AUDITOR));
        try (Reader reader = new Reader(client.stream("/api/v1/events/live?host=.many.example"))) {
            reader.until(line -> line.equals(": open"));
            // When
            for (int i = 0; i < 300; i++) {
                offer(WORLD.first(), "h" + i + ".many.example");
            }
            // Then
            List<String> seen = reader.until(line -> line.startsWith("data: {\"shown\""));
            assertThat(seen.stream().filter(line -> line.equals("event: event")).count())
                    .isBetween(1L, 50L);
            assertThat(seen).contains("event: sampled");
        }
    }

    @Test
    void theStreamEndsWithItsCredential() throws IOException {
        // Given
        Client administrator = WORLD.client().bearer(WORLD.first().token(Role.ADMINISTRATOR));
        var made = administrator
                .post("/api/v1/tokens", "{\"name\": \"live\", \"role\": \"read-only\"}")
                .json();
        Client client = WORLD.client().bearer(made.path("secret").asString());
        try (Reader reader = new Reader(client.stream("/api/v1/events/live"))) {
            reader.until(line -> line.equals(": open"));
            // When
            administrator.delete(
                    "/api/v1/tokens/" + made.path("token").path("id").asString());
            // Then
            assertThat(reader.until(line -> line.startsWith("data: {\"reason\""))
                            .getLast())
                    .contains("signed-out");
        }
    }

    @Test
    void atMostFourStreamsOfOneCredentialAreOpen() throws IOException {
        // Given
        Client client = WORLD.client().bearer(WORLD.second().token(Role.RESPONDER));
        List<Reader> open = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Reader reader = new Reader(client.stream("/api/v1/events/live"));
                reader.until(line -> line.equals(": open"));
                open.add(reader);
            }
            // When / Then
            assertThat(client.get("/api/v1/events/live").code()).isEqualTo("too-many-requests");
        } finally {
            for (Reader reader : open) {
                reader.close();
            }
        }
    }

    @Test
    @Timeout(60)
    void stoppingEndsStreamsAndDoesNotWaitForTheirReaders() throws IOException {
        // Given
        World own = World.open();
        Client client = own.client().bearer(own.first().token(Role.AUDITOR));
        try (Reader reader = new Reader(client.stream("/api/v1/events/live"))) {
            reader.until(line -> line.equals(": open"));
            // When
            own.control().close();
            // Then
            assertThat(reader.until(line -> line.startsWith("data: {\"reason\""))
                            .getLast())
                    .contains("stopping");
        }
        own.close();
    }

    private static WebEvent store(Company company, String host) {
        return WORLD.store(company, event(company, host));
    }

    private static void offer(Company company, String host) {
        assertThat(WORLD.lake().sink().offer(company.scope(), event(company, host)))
                .isTrue();
    }

    private static WebEvent event(Company company, String host) {
        return Events.of(
                WORLD.clock().instant(),
                company.events().getFirst().bundle(),
                Optional.empty(),
                host,
                Action.ALLOW,
                "rest");
    }

    /** Lines of a stream. */
    private static final class Reader implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;

        Reader(java.net.http.HttpResponse<InputStream> response) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            body = response.body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** Lines up to and including the first that fits. */
        List<String> until(Predicate<String> wanted) throws IOException {
            List<String> seen = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.add(line);
                if (wanted.test(line)) {
                    return seen;
                }
            }
            throw new AssertionError("the stream ended: " + seen);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    @Test
    void anOpenStreamIsNoUseOfItsSession() throws IOException {
        try (World own = World.open(options -> new ControlOptions(
                options.listen(),
                options.operatorListen(),
                options.tls(),
                options.console(),
                options.proxyAddress(),
                Duration.ofSeconds(4),
                options.sessionLife()))) {
            // Given
            Client client = own.client();
            client.post(
                    "/api/v1/session",
                    "{\"login\": \"" + own.first().login(Role.AUDITOR) + "\", \"password\": \"" + World.PASSWORD
                            + "\"}");
            try (Reader reader = new Reader(client.stream("/api/v1/events/live"))) {
                // When nothing else is asked for
                List<String> seen = reader.until(line -> line.startsWith("data: {\"reason\""));
                // Then
                assertThat(seen.getLast()).contains("signed-out");
            }
        }
    }
}
