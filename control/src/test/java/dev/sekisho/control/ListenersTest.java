package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.scope.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two listeners, the console's files, health and metrics. */
class ListenersTest {
    @Test
    void operatorsComeInByTheirOwnListenerOnly() {
        try (World world = World.empty(
                options -> options.withOperatorListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
            // Given
            var operator = world.directory()
                    .operators()
                    .add("op", "Op", "", World.PASSWORD.toCharArray(), new Actor.Job("test"));
            String token = world.directory()
                    .operators()
                    .tokens(operator.token())
                    .make("t", Role.ADMINISTRATOR, Optional.empty())
                    .secret();
            String credentials = "{\"login\": \"op\", \"password\": \"" + World.PASSWORD + "\"}";
            // When / Then
            assertThat(world.control().address().getPort())
                    .isNotEqualTo(world.control().operatorAddress().getPort());
            assertThat(world.operatorClient()
                            .bearer(token)
                            .get("/api/v1/operator/customers")
                            .status())
                    .isEqualTo(200);
            assertThat(world.client()
                            .bearer(token)
                            .get("/api/v1/operator/customers")
                            .status())
                    .isEqualTo(404);
            assertThat(world.operatorClient()
                            .bearer(token)
                            .get("/api/v1/events")
                            .status())
                    .isEqualTo(404);
            for (String path : java.util.List.of("/healthz", "/metrics")) {
                assertThat(world.operatorClient().get(path).status()).isEqualTo(200);
                assertThat(world.client().get(path).status()).isEqualTo(404);
            }
            assertThat(world.client().post("/api/v1/session", credentials).code())
                    .isEqualTo("sign-in-failed");
            assertThat(world.operatorClient()
                            .post("/api/v1/session", credentials)
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void metricsAndHealthNameNoCustomerAndNoPerson() {
        // Given
        World world = World.shared();
        world.client()
                .bearer(world.first().token(Role.AUDITOR))
                .get("/api/v1/events/" + world.first().events().getFirst().id());
        // When
        String metrics = world.client().get("/metrics").text();
        String health = world.client().get("/healthz").text();
        // Then
        assertThat(metrics)
                .contains("sekisho_control_requests_total{path=\"/api/v1/events/{id}\",status=\"2xx\"}")
                .contains("# TYPE sekisho_lake_events_accepted_total counter")
                .doesNotContain(world.first().events().getFirst().id().toString())
                .doesNotContain("First", "first");
        assertThat(health).contains("\"part\":\"records\",\"state\":\"working\"", "\"part\":\"lake\"");
    }

    @Test
    void withoutABuiltConsoleThePageSaysSo() {
        World world = World.shared();
        assertThat(world.client().get("/").text()).containsAnyOf("The console is not built", "<div id=\"root\">");
    }

    @Test
    void theConsoleIsServedWithItsRoutesAndItsCaching(@TempDir Path folder) throws IOException {
        // Given
        Files.createDirectories(folder.resolve("assets"));
        Files.writeString(folder.resolve("index.html"), "<meta name=\"csp-nonce\" content=\"__CSP_NONCE__\">");
        Files.writeString(folder.resolve("assets/app-1a2b3c.js"), "1");
        Files.writeString(folder.resolve("favicon.svg"), "<svg/>");
        Path outside = Files.writeString(folder.resolveSibling("outside-" + folder.getFileName() + ".txt"), "secret");
        Files.createSymbolicLink(folder.resolve("link.txt"), outside);
        try (World world = World.empty(options -> options.withConsole(folder))) {
            Client client = world.client();
            // When / Then
            for (String route : java.util.List.of("/", "/log", "/policy/versions/3", "/operator", "/index.html")) {
                var page = client.get(route);
                assertThat(page.header("Cache-Control")).as(route).isEqualTo("no-store");
                String nonce = page.text().replaceAll(".*content=\"([^\"]+)\".*", "$1");
                assertThat(nonce).hasSizeGreaterThan(20);
                assertThat(page.header("Content-Security-Policy")).contains("'nonce-" + nonce + "'");
            }
            assertThat(client.get("/assets/app-1a2b3c.js").header("Cache-Control"))
                    .contains("max-age=31536000", "immutable");
            assertThat(client.get("/assets/app-1a2b3c.js").header("Content-Type"))
                    .startsWith("text/javascript");
            assertThat(client.get("/favicon.svg").header("Cache-Control")).isEqualTo("no-cache");
            for (String path : java.util.List.of(
                    "/assets/none.js", "/link.txt", "/..%2f..%2fetc/passwd.txt", "/%2e%2e/x.txt", "/.hidden.txt")) {
                assertThat(client.get(path).status()).as(path).isBetween(400, 404);
                assertThat(client.get(path).text()).doesNotContain("secret");
            }
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void theLaboratoryMovesDataTimeForwardOnly() {
        try (World world = World.open()) {
            // Given
            Client client = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
            Instant target = world.clock().instant().plusSeconds(86_400);
            // When / Then
            assertThat(client.post("/api/v1/lab/clock", "{\"now\": \"" + target + "\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(world.clock().instant()).isAfterOrEqualTo(target);
            assertThat(client.post("/api/v1/lab/clock", "{\"now\": \"2000-01-01T00:00:00Z\"}")
                            .code())
                    .isEqualTo("invalid-input");
            assertThat(client.post("/api/v1/lab/flush", "").status()).isEqualTo(204);
            assertThat(world.lake().status().hotRows()).isZero();
            assertThat(client.get("/api/v1/events").json().path("items").size()).isEqualTo(3);
        }
    }

    @Test
    void theSideIsTheListenersEvenIfBothHaveOnePortNumber() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        try (World world = World.empty(options -> new ControlOptions(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                        options.operatorListen(),
                        options.tls(),
                        options.console(),
                        options.proxyAddress(),
                        options.sessionIdle(),
                        options.sessionLife())
                .withOperatorListen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port)))) {
            assertThat(world.operatorClient().get("/metrics").status()).isEqualTo(200);
            for (String path : java.util.List.of(
                    "/metrics",
                    "/healthz",
                    "/api/v1/operator/customers",
                    "/%6detrics",
                    "/%61pi/v1/operator/customers")) {
                assertThat(world.client().get(path).status()).as(path).isBetween(400, 404);
            }
            assertThat(world.client().get("/api/v1/policy").status()).isEqualTo(401);
            assertThat(world.operatorClient().get("/api/v1/policy").status()).isEqualTo(404);
        }
    }

    @Test
    void onASharedListenerDetailsAreForOperatorsAndTheMachineItself() {
        // Given somebody who comes through a proxy on this machine
        World world = World.shared();
        Client remote = world.client().with("X-Forwarded-For", "203.0.113.9");
        Client customer = remote.bearer(world.first().token(Role.ADMINISTRATOR));
        Client operator = remote.bearer(world.operatorToken());
        // When / Then
        assertThat(remote.get("/metrics").code()).isEqualTo("not-signed-in");
        assertThat(customer.get("/metrics").code()).isEqualTo("not-permitted");
        assertThat(operator.get("/metrics").text()).contains("sekisho_threads");
        assertThat(world.client().get("/metrics").status()).isEqualTo(200);
        for (Client stranger : java.util.List.of(remote, customer)) {
            assertThat(stranger.get("/healthz").text())
                    .contains("\"state\":", "\"parts\":[]")
                    .doesNotContain("records");
        }
        for (Client known : java.util.List.of(operator, world.client())) {
            assertThat(known.get("/healthz").text()).contains("\"part\":\"records\"");
        }
    }
}
