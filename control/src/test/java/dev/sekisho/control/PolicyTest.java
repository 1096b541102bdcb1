package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading, publishing, checking and testing a policy. */
class PolicyTest {
    private static final World WORLD = World.open();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String WRONG = """
            lists:
              - {name: a, hosts: ["not a host!"]}
            access:
              - {name: one, when: {category: [gamblin]}, then: blok}
              - {name: rest, then: allow}
            """;

    private final Client administrator = WORLD.client().bearer(WORLD.first().token(Role.ADMINISTRATOR));

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void theDocumentComesAsItWasWrittenOrAsItsValue() {
        // When
        Answer yaml = WORLD.client()
                .bearer(WORLD.second().token(Role.AUDITOR))
                .with("Accept", "application/yaml")
                .get("/api/v1/policy");
        Answer json = WORLD.client().bearer(WORLD.second().token(Role.AUDITOR)).get("/api/v1/policy");
        // Then
        assertThat(yaml.text()).isEqualTo(World.POLICY);
        assertThat(yaml.header("ETag")).isEqualTo("\"1\"");
        assertThat(json.header("ETag")).isEqualTo("\"1\"");
        assertThat(json.json().path("access").get(0).path("name").asString()).isEqualTo("no-listed");
    }

    @Test
    void publishingNeedsTheVersionThatWasEditedAndIsInForceAtOnce() {
        // Given
        String tag = administrator.get("/api/v1/policy").header("ETag");
        String document = World.POLICY.replace("gambling", "hacking");
        // When / Then
        assertThat(put(administrator, document).code()).isEqualTo("precondition-required");
        assertThat(put(administrator, document).status()).isEqualTo(428);
        Answer stale = put(administrator.with("If-Match", "\"999\""), document);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().path("version").asString()).isEqualTo(tag);
        Answer published = put(administrator.with("If-Match", tag), document);
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        assertThat(published.json().path("changed").asBoolean()).isTrue();
        assertThat(new Description().errors("PolicyVersion", published.json())).isEmpty();
        assertThat(administrator.get("/api/v1/policy").header("ETag")).isEqualTo(published.header("ETag"));
        assertThat(WORLD.directory()
                        .policies()
                        .current(WORLD.first().scope())
                        .orElseThrow()
                        .hash()
                        .hex())
                .isEqualTo(published.json().path("bundle").asString());
    }

    @Test
    void theSameWriteTwiceChangesNothing() {
        // Given
        String document = administrator
                .with("Accept", "application/yaml")
                .get("/api/v1/policy")
                .text();
        String tag = administrator.get("/api/v1/policy").header("ETag");
        // When
        Answer again = put(administrator.with("If-Match", tag), document);
        // Then
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("changed").asBoolean(true)).isFalse();
        assertThat(again.header("ETag")).isEqualTo(tag);
    }

    @Test
    void everyProblemOfADocumentIsToldAtOnceWithItsPlace() {
        // Given
        String tag = administrator.get("/api/v1/policy").header("ETag");
        // When
        Answer answer = put(administrator.with("If-Match", tag), WRONG);
        // Then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("policy-invalid");
        List<Integer> lines = new ArrayList<>();
        answer.json().path("problems").forEach(problem -> {
            lines.add(problem.path("line").asInt());
            assertThat(problem.path("message").asString()).isNotEmpty();
            assertThat(problem.path("messageJa").asString()).isNotEmpty();
            assertThat(problem.path("code").asString()).isNotEmpty();
        });
        assertThat(lines).contains(2, 4).hasSizeGreaterThanOrEqualTo(3);
        assertThat(new Description().errors("Problem", answer.json())).isEmpty();
        assertThat(administrator.get("/api/v1/policy").header("ETag"))
                .as("the version in force stays")
                .isEqualTo(tag);
    }

    @Test
    void aDraftIsCheckedWithoutBeingPublished() {
        // When
        JsonNode bad =
                administrator.post("/api/v1/policy/validate", draft(WRONG)).json();
        JsonNode good = administrator
                .post("/api/v1/policy/validate", draft(World.POLICY))
                .json();
        JsonNode value = administrator
                .post(
                        "/api/v1/policy/validate",
                        "{\"draft\": {\"access\": [{\"name\": \"rest\", \"then\": \"block\"}]}}")
                .json();
        // Then
        assertThat(bad.path("valid").asBoolean(true)).isFalse();
        assertThat(bad.path("problems").size()).isGreaterThanOrEqualTo(3);
        assertThat(bad.path("normal").isNull()).isTrue();
        assertThat(good.path("valid").asBoolean()).isTrue();
        assertThat(good.path("normal").path("access").size()).isEqualTo(3);
        assertThat(value.path("valid").asBoolean()).as(value.toString()).isTrue();
        assertThat(administrator
                        .post("/api/v1/policy/validate", "{\"draft\": 5}")
                        .code())
                .isEqualTo("invalid-input");
    }

    @Test
    void theDifferenceToAVersionIsToldRuleByRule() {
        // Given
        Client second = WORLD.client().bearer(WORLD.second().token(Role.AUDITOR));
        String draft = """
                decryption:
                  - {name: rest, then: inspect}
                access:
                  - {name: no-gambling, when: {category: [gambling]}, then: warn}
                  - {name: new, when: {category: [weapons]}, then: block}
                  - {name: rest, then: allow}
                """;
        // When
        JsonNode diff = second.post("/api/v1/policy/diff", draft(draft)).json();
        // Then
        List<String> changes = new ArrayList<>();
        diff.path("changes")
                .forEach(change -> changes.add(change.path("kind").asString() + " "
                        + change.path("section").asString() + "/"
                        + change.path("name").asString()));
        assertThat(changes)
                .containsExactlyInAnyOrder(
                        "changed access/no-gambling",
                        "added access/new",
                        "removed access/no-listed",
                        "removed lists/listed");
        assertThat(second.post("/api/v1/policy/diff", draft(World.POLICY))
                        .json()
                        .path("changes")
                        .size())
                .isZero();
        assertThat(new Description().errors("PolicyDiff", diff)).isEmpty();
    }

    @Test
    void theTesterDecidesAsTheGatewayWouldAndSaysWhy() {
        // Given
        Client second = WORLD.client().bearer(WORLD.second().token(Role.AUDITOR));
        // When
        JsonNode blocked = test(second, Map.of("url", "https://sub.BLOCKED.example./x"));
        JsonNode passed = test(second, Map.of("url", "https://fine.example/x", "clientIp", "10.0.0.7"));
        JsonNode drafted = test(
                second,
                Map.of(
                        "url",
                        "https://fine.example/x",
                        "draft",
                        "access: [{name: nothing, then: block}]\ndecryption: [{name: rest, then: tunnel}]"));
        // Then
        assertThat(blocked.path("action").asString()).isEqualTo("block");
        assertThat(blocked.path("rule").asString()).isEqualTo("no-listed");
        assertThat(blocked.path("lists").toString()).isEqualTo("[\"listed\"]");
        assertThat(blocked.path("version").asLong()).isEqualTo(1);
        assertThat(passed.path("action").asString()).isEqualTo("allow");
        assertThat(passed.path("trace").path("stages").get(1).path("considered").size())
                .isEqualTo(3);
        assertThat(drafted.path("rule").asString()).isEqualTo("nothing");
        assertThat(drafted.path("version").isNull()).isTrue();
        assertThat(drafted.path("trace").path("stages").get(0).path("action").asString())
                .isEqualTo("tunnel");
        for (JsonNode result : List.of(blocked, passed, drafted)) {
            assertThat(new Description().errors("PolicyTestResult", result)).isEmpty();
        }
    }

    @Test
    void groupsAndPeopleCountInTheTester() {
        // Given
        String draft = """
                access:
                  - {name: staff-only, when: {group: {not: [staff]}}, then: block}
                  - {name: rest, then: allow}
                decryption: [{name: rest, then: inspect}]
                """;
        // When / Then
        assertThat(test(administrator, Map.of("url", "http://a.example", "draft", draft))
                        .path("action")
                        .asString())
                .isEqualTo("block");
        assertThat(test(
                                administrator,
                                Map.of(
                                        "url",
                                        "http://a.example",
                                        "draft",
                                        draft,
                                        "user",
                                        WORLD.first().user().login()))
                        .path("action")
                        .asString())
                .isEqualTo("allow");
        assertThat(test(administrator, Map.of("url", "http://a.example", "draft", draft, "groups", List.of("staff")))
                        .path("action")
                        .asString())
                .isEqualTo("allow");
    }

    @Test
    void whatTheTesterCannotKnowIsUndecidableByItsName() {
        // Given
        String draft = """
                lists: [{name: nets, networks: [10.1.0.0/16]}]
                access:
                  - {name: by-net, when: {list: [nets]}, then: block}
                  - {name: rest, then: allow}
                decryption: [{name: rest, then: inspect}]
                """;
        // When
        JsonNode unknown = test(administrator, Map.of("url", "http://a.example", "draft", draft));
        JsonNode known =
                test(administrator, Map.of("url", "http://a.example", "draft", draft, "resolved", List.of("10.1.2.3")));
        JsonNode unresolvable =
                test(administrator, Map.of("url", "http://a.example", "draft", draft, "resolved", List.of()));
        // Then
        assertThat(known.path("rule").asString()).isEqualTo("by-net");
        assertThat(unresolvable.path("rule").asString()).isEqualTo("rest");
        assertThat(unknown.path("resolved").isNull()).isTrue();
        assertThat(unknown.path("action").isNull()).as(unknown.toString()).isTrue();
        assertThat(unknown.path("trace").path("undecidable").toString()).containsAnyOf("list", "destination");
    }

    @Test
    void theTesterAsksTheGatewaysResolverAndItsGuard() {
        // Given
        String draft = """
                lists: [{name: nets, networks: [10.1.0.0/16]}]
                access:
                  - {name: by-net, when: {list: [nets]}, then: block}
                  - {name: rest, then: allow}
                decryption: [{name: rest, then: inspect}]
                """;
        // When
        JsonNode listed = test(administrator, Map.of("url", "http://a.resolved.example", "draft", draft));
        JsonNode guarded = test(administrator, Map.of("url", "http://inner.example", "draft", draft));
        JsonNode literal = test(administrator, Map.of("url", "http://10.1.9.9/", "draft", draft));
        // Then
        assertThat(listed.path("rule").asString()).isEqualTo("by-net");
        assertThat(guarded.path("action").asString()).isEqualTo("block");
        assertThat(guarded.path("reason").asString()).isEqualTo("destination-refused");
        assertThat(guarded.path("rule").asString()).isEqualTo("loopback");
        assertThat(literal.path("rule").asString()).isEqualTo("by-net");
    }

    @Test
    void badQuestionsAreRefusedWithTheirPlace() {
        assertThat(administrator
                        .post("/api/v1/policy/test", "{\"url\": \"ftp://x\"}")
                        .code())
                .isEqualTo("invalid-input");
        assertThat(administrator
                        .post("/api/v1/policy/test", "{\"url\": \"http://a.example\", \"clientIp\": \"here\"}")
                        .text())
                .contains("clientIp");
        assertThat(administrator
                        .post("/api/v1/policy/test", "{\"url\": \"http://a.example\", \"user\": \"nobody-known\"}")
                        .text())
                .contains("user");
        assertThat(administrator
                        .post("/api/v1/policy/test", draft(WRONG).replace("{", "{\"url\": \"http://a.example\", "))
                        .status())
                .isBetween(400, 422);
    }

    @Test
    void versionsAreListedAndKept() {
        // When
        JsonNode versions = administrator.get("/api/v1/policy/versions?limit=1").json();
        Answer firstVersion = administrator.with("Accept", "application/yaml").get("/api/v1/policy/versions/1");
        // Then
        assertThat(versions.path("items").size()).isEqualTo(1);
        assertThat(firstVersion.text()).isEqualTo(World.POLICY);
        assertThat(administrator.get("/api/v1/policy/versions/99999").code()).isEqualTo("not-found");
        assertThat(administrator.get("/api/v1/policy/versions/x").code()).isEqualTo("invalid-input");
    }

    private static Answer put(Client client, String document) {
        return client.send("PUT", "/api/v1/policy", document, "application/yaml");
    }

    private static String draft(String text) {
        return JSON.writeValueAsString(Map.of("draft", text));
    }

    private static JsonNode test(Client client, Map<String, Object> question) {
        Answer answer = client.post("/api/v1/policy/test", JSON.writeValueAsString(question));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void aDraftDoesNotTellWhoHasWhichTokenWhereNamesAreNotShown() {
        for (Role role : List.of(Role.ADMINISTRATOR, Role.AUDITOR)) {
            // Given a customer that does not show names
            Client client = WORLD.client().bearer(WORLD.second().token(role));
            String token = WORLD.second().user().token().toString();
            String byName = naming(WORLD.second().user().login());
            // When
            Answer tested = client.post(
                    "/api/v1/policy/test",
                    JSON.writeValueAsString(Map.of("url", "http://a.example", "user", token, "draft", byName)));
            JsonNode validated =
                    client.post("/api/v1/policy/validate", draft(byName)).json();
            // Then
            assertThat(tested.code()).as(tested.text()).isEqualTo("policy-invalid");
            assertThat(tested.text()).contains("unknown-user").doesNotContain(token);
            assertThat(validated.path("valid").asBoolean(true)).isFalse();
            assertThat(validated.toString()).contains("unknown-user");
            // and tokens go on working
            assertThat(test(client, Map.of("url", "http://a.example", "user", token, "draft", naming(token)))
                            .path("rule")
                            .asString())
                    .isEqualTo("one");
        }
        // and where names are shown, they do
        assertThat(test(
                                administrator,
                                Map.of(
                                        "url",
                                        "http://a.example",
                                        "user",
                                        WORLD.first().user().token().toString(),
                                        "draft",
                                        naming(WORLD.first().user().login())))
                        .path("rule")
                        .asString())
                .isEqualTo("one");
    }

    private static String naming(String user) {
        return """
                decryption: [{name: rest, then: inspect}]
                access:
                  - {name: one, when: {user: ["%s"]}, then: block}
                  - {name: rest, then: allow}
                """.formatted(user);
    }
}
