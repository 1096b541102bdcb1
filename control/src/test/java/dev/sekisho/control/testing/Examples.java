package dev.sekisho.control.testing;

import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description.Described;
import dev.sekisho.control.testing.World.Company;
import dev.sekisho.kernel.id.Id128;
import java.security.SecureRandom;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One call of each operation that the operation takes, for tests that go over all of them. */
public final class Examples {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Examples() {}

    /** The path with its variables filled in, and parameters that the operation needs. */
    public static String path(Described operation, Company company) {
        return switch (operation.path()) {
            case "/api/v1/events/{id}" ->
                "/api/v1/events/" + company.events().getFirst().id();
            case "/api/v1/policy/versions/{version}" -> "/api/v1/policy/versions/1";
            case "/api/v1/people/{user}" -> "/api/v1/people/" + company.user().token();
            case "/api/v1/categories/lookup" -> "/api/v1/categories/lookup?url=https://shop.example/a";
            case "/api/v1/stats" -> "/api/v1/stats?measure=requests&by=host";
            default ->
                operation
                        .path()
                        .replace("{id}", Id128.random(RANDOM).toString())
                        .replace("{handle}", Id128.random(RANDOM).toString());
        };
    }

    /** A body that the operation takes; empty if it takes none. */
    public static String body(Described operation) {
        String draft = JSON.writeValueAsString(World.POLICY);
        String unique = Id128.random(RANDOM).toString();
        return Map.ofEntries(
                        Map.entry("POST /api/v1/session", "{\"login\": \"nobody\", \"password\": \"wrong\"}"),
                        Map.entry("POST /api/v1/policy/validate", "{\"draft\": " + draft + "}"),
                        Map.entry("POST /api/v1/policy/diff", "{\"draft\": " + draft + "}"),
                        Map.entry(
                                "POST /api/v1/policy/test",
                                "{\"url\": \"https://blocked.example/x\", \"at\": \"2026-11-22T10:00:00Z\"}"),
                        Map.entry("PUT /api/v1/policy", JSON.writeValueAsString(Map.of())),
                        Map.entry("POST /api/v1/people", "{\"login\": \"p-" + unique + "\", \"role\": \"user\"}"),
                        Map.entry("PUT /api/v1/people/{user}", "{\"login\": \"p-" + unique + "\"}"),
                        Map.entry("POST /api/v1/tokens", "{\"name\": \"t-" + unique + "\", \"role\": \"user\"}"),
                        Map.entry("POST /api/v1/on-ramps", "{\"name\": \"r\", \"source\": \"" + network() + "\"}"),
                        Map.entry(
                                "PUT /api/v1/on-ramps/{id}",
                                "{\"name\": \"r\", \"source\": \"" + network() + "\", \"signIn\": true}"),
                        Map.entry("PUT /api/v1/settings", "{\"name\": \"x\"}"),
                        Map.entry("PUT /api/v1/data-collection", "{\"off\": [], \"fields\": {}}"),
                        Map.entry(
                                "POST /api/v1/data-collection/preview",
                                "{\"off\": [\"timing\"], \"fields\": {\"path\": \"truncate\"}}"),
                        Map.entry("PUT /api/v1/licence/locked-traffic", "{\"lockedTraffic\": \"block\"}"),
                        Map.entry("POST /api/v1/erasures", "{\"subject\": {\"kind\": \"person\"}}"),
                        Map.entry("POST /api/v1/erasures/{id}/identify", "{\"how\": \"in person\"}"),
                        Map.entry("POST /api/v1/erasures/{id}/extend", "{\"reason\": \"many requests\"}"),
                        Map.entry("POST /api/v1/erasures/{id}/refuse", "{\"reason\": \"not the person\"}"),
                        Map.entry("POST /api/v1/holds", "{\"reason\": \"lawsuit\"}"),
                        Map.entry(
                                "PUT /api/v1/operator/customers/{handle}/licence",
                                "{\"kind\": \"full\", \"expires\": \"2030-01-01\"}"),
                        Map.entry(
                                "POST /api/v1/operator/mails/{id}/assign",
                                "{\"handle\": \"" + Id128.random(RANDOM) + "\"}"),
                        Map.entry("POST /api/v1/operator/mails/{id}/dismiss", "{\"reason\": \"duplicate\"}"),
                        Map.entry("POST /api/v1/operator/customers", "{\"name\": \"New " + unique + "\"}"),
                        Map.entry("POST /api/v1/lab/clock", "{\"now\": \"2000-01-01T00:00:00Z\"}"))
                .getOrDefault(operation.toString(), "");
    }

    /** Calls the operation. */
    public static Answer call(Client client, Described operation, Company company) {
        String body = body(operation);
        return client.send(
                operation.method(),
                path(operation, company),
                body.isEmpty() ? null : body,
                body.isEmpty() ? null : "application/json");
    }

    private static String network() {
        return "10." + RANDOM.nextInt(256) + "." + RANDOM.nextInt(256) + "." + RANDOM.nextInt(256) + "/32";
    }
}
