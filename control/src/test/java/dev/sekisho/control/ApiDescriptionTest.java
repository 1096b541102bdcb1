package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.access.Access;
import dev.sekisho.control.access.Operation;
import dev.sekisho.control.access.Operations;
import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.Description.Described;
import dev.sekisho.control.testing.Examples;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description equals the server in both directions. */
class ApiDescriptionTest {
    private final World world = World.shared();
    private final Description description = new Description();

    @Test
    void everyDescribedOperationIsInTheAccessTableWithItsPermissionAndNoOther() {
        // Given
        Map<String, String> table = new TreeMap<>();
        for (Operation operation : Operations.all(true)) {
            table.put(
                    operation.method() + " " + operation.path(),
                    operation.access().wire());
        }
        // When
        Map<String, String> described = new TreeMap<>();
        description.operations().forEach(operation -> described.put(operation.toString(), operation.permission()));
        // Then
        assertThat(described).isEqualTo(table);
    }

    @Test
    void everyDescribedOperationSaysWhetherItAnswersWhileALicenceIsLockedAsTheTableDoes() {
        // Given
        Map<String, String> table = new TreeMap<>();
        for (Operation operation : Operations.all(true)) {
            table.put(
                    operation.method() + " " + operation.path(),
                    operation.whenLocked().wire());
        }
        // When
        Map<String, String> described = new TreeMap<>();
        description.operations().forEach(operation -> described.put(operation.toString(), operation.whenLocked()));
        // Then
        assertThat(described).isEqualTo(table);
    }

    @Test
    void everyHandlerBelowTheApiIsDescribedAndEveryDescriptionHasAHandler() {
        // Given
        Set<String> pages = Set.of(
                "GET /sign-in",
                "POST /sign-in",
                "GET /sign-out",
                "POST /sign-out",
                "GET /setup",
                "POST /setup",
                "GET /setup/done",
                "GET /invitation",
                "POST /invitation",
                "GET /pages.css",
                "GET /",
                "GET /{*path}");
        Set<String> described = new TreeSet<>(pages);
        description.operations().forEach(operation -> described.add(operation.toString()));
        // When
        Set<String> handled = new TreeSet<>(world.control().handlers());
        // Then
        assertThat(handled).isEqualTo(described);
    }

    @Test
    void everyOperationAnswersAndItsAnswerFitsItsSchema() {
        // Given
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        Client operator = world.client().bearer(world.operatorToken());
        // When
        Map<String, String> complaints = new TreeMap<>();
        for (Described operation : description.operations()) {
            if (operation.path().equals("/api/v1/events/live")) {
                continue; // a stream; LiveTest reads it
            }
            Client client = operation.permission().equals("operator") ? operator : administrator;
            Answer answer = Examples.call(client, operation, world.first());
            String complaint = description.complaint(operation, answer);
            if (!complaint.isEmpty() || answer.status() >= 500 || answer.code().equals("method-not-allowed")) {
                complaints.put(operation.toString(), answer.status() + " " + complaint + " " + answer.text());
            }
        }
        // Then
        assertThat(complaints).isEmpty();
    }

    @Test
    void anAnswerThatLosesOrGainsAMemberIsNoticed() {
        // Given
        Described me = description.operations().stream()
                .filter(operation -> operation.path().equals("/api/v1/me"))
                .findFirst()
                .orElseThrow();
        ObjectNode good =
                (ObjectNode) Examples.call(world.client().bearer(world.first().token(Role.AUDITOR)), me, world.first())
                        .json();
        assertThat(description.errors("Me", good)).isEmpty();
        // When
        ObjectNode less = good.deepCopy();
        less.remove("role");
        ObjectNode more = good.deepCopy();
        more.put("customerId", "x");
        // Then
        assertThat(description.errors("Me", less)).contains("role");
        assertThat(description.errors("Me", more)).contains("customerId");
    }

    @Test
    void everyErrorCodeIsDescribed() {
        List<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::code).sorted().toList();
        assertThat(description.words("ErrorCode").stream().sorted().toList()).isEqualTo(codes);
    }

    @Test
    void everyRoleIsDescribed() {
        Set<String> roles = new TreeSet<>(Set.of("operator"));
        for (Role role : Role.values()) {
            roles.add(role.wire());
        }
        assertThat(new TreeSet<>(description.words("Role"))).isEqualTo(roles);
    }

    @Test
    void noOperationTakesAnythingThatNamesACustomer() {
        // Given
        List<String> suspicious = List.of("customer", "tenant", "organisation", "account");
        // When
        Set<String> named = new TreeSet<>();
        for (Described operation : description.operations()) {
            operation
                    .node()
                    .path("parameters")
                    .forEach(parameter -> named.add(parameter.path("name").asString()));
        }
        // Then
        assertThat(named)
                .noneMatch(name -> suspicious.stream()
                        .anyMatch(
                                word -> name.toLowerCase(java.util.Locale.ROOT).contains(word)));
        assertThat(JsonMapper.builder().build().writeValueAsString(named)).isNotEmpty();
    }

    @Test
    void laboratoryCallsDoNotExistOutsideOfALaboratory() {
        assertThat(Operations.all(false))
                .noneMatch(operation -> operation.path().contains("/lab/"));
        assertThat(Operations.all(true)).anyMatch(operation -> operation.path().contains("/lab/"));
        assertThat(Operations.all(true))
                .noneMatch(operation -> operation.access() instanceof Access.Open
                        && !Set.of("/api/v1/session", "/api/openapi.yaml", "/healthz", "/metrics")
                                .contains(operation.path()));
    }
}
