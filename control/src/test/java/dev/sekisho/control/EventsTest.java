package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.Events;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searching, exporting and explaining the log. */
class EventsTest {
    private static final World WORLD = World.open();
    private static final List<WebEvent> STORED = more();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Client administrator = WORLD.client().bearer(WORLD.first().token(Role.ADMINISTRATOR));
    private final Client auditor = WORLD.client().bearer(WORLD.first().token(Role.AUDITOR));

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void pagesGiveEveryEventOnceNewestFirst() {
        // Given
        List<String> ids = new ArrayList<>();
        List<String> times = new ArrayList<>();
        String cursor = "";
        // When
        do {
            JsonNode page = administrator
                    .get("/api/v1/events?host=.example&limit=7" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .json();
            page.path("items").forEach(item -> {
                ids.add(item.path("id").asString());
                times.add(item.path("time").asString());
            });
            assertThat(page.path("coverage").path("complete").asBoolean()).isTrue();
            cursor = page.path("next").isNull() ? "" : page.path("next").asString();
        } while (!cursor.isEmpty());
        // Then
        assertThat(ids).doesNotHaveDuplicates().hasSize(STORED.size() + 3);
        assertThat(times)
                .isSortedAccordingTo(java.util.Comparator.<String, java.time.Instant>comparing(java.time.Instant::parse)
                        .reversed());
    }

    @Test
    void eachFilterFindsWhatItNames() {
        String user = WORLD.first().user().token().toString();
        assertThat(hosts("host=blocked.example")).containsOnly("blocked.example");
        assertThat(hosts("host=.example")).contains("blocked.example", "first-only.example", "common.example");
        assertThat(hosts("host=*.example")).contains("blocked.example");
        assertThat(hosts("action=block")).containsOnly("blocked.example");
        assertThat(hosts("rule=no-listed")).containsOnly("blocked.example");
        assertThat(hosts("url=FIRST-only")).containsOnly("first-only.example");
        assertThat(hosts("category=shopping")).isNotEmpty();
        assertThat(hosts("category=gambling")).isEmpty();
        assertThat(hosts("user=" + user)).contains("blocked.example", "first-only.example");
        assertThat(hosts("to=2020-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void aPersonIsFoundByTokenPseudonymOrLoginAndByLoginOnlyWhereNamesAreShown() {
        // Given
        var person = WORLD.first().user();
        // When / Then
        for (String word : List.of(person.token().toString(), person.token().pseudonym(), person.login())) {
            assertThat(hosts("user=" + word)).as(word).contains("first-only.example");
        }
        assertThat(hosts("user=nobody-of-that-name")).isEmpty();
        assertThat(auditor.get("/api/v1/events?user=" + person.login()).code()).isEqualTo("invalid-input");
        assertThat(auditor.get("/api/v1/events?user=" + person.token()).status())
                .isEqualTo(200);
        assertThat(WORLD.client()
                        .bearer(WORLD.second().token(Role.ADMINISTRATOR))
                        .get("/api/v1/events?user=" + WORLD.second().user().login())
                        .code())
                .as("the second customer does not show names")
                .isEqualTo("invalid-input");
    }

    @Test
    void namesStandBesideTokensOnlyWhereTheyMay() {
        // When
        JsonNode shown = first(administrator, "user=" + WORLD.first().user().token());
        JsonNode hidden = first(auditor, "user=" + WORLD.first().user().token());
        // Then
        assertThat(shown.path("userName").asString())
                .isEqualTo("Name of " + WORLD.first().user().login());
        assertThat(hidden.path("userName").isNull()).isTrue();
        assertThat(hidden.path("user").asString())
                .isEqualTo(WORLD.first().user().token().toString());
        assertThat(WORLD.client()
                        .bearer(WORLD.second().token(Role.ADMINISTRATOR))
                        .get("/api/v1/events?limit=1000")
                        .text())
                .doesNotContain("Name of");
    }

    @Test
    void everyBadParameterIsNamedAtOnce() {
        // When
        Answer answer =
                administrator.get("/api/v1/events?limit=5000&action=perhaps&from=yesterday&cursor=!&host=a%20b");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        List<String> paths = new ArrayList<>();
        answer.json()
                .path("problems")
                .forEach(problem -> paths.add(problem.path("path").asString()));
        assertThat(paths).containsExactlyInAnyOrder("limit", "action", "from", "cursor", "host");
    }

    @Test
    void exportsHoldExactlyWhatTheQueryFinds() {
        for (String filter : List.of("", "?action=block", "?host=.bulk.example&action=allow")) {
            // Given
            List<String> ids = new ArrayList<>();
            administrator
                    .get("/api/v1/events" + (filter.isEmpty() ? "?" : filter + "&") + "limit=1000")
                    .json()
                    .path("items")
                    .forEach(item -> ids.add(item.path("id").asString()));
            // When
            List<String> ndjson = administrator
                    .with("Accept", "application/x-ndjson")
                    .get("/api/v1/events" + filter)
                    .text()
                    .lines()
                    .map(line -> JSON.readTree(line).path("id").asString())
                    .toList();
            List<String> csv = administrator
                    .with("Accept", "text/csv")
                    .get("/api/v1/events" + filter)
                    .text()
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", 2)[0])
                    .toList();
            // Then
            assertThat(ndjson).isEqualTo(ids).isNotEmpty();
            assertThat(csv).isEqualTo(ids);
        }
    }

    @Test
    void aCellThatASpreadsheetWouldRunIsDefused() {
        // When
        String csv =
                administrator.with("Accept", "text/csv").get("/api/v1/events").text();
        // Then
        assertThat(csv)
                .contains("\"'=cmd|' /C calc'!A0\"")
                .doesNotContain(",=cmd")
                .doesNotContain(",\"=cmd");
    }

    @Test
    void anExportOfAPageIsRefused() {
        assertThat(administrator
                        .with("Accept", "text/csv")
                        .get("/api/v1/events?limit=5")
                        .code())
                .isEqualTo("invalid-input");
        assertThat(administrator
                        .with("Accept", "image/png")
                        .get("/api/v1/events")
                        .code())
                .isEqualTo("not-acceptable");
    }

    @Test
    void oneEventComesWithTheTraceThatItsPolicyGivesAgain() {
        // When
        Answer answer = administrator.get(
                "/api/v1/events/" + WORLD.first().events().getFirst().id());
        JsonNode trace = answer.json().path("trace");
        // Then
        assertThat(new Description().errors("EventDetail", answer.json())).isEmpty();
        assertThat(trace.path("state").asString()).isEqualTo("computed");
        assertThat(trace.path("version").asLong()).isEqualTo(1);
        assertThat(trace.path("winner").path("rule").asString()).isEqualTo("no-listed");
        assertThat(trace.path("agrees").asBoolean()).isTrue();
        JsonNode access = trace.path("stages").get(1);
        assertThat(access.path("stage").asString()).isEqualTo("access");
        assertThat(access.path("notReached").asInt()).isEqualTo(2);
        assertThat(access.path("considered").get(0).path("because").path("fact").asString())
                .isEqualTo("list");
        assertThat(access.path("considered").get(0).path("text").path("en").asString())
                .contains("listed");
        assertThat(access.path("considered").get(0).path("text").path("ja").asString())
                .isNotEqualTo(
                        access.path("considered").get(0).path("text").path("en").asString());
        assertThat(answer.json().path("timing").path("connect").isNull()).isTrue();
        assertThat(answer.json().path("unknownFacts").toString()).contains("destination");
    }

    @Test
    void anEventOfAPolicyThatIsGoneSaysSo() {
        // Given
        WebEvent event = WORLD.store(
                WORLD.first(),
                Events.of(
                        WORLD.clock().instant().minusSeconds(3_600),
                        new BundleHash("ab".repeat(32)),
                        Optional.empty(),
                        "orphan.other",
                        Action.ALLOW,
                        "rest"));
        // When
        JsonNode trace =
                administrator.get("/api/v1/events/" + event.id()).json().path("trace");
        // Then
        assertThat(trace.path("state").asString()).isEqualTo("bundle-gone");
        assertThat(trace.path("stages").size()).isZero();
        assertThat(trace.path("agrees").isNull()).isTrue();
    }

    @Test
    void aStoredRuleThatTheFactsDoNotGiveDisagrees() {
        // Given
        var bundle = WORLD.first().events().getFirst().bundle();
        WebEvent event = WORLD.store(
                WORLD.first(),
                Events.of(
                        WORLD.clock().instant().minusSeconds(3_700),
                        bundle,
                        Optional.empty(),
                        "wrong.other",
                        Action.ALLOW,
                        "no-gambling"));
        // When
        JsonNode trace =
                administrator.get("/api/v1/events/" + event.id()).json().path("trace");
        // Then
        assertThat(trace.path("agrees").asBoolean(true)).isFalse();
    }

    @Test
    void anUnknownEventIsNotFound() {
        assertThat(administrator.get("/api/v1/events/nonsense").code()).isEqualTo("not-found");
        assertThat(administrator
                        .get("/api/v1/events/00000000000000000000000000")
                        .code())
                .isEqualTo("not-found");
    }

    @Test
    void sumsEqualTheLog() {
        // Given
        long blocked = administrator
                .get("/api/v1/events?action=block&limit=1000")
                .json()
                .path("items")
                .size();
        // When
        JsonNode stats =
                administrator.get("/api/v1/stats?measure=blocked&by=host").json();
        JsonNode users =
                administrator.get("/api/v1/stats?measure=requests&by=user").json();
        // Then
        assertThat(stats.path("total").asLong()).isEqualTo(blocked);
        assertThat(users.path("groups").toString())
                .contains("Name of " + WORLD.first().user().login());
        assertThat(auditor.get("/api/v1/stats?measure=requests&by=user").text()).doesNotContain("Name of");
        assertThat(administrator.get("/api/v1/stats?measure=love").code()).isEqualTo("invalid-input");
        assertThat(administrator.get("/api/v1/stats?by=moon").code()).isEqualTo("invalid-input");
    }

    private List<String> hosts(String filter) {
        List<String> hosts = new ArrayList<>();
        Answer answer = administrator.get("/api/v1/events?limit=1000&" + filter);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        answer.json().path("items").forEach(item -> hosts.add(item.path("host").asString()));
        return hosts;
    }

    private static JsonNode first(Client client, String filter) {
        return client.get("/api/v1/events?" + filter).json().path("items").get(0);
    }

    private static List<WebEvent> more() {
        List<WebEvent> events = new ArrayList<>();
        var bundle = WORLD.first().events().getFirst().bundle();
        for (int i = 0; i < 20; i++) {
            events.add(WORLD.store(
                    WORLD.first(),
                    Events.of(
                            WORLD.clock().instant().minusSeconds(60L + i / 3),
                            bundle,
                            Optional.empty(),
                            "h" + i + ".bulk.example",
                            Action.ALLOW,
                            "rest")));
        }
        return events;
    }
}
