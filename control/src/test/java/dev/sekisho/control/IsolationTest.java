package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.Description.Described;
import dev.sekisho.control.testing.Examples;
import dev.sekisho.control.testing.World;
import dev.sekisho.control.testing.World.Company;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.id.Id128;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One customer's credential reaches nothing of another's, whatever else a request says. */
class IsolationTest {
    private final World world = World.shared();
    private final Description description = new Description();

    @Test
    void aCustomerSeesOnlyItsOwnEventsPeopleTokensAndAudit() {
        // Given
        Client second = world.client().bearer(world.second().token(Role.ADMINISTRATOR));
        Client first = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        List<String> canaries = canaries(world.first());
        // When
        for (String path : List.of(
                "/api/v1/events?limit=1000",
                "/api/v1/stats?by=host",
                "/api/v1/stats?by=user",
                "/api/v1/people?limit=1000",
                "/api/v1/tokens",
                "/api/v1/audit?limit=1000",
                "/api/v1/sessions?user=" + world.first().user().token(),
                "/api/v1/policy/versions",
                "/api/v1/settings",
                "/api/v1/inspection-ca",
                "/api/v1/on-ramps",
                "/api/v1/data-collection",
                "/api/v1/me")) {
            // Then
            String text = second.get(path).text();
            assertThat(canaries).as(path).noneMatch(text::contains);
        }
        assertThat(canaries).anyMatch(first.get("/api/v1/events?limit=1000").text()::contains);
        assertThat(canaries).anyMatch(first.get("/api/v1/people?limit=1000").text()::contains);
    }

    @Test
    void exportsAndTheOperatorsViewHoldNothingOfAnotherCustomer() {
        List<String> canaries = canaries(world.first());
        Client second = world.client().bearer(world.second().token(Role.ADMINISTRATOR));
        for (String type : List.of("text/csv", "application/x-ndjson")) {
            String text = second.with("Accept", type).get("/api/v1/events").text();
            assertThat(text).contains("second-only.example");
            assertThat(canaries).noneMatch(text::contains);
        }
        Client operator = world.client().bearer(world.operatorToken());
        for (String path : List.of("/api/v1/operator/customers", "/healthz", "/metrics")) {
            // Operators know customers by name, and nothing else about them.
            String text = operator.get(path).text().replace("First Company", "");
            assertThat(canaries).as(path).noneMatch(text::contains);
        }
    }

    @Test
    void theIdentifiersOfAnotherCustomersObjectsAreNotFound() {
        // Given
        Client second = world.client().bearer(world.second().token(Role.ADMINISTRATOR));
        Company first = world.first();
        String token = first.tokens().isEmpty()
                ? ""
                : world.client()
                        .bearer(first.token(Role.ADMINISTRATOR))
                        .get("/api/v1/tokens")
                        .json()
                        .path("items")
                        .get(0)
                        .path("id")
                        .asString();
        // When / Then
        assertThat(second.get("/api/v1/events/" + first.events().getFirst().id())
                        .status())
                .isEqualTo(404);
        assertThat(second.delete("/api/v1/tokens/" + token).status()).isEqualTo(404);
        assertThat(second.with("If-Match", "\"1\"")
                        .put("/api/v1/people/" + first.user().token(), "{\"login\": \"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(second.get("/api/v1/events?user=" + first.user().token())
                        .json()
                        .path("items")
                        .size())
                .isZero();
        assertThat(world.client()
                        .bearer(first.token(Role.USER))
                        .get("/api/v1/me")
                        .status())
                .as("the token that was named still works")
                .isEqualTo(200);
    }

    @Test
    void aPlantedCustomerChangesNothingInAnyOperation() {
        // Given
        byte[] other = world.second().scope().customer().bytes();
        List<String> identifiers = List.of(
                HexFormat.of().formatHex(other),
                Id128.of(other).toString(),
                world.client()
                        .bearer(world.operatorToken())
                        .get("/api/v1/operator/customers")
                        .json()
                        .path("items")
                        .get(1)
                        .path("handle")
                        .asString());
        Client client = world.client().bearer(world.first().token(Role.READ_ONLY));
        Map<String, String> changed = new TreeMap<>();
        int compared = 0;
        // When
        for (Described operation : description.operations()) {
            if (operation.path().equals("/api/v1/events/live")
                    || operation.path().equals("/metrics")) {
                continue; // a stream; and numbers that every call moves
            }
            Answer plain = Examples.call(client, operation, world.first());
            for (String identifier : identifiers) {
                for (Answer mutated : mutations(client, operation, identifier)) {
                    compared++;
                    boolean refused = mutated.status() >= 400 && mutated.status() < 500;
                    if (!refused && !steady(mutated).equals(steady(plain))) {
                        changed.put(operation.toString(), mutated.text());
                    }
                    assertThat(mutated.text())
                            .doesNotContain("second-only.example")
                            .doesNotContain("Second Company");
                }
            }
        }
        // Then
        assertThat(changed).isEmpty();
        assertThat(compared).isGreaterThan(200);
    }

    @Test
    void theComparisonNoticesAnotherCustomersAnswer() {
        Answer first =
                world.client().bearer(world.first().token(Role.READ_ONLY)).get("/api/v1/events");
        Answer second =
                world.client().bearer(world.second().token(Role.READ_ONLY)).get("/api/v1/events");
        assertThat(steady(second)).isNotEqualTo(steady(first));
    }

    @Test
    void noAnswerHoldsACustomersIdentifier() {
        Client client = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        byte[] bytes = world.first().scope().customer().bytes();
        List<String> spellings = List.of(
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                Id128.of(bytes).toString(),
                java.util.Base64.getEncoder().encodeToString(bytes).substring(0, 20),
                new java.util.UUID(
                                java.nio.ByteBuffer.wrap(bytes).getLong(0),
                                java.nio.ByteBuffer.wrap(bytes).getLong(8))
                        .toString());
        for (Described operation : description.operations()) {
            if (!operation.path().equals("/api/v1/events/live")) {
                Answer answer = Examples.call(client, operation, world.first());
                String whole = answer.text() + answer.response().headers().map();
                assertThat(spellings).as(operation.toString()).noneMatch(whole::contains);
            }
        }
    }

    private List<Answer> mutations(Client client, Described operation, String identifier) {
        List<Answer> answers = new ArrayList<>();
        for (String header : List.of("X-Customer-Id", "X-Tenant-Id", "X-Sekisho-Customer", "X-Forwarded-User")) {
            answers.add(Examples.call(client.with(header, identifier), operation, world.first()));
        }
        Client cookie = client.with("X-Nothing", "1");
        cookie.cookies().put("customer", identifier);
        answers.add(Examples.call(cookie, operation, world.first()));
        String path = Examples.path(operation, world.first());
        String body = Examples.body(operation);
        String sent = body.isEmpty() ? null : body;
        String type = body.isEmpty() ? null : "application/json";
        for (String name : List.of("customer", "customerId", "tenant")) {
            String query = (path.contains("?") ? "&" : "?") + name + "=" + identifier;
            answers.add(client.send(operation.method(), path + query, sent, type));
            if (body.startsWith("{")) {
                String planted = "{\"" + name + "\": \"" + identifier + "\"" + (body.equals("{}") ? "" : ", ")
                        + body.substring(1);
                answers.add(client.send(operation.method(), path, planted, "application/json"));
            }
        }
        return answers;
    }

    /** The answer without what differs between two equal calls: times that mean "now", references, drawn identifiers. */
    private static String steady(Answer answer) {
        return answer.status()
                + answer.text()
                        .replaceAll("\"(now|checked|from|to|reference)\":\"[^\"]*\"", "\"$1\":\"\"")
                        .toLowerCase(Locale.ROOT);
    }

    private static List<String> canaries(Company company) {
        List<String> canaries = new ArrayList<>(
                List.of(company.name() + " Company", company.name().toLowerCase(Locale.ROOT) + "-only.example"));
        company.events().forEach(event -> canaries.add(event.id().toString()));
        company.people().values().forEach(person -> {
            canaries.add(person.token().toString());
            canaries.add(person.login());
        });
        return canaries;
    }
}
