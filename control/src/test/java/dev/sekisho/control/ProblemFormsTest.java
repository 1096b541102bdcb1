package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors: their form, and that they say nothing they should not. */
class ProblemFormsTest {
    private final World world = World.shared();
    private final Client client = world.client().bearer(world.first().token(Role.ADMINISTRATOR));

    @Test
    void everyRefusalIsAProblemDocument() {
        // Given
        String big = "{\"draft\": \"" + "x".repeat(5 << 20) + "\"}";
        String tooBig = "{\"name\": \"" + "x".repeat(2 << 20) + "\"}";
        // When
        List<Answer> answers = List.of(
                client.get("/api/v1/nothing"),
                client.get("/api"),
                client.get("/api/v1/events/../policy/none"),
                client.delete("/api/v1/policy"),
                client.with("Accept", "image/png").get("/api/v1/policy"),
                client.send("POST", "/api/v1/tokens", "name=x", "text/plain"),
                client.post("/api/v1/tokens", "{"),
                client.post("/api/v1/tokens", "{\"name\": \"a\", \"role\": \"user\", \"more\": 1}"),
                client.post("/api/v1/tokens", "{\"name\": 5.5, \"role\": [\"user\"]}"),
                client.post("/api/v1/policy/validate", big),
                client.post("/api/v1/tokens", tooBig),
                client.put("/api/v1/settings", "{}"),
                world.client().get("/api/v1/me"),
                world.client().bearer("x").get("/api/v1/me"));
        List<Integer> statuses = List.of(404, 404, 400, 405, 406, 415, 400, 400, 400, 413, 413, 428, 401, 401);
        // Then
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            assertThat(answer.status()).as(i + " " + answer.text()).isEqualTo(statuses.get(i));
            assertThat(answer.header("Content-Type")).as("" + i).isEqualTo("application/problem+json");
            assertThat(new Description().errors("Problem", answer.json()))
                    .as("" + i)
                    .isEmpty();
            assertThat(answer.text()).doesNotContain("Exception", "dev.sekisho", "springframework", "tomcat");
        }
    }

    @Test
    void whatWasSentIsNotQuotedBack() {
        String canary = "canary-9f3c";
        for (Answer answer : List.of(
                client.post("/api/v1/tokens", "{\"name\": \"a\", \"role\": {\"" + canary + "\": 1}}"),
                client.post("/api/v1/tokens", "{\"" + canary + "\": 1}"),
                client.get("/api/v1/events?limit=" + canary),
                client.get("/api/v1/policy/versions/" + canary),
                client.get("/api/v1/" + canary))) {
            assertThat(answer.status()).isBetween(400, 404);
            assertThat(answer.json().path("detail").asString()).doesNotContain(canary);
        }
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepABrowserSafe() {
        for (String path : List.of("/", "/sign-in", "/pages.css", "/api/v1/me", "/api/v1/nothing", "/log")) {
            Answer answer = client.get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'self'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("Strict-Transport-Security")).contains("max-age=31536000");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void settingsAndPeopleAreWrittenOnceAndOnlyOverTheVersionThatWasRead() {
        // Given
        Answer settings = client.get("/api/v1/settings");
        String changed = settings.text().replace("IT desk", "Helpdesk");
        // When
        Answer first = client.with("If-Match", settings.header("ETag")).put("/api/v1/settings", changed);
        Answer stale = client.with("If-Match", settings.header("ETag")).put("/api/v1/settings", changed);
        Answer again = client.with("If-Match", first.header("ETag")).put("/api/v1/settings", changed);
        // Then
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        Answer added = client.post("/api/v1/people", "{\"login\": \"new-one\", \"groups\": [\"g1\"]}");
        assertThat(added.status()).isEqualTo(201);
        assertThat(client.post("/api/v1/people", "{\"login\": \"new-one\"}").code())
                .isEqualTo("conflict");
        String path = "/api/v1/people/" + added.json().path("user").asString();
        Answer moved = client.with("If-Match", added.header("ETag"))
                .put(path, "{\"login\": \"new-one\", \"role\": \"auditor\", \"groups\": [\"g2\"]}");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(new Description().errors("Person", moved.json())).isEmpty();
        assertThat(client.with("If-Match", added.header("ETag"))
                        .put(path, "{\"login\": \"new-one\"}")
                        .status())
                .isEqualTo(412);
        assertThat(client.get("/api/v1/groups").text()).contains("g2").doesNotContain("g1");
    }

    @Test
    void nobodyMakesATokenThatMayDoMoreThanTheMaker() {
        // Given
        var made = client.post("/api/v1/tokens", "{\"name\": \"mine\", \"role\": \"auditor\"}");
        // Then
        assertThat(made.status()).isEqualTo(201);
        assertThat(new Description().errors("CreatedToken", made.json())).isEmpty();
        String secret = made.json().path("secret").asString();
        assertThat(world.client()
                        .bearer(secret)
                        .get("/api/v1/me")
                        .json()
                        .path("role")
                        .asString())
                .isEqualTo("auditor");
        assertThat(client.get("/api/v1/tokens").text()).doesNotContain(secret);
        assertThat(client.post("/api/v1/tokens", "{\"name\": \"mine\", \"role\": \"auditor\"}")
                        .code())
                .isEqualTo("conflict");
        assertThat(client.post("/api/v1/tokens", "{\"name\": \"op\", \"role\": \"operator\"}")
                        .code())
                .isEqualTo("invalid-input");
        assertThat(client.post(
                                "/api/v1/tokens",
                                "{\"name\": \"old\", \"role\": \"user\", \"expires\": \"2020-01-01T00:00:00Z\"}")
                        .code())
                .isEqualTo("invalid-input");
        client.delete("/api/v1/tokens/" + made.json().path("token").path("id").asString());
        assertThat(world.client().bearer(secret).get("/api/v1/me").status()).isEqualTo(401);
    }
}
