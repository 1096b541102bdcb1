package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.app.running.Api;
import dev.sekisho.app.running.PlainOrigin;
import dev.sekisho.app.running.Proxied;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.seal.Vaults;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a person's name stands after a month of use. */
class NameIT {
    private static final String NAME = "Kazumi Michinoku";
    private static final String LOGIN = "kazumi.michinoku@example.test";
    private static final String PASSWORD = "seven-quiet-herons-at-dusk";
    private static final String JSON = "application/json";
    private static final int DAYS = 30;

    @TempDir
    Path folder;

    @Test
    void afterThirtyDaysOfVariedUseANameStandsInExactlyOneSealedRow() throws Exception {
        // Given
        WatchedVault watched = new WatchedVault(NAME);
        try (PlainOrigin site = new PlainOrigin("127.9.0.1");
                Standalone running = start(watched)) {
            assertThat(running).isNotNull();
            JsonNode ready = ready();
            Api api = api(ready);
            String token = enrol(api);
            // When
            Instant now = Instant.now();
            for (int day = 0; day < DAYS; day++) {
                use(ready, api, site, token, day);
                now = now.plus(Duration.ofDays(1));
                sent(api, "POST", "/api/v1/lab/clock", "{\"now\":\"" + now + "\"}");
            }
            sent(api, "POST", "/api/v1/lab/flush", "{}");
            // Then
            assertThat(shown(api)).as("the name is shown to who may read it").contains(NAME);
            assertThat(watched.places()).hasSize(1).first().asString().startsWith("identity/" + token);
            // The watch sees a name when somebody writes one down.
            sent(api, "POST", "/api/v1/tokens", "{\"name\":\"for " + NAME + "\",\"role\":\"read-only\"}");
            assertThat(watched.places()).hasSize(2);
        }
    }

    private Standalone start(WatchedVault watched) throws Exception {
        Path lists = Files.createDirectories(folder.resolve("lists"));
        Files.writeString(lists.resolve("few.txt"), "listed.example\n");
        Files.writeString(lists.resolve("catalogue.tsv"), "few\tfew.txt\tplain\tlisted\t1\t2026-01-01\tCC0-1.0\t-\n");
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), """
                home: home
                regions: [{name: lab}]
                lists: {folder: lists}
                gateway: {listen: ["127.0.0.1:0"], allowDestinations: [127.9.0.0/24]}
                control: {listen: "127.0.0.1:0"}
                """);
        Settings settings = SettingsReader.read(file, Optional.empty());
        return Standalone.start(
                new Options(settings, false, true),
                new PrintStream(OutputStream.nullOutputStream()),
                options -> watched.over(Vaults.open(options)));
    }

    private JsonNode ready() throws Exception {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("home/ready.json")));
    }

    private static Api api(JsonNode ready) throws Exception {
        return new Api(
                ready.get("console").asString(),
                Path.of(ready.get("consoleCa").asString()),
                ready.get("customers").get(0).get("apiToken").asString());
    }

    /** Adds the person, and asks for sign-in where its traffic comes in; answers its token. */
    private static String enrol(Api api) throws Exception {
        String person = sent(api, "POST", "/api/v1/people", """
                {"login":"%s","name":"%s","email":"kazumi@example.test","role":"user","groups":["sales"],"password":"%s"}""".formatted(LOGIN, NAME, PASSWORD));
        for (JsonNode ramp : api.get("/api/v1/on-ramps").get("items")) {
            sent(api, "DELETE", "/api/v1/on-ramps/" + ramp.get("id").asString(), null);
        }
        sent(api, "POST", "/api/v1/on-ramps", """
                {"name":"Office","source":"127.0.0.1/32","signIn":true}""");
        return JsonMapper.shared().readTree(person).get("user").asString();
    }

    /** One day: browsing, looking for the person in the log, a rule about it, a test of that rule, a change of the person. */
    private static void use(JsonNode ready, Api api, PlainOrigin site, String token, int day) throws Exception {
        String proxy = ready.get("proxy").asString();
        Path ca = Path.of(ready.get("customers").get(0).get("inspectionCa").asString());
        String credentials =
                Base64.getEncoder().encodeToString((LOGIN + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (Proxied browser =
                new Proxied(Integer.parseInt(proxy.substring(proxy.lastIndexOf(':') + 1)), "127.0.0.1", ca)) {
            HttpResponse<String> page = browser.get(
                    "http://127.9.0.1:%d/day/%d".formatted(site.port(), day),
                    "Proxy-Authorization",
                    "Basic " + credentials);
            assertThat(page.statusCode()).as(page.body()).isIn(200, 403);
        }
        api.get("/api/v1/events?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&user="
                + URLEncoder.encode(day % 2 == 0 ? NAME : token, StandardCharsets.UTF_8));
        HttpResponse<String> published = api.publish("""
                lists: [{name: never, paths: [{prefix: /never/%d}]}]
                decryption: [{name: rest, then: inspect}]
                access:
                  - {name: some, when: {user: ["%s"], list: [never]}, then: block}
                  - {name: rest, then: allow}
                """.formatted(day, LOGIN));
        assertThat(published.statusCode()).as(published.body()).isLessThan(300);
        sent(api, "POST", "/api/v1/policy/test", """
                {"url":"http://127.9.0.1/day","user":"%s"}""".formatted(LOGIN));
        if (day % 10 == 5) {
            String version = "\"" + person(api, token).get("version").asLong() + "\"";
            HttpResponse<String> changed = api.send(
                    "PUT",
                    "/api/v1/people/" + token,
                    """
                    {"login":"%s","name":"%s","email":"kazumi%d@example.test","role":"user","groups":["sales","tea"]}""".formatted(LOGIN, NAME, day),
                    "Content-Type",
                    JSON,
                    "If-Match",
                    version);
            assertThat(changed.statusCode()).as(changed.body()).isLessThan(300);
        }
    }

    private static JsonNode person(Api api, String token) throws Exception {
        for (JsonNode person : api.get("/api/v1/people?limit=100").get("items")) {
            if (person.get("user").asString().equals(token)) {
                return person;
            }
        }
        throw new IllegalStateException("the person is gone");
    }

    private static String shown(Api api) throws Exception {
        return api.get("/api/v1/people?limit=100").toString();
    }

    private static String sent(Api api, String method, String path, @org.jspecify.annotations.Nullable String body)
            throws Exception {
        HttpResponse<String> answer =
                body == null ? api.send(method, path, null) : api.send(method, path, body, "Content-Type", JSON);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isLessThan(300);
        return answer.body();
    }
}
