package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two customers on one installation: neither sees the other. */
class ApartIT {
    private static final String ALL = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

    @TempDir
    Path folder;

    @Test
    void theSecondCustomersTokenSeesNothingOfTheFirst() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.2")) {
            Files.writeString(folder.resolve("names.txt"), "127.9.0.2 only-first.test only-second.test\n");
            try (Sekisho sekisho = Sekisho.lab(folder, """
                    names: names.txt
                    allowDestinations: [127.9.0.0/24]
                    """, "")) {
                // Given
                Api first = sekisho.api(0);
                Api second = sekisho.api(1);
                get(sekisho, 0, "127.0.0.1", "http://only-first.test:" + origin.port() + "/mine");
                get(sekisho, 1, "127.0.0.2", "http://only-second.test:" + origin.port() + "/theirs");
                assertThat(first.publish("""
                        lists:
                          - {name: secret-list, hosts: [secret-project.test]}
                        decryption:
                          - {name: rest, then: inspect}
                        access:
                          - {name: secret-rule, when: {list: [secret-list]}, then: block}
                          - {name: rest, then: allow}
                        """).statusCode()).isEqualTo(200);
                // When
                JsonNode ofFirst = first.await(
                        "/api/v1/events?limit=100&" + ALL,
                        Duration.ofSeconds(5),
                        page -> !page.get("items").isEmpty());
                JsonNode ofSecond = second.await(
                        "/api/v1/events?limit=100&" + ALL,
                        Duration.ofSeconds(5),
                        page -> !page.get("items").isEmpty());
                String foreignEvent = ofFirst.get("items").get(0).get("id").asString();
                // Then
                assertThat(ofFirst.toString()).contains("only-first.test").doesNotContain("only-second.test");
                assertThat(ofSecond.toString()).contains("only-second.test").doesNotContain("only-first.test");
                assertThat(second.send("GET", "/api/v1/events/" + foreignEvent, null)
                                .statusCode())
                        .isEqualTo(404);
                assertThat(first.send("GET", "/api/v1/events/" + foreignEvent, null)
                                .statusCode())
                        .isEqualTo(200);
                for (String path : new String[] {
                    "/api/v1/policy",
                    "/api/v1/policy/versions",
                    "/api/v1/tokens",
                    "/api/v1/people",
                    "/api/v1/on-ramps",
                    "/api/v1/stats?measure=requests&by=host&" + ALL,
                    "/api/v1/audit",
                    "/api/v1/data-collection"
                }) {
                    String seen = second.send("GET", path, null).body();
                    assertThat(seen)
                            .as(path)
                            .doesNotContain("secret-")
                            .doesNotContain("only-first")
                            .doesNotContain("admin@example.test");
                }
            }
        }
    }

    /** Red when the gateway does not tell the directory where a client is: then everybody waits for one who guesses. */
    @Test
    void whoGuessesAtTheProxyWaitsWhereTheGuessesComeFrom() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.2")) {
            Files.writeString(folder.resolve("names.txt"), "127.9.0.2 site.test\n");
            try (Sekisho sekisho = Sekisho.lab(folder, """
                    names: names.txt
                    allowDestinations: [127.9.0.0/24]
                    """, "")) {
                // Given
                for (String from : List.of("127.0.0.3", "127.0.0.4")) {
                    String ramp = "{\"name\":\"%1$s\",\"source\":\"%1$s/32\",\"signIn\":true}".formatted(from);
                    assertThat(sekisho.api(0)
                                    .send("POST", "/api/v1/on-ramps", ramp, "Content-Type", "application/json")
                                    .statusCode())
                            .isEqualTo(201);
                }
                JsonNode person = sekisho.customer(0).get("administrator");
                String login = person.get("login").asString();
                String password = person.get("password").asString();
                String url = "http://site.test:" + origin.port() + "/";
                // When
                for (int i = 0; i < 5; i++) {
                    assertThat(signedIn(sekisho, "127.0.0.3", url, login, "wrong-" + i))
                            .isEqualTo(407);
                }
                // Then
                assertThat(signedIn(sekisho, "127.0.0.3", url, login, password)).isNotEqualTo(200);
                assertThat(signedIn(sekisho, "127.0.0.4", url, login, password)).isEqualTo(200);
            }
        }
    }

    private static int signedIn(Sekisho sekisho, String from, String url, String login, String password)
            throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
        Path ca = Path.of(sekisho.customer(0).get("inspectionCa").asString());
        try (Proxied browser = new Proxied(sekisho.proxyPort(), from, ca)) {
            return browser.get(url, "Proxy-Authorization", "Basic " + credentials)
                    .statusCode();
        }
    }

    private static void get(Sekisho sekisho, int customer, String from, String url) throws Exception {
        Path ca = Path.of(sekisho.customer(customer).get("inspectionCa").asString());
        try (Proxied browser = new Proxied(sekisho.proxyPort(), from, ca)) {
            assertThat(browser.get(url).statusCode()).isEqualTo(200);
        }
    }
}
