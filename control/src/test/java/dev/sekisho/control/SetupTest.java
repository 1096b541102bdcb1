package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.setup.Starters;
import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.World;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** From the one-time address to the first session; and from an invitation to a person. */
class SetupTest {
    private static final String SECRET = "a long enough pass phrase";

    @Test
    void theFirstSetupMakesOperatorCustomerAdministratorOnRampAndPolicy() {
        try (World world = World.empty(options -> options.withProxyAddress("127.0.0.1:8080"))) {
            // Given
            Client client = world.client();
            String token = world.directory().setup().issueToken();
            // When
            Answer exchanged = client.get("/setup?token=" + token);
            assertThat(exchanged.status()).isEqualTo(303);
            assertThat(exchanged.header("Location")).isEqualTo("/setup");
            Answer form = client.get("/setup");
            assertThat(form.status()).isEqualTo(200);
            assertThat(form.text()).contains("lab").doesNotContain(token);
            assertThat(world.client().get("/setup?token=" + token).status())
                    .as("a token works once")
                    .isEqualTo(403);
            Answer short15 = client.form("/setup", fields(form, "operatorPassword", "too short"));
            assertThat(short15.status()).isEqualTo(422);
            assertThat(short15.text())
                    .contains("aria-invalid=\"true\"", "Example Co.")
                    .doesNotContain("too short");
            assertThat(client.get("/setup").text()).as("nothing typed is lost").contains("Example Co.");
            Answer done = client.form("/setup", fields(form, "policy", "school"));
            // Then
            assertThat(done.status()).as(done.text()).isEqualTo(303);
            assertThat(done.header("Location")).isEqualTo("/setup/done");
            assertThat(client.get("/setup/done").text()).contains("127.0.0.1:8080", "/api/v1/inspection-ca");
            assertThat(client.get("/api/v1/inspection-ca").text()).startsWith("-----BEGIN CERTIFICATE-----");
            assertThat(client.get("/api/v1/me").json().path("role").asString()).isEqualTo("administrator");
            assertThat(client.get("/api/v1/me")
                            .json()
                            .path("customer")
                            .path("name")
                            .asString())
                    .isEqualTo("Example Co.");
            assertThat(client.get("/api/v1/policy").text()).contains("not-for-children");
            assertThat(client.get("/api/v1/on-ramps").text()).contains("127.0.0.1/32", "127.0.0.1:8080");
            assertThat(world.client().get("/setup").header("Location")).isEqualTo("/sign-in");
            Client operator = world.client();
            assertThat(operator.post("/api/v1/session", credentials("root-op")).status())
                    .isEqualTo(204);
            assertThat(operator.get("/api/v1/operator/customers").text()).contains("Example Co.");
            assertThat(operator.get("/api/v1/events").status()).isEqualTo(403);
        }
    }

    @Test
    void withoutATokenNobodySetsUp() {
        try (World world = World.empty(options -> options)) {
            // When / Then
            assertThat(world.client().get("/setup").status()).isEqualTo(403);
            assertThat(world.client().get("/setup?token=guess").status()).isEqualTo(403);
            assertThat(world.client()
                            .with("Accept-Language", "ja")
                            .get("/setup")
                            .text())
                    .contains("初期設定");
            assertThat(world.client()
                            .form("/setup", Map.of("operatorLogin", "x"))
                            .code())
                    .isEqualTo("csrf");
        }
    }

    @Test
    void anInvitationMakesTheFirstAdministratorOfANewCustomer() {
        try (World world = World.open()) {
            // Given
            Client operator = world.client().bearer(world.operatorToken());
            Answer created = operator.post("/api/v1/operator/customers", "{\"name\": \"Third\"}");
            assertThat(created.status()).isEqualTo(201);
            String path = created.json().path("invitation").path("path").asString();
            Client client = world.client();
            // When
            assertThat(client.get(path).header("Location")).isEqualTo("/invitation");
            Answer form = client.get("/invitation");
            assertThat(form.text()).contains("Third", "administrator");
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("form", guard(form));
            fields.put("login", "boss");
            fields.put("name", "The Boss");
            fields.put("newPassword", SECRET);
            Answer accepted = client.form("/invitation", fields);
            // Then
            assertThat(accepted.status()).as(accepted.text()).isEqualTo(303);
            assertThat(client.get("/api/v1/me").json().path("login").asString()).isEqualTo("boss");
            assertThat(client.get("/api/v1/policy").code())
                    .as("nothing is published yet")
                    .isEqualTo("not-found");
            assertThat(client.get("/api/v1/attention").text()).contains("no-policy");
            assertThat(client.get("/api/v1/events").json().path("items").size()).isZero();
            Client again = world.client();
            again.get(path);
            assertThat(again.get("/invitation").status()).as("it works once").isEqualTo(403);
            assertThat(operator.post("/api/v1/operator/customers", "{\"name\": \"X\", \"region\": \"mars\"}")
                            .code())
                    .isEqualTo("invalid-input");
        }
    }

    @Test
    void everyStartingPolicyCompiles() {
        for (String name : Starters.NAMES) {
            assertThat(PolicyCompiler.compile(Starters.document(name), Catalogue.shipped(), CategoryTable.empty()))
                    .as(name)
                    .isInstanceOf(CompileResult.Compiled.class);
        }
    }

    private static Map<String, String> fields(Answer form, String changed, String value) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("form", guard(form));
        fields.put("operatorLogin", "root-op");
        fields.put("operatorPassword", SECRET);
        fields.put("customerName", "Example Co.");
        fields.put("source", "127.0.0.1/32");
        fields.put("adminLogin", "admin");
        fields.put("adminPassword", SECRET);
        fields.put("policy", "office");
        fields.put(changed, value);
        return fields;
    }

    private static String guard(Answer form) {
        Matcher field = Pattern.compile("name=\"form\" value=\"([^\"]+)\"").matcher(form.text());
        assertThat(field.find()).isTrue();
        return field.group(1);
    }

    private static String credentials(String login) {
        return "{\"login\": \"" + login + "\", \"password\": \"" + SECRET + "\"}";
    }
}
