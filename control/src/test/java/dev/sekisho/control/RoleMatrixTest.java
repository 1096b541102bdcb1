package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.access.Permissions;
import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.Description.Described;
import dev.sekisho.control.testing.Examples;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every role on every operation. */
class RoleMatrixTest {
    private final World world = World.shared();
    private final Description description = new Description();

    @Test
    void eachRoleIsAllowedExactlyWhatTheDescriptionSays() {
        // Given
        Map<String, String> wrong = new TreeMap<>();
        // When
        for (Role role : Role.values()) {
            Client client = world.client().bearer(world.first().token(role));
            for (Described operation : description.operations()) {
                if (operation.path().equals("/api/v1/events/live")) {
                    continue; // a stream; LiveTest opens it
                }
                Answer answer = Examples.call(client, operation, world.first());
                String also = operation.node().path("x-also-permission").asString("none");
                boolean allowed = allowed(role, operation.permission()) && allowed(role, also);
                if (allowed == refused(answer)) {
                    wrong.put(role + " " + operation, answer.status() + " " + answer.text());
                }
            }
        }
        // Then
        assertThat(wrong).isEmpty();
    }

    @Test
    void operatorsSeeNoCustomersData() {
        Client operator = world.client().bearer(world.operatorToken());
        for (Described operation : description.operations()) {
            boolean open = !operation.permission().contains(".");
            if (!open) {
                Answer answer = Examples.call(operator, operation, world.first());
                assertThat(refused(answer)).as(operation.toString()).isTrue();
            }
        }
        assertThat(operator.get("/api/v1/operator/customers").status()).isEqualTo(200);
    }

    @Test
    void withoutACredentialEverythingButTheOpenOperationsIsRefused() {
        Client nobody = world.client();
        for (Described operation : description.operations()) {
            Answer answer = Examples.call(nobody, operation, world.first());
            if (operation.permission().equals("none")) {
                assertThat(answer.code()).as(operation.toString()).isNotEqualTo("not-signed-in");
            } else {
                assertThat(answer.status()).as(operation.toString()).isEqualTo(401);
                assertThat(answer.code()).as(operation.toString()).isEqualTo("not-signed-in");
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            }
        }
    }

    @Test
    void aRefusalNamesThePermissionAndTheRolesThatHaveIt() {
        // When
        Answer answer =
                world.client().bearer(world.first().token(Role.COLLECTOR)).get("/api/v1/policy");
        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("permission").asString()).isEqualTo("policy.read");
        assertThat(answer.json().path("roles").toString())
                .isEqualTo("[\"administrator\",\"auditor\",\"responder\",\"read-only\"]");
    }

    private static boolean allowed(Role role, String permission) {
        return switch (permission) {
            case "none", "signed-in" -> true;
            case "operator" -> false;
            default -> Permissions.of(role).contains(permission);
        };
    }

    /** Sessions of a program name a person: that needs people.write, whichever role calls; it is not the table's refusal. */
    private static boolean refused(Answer answer) {
        return answer.status() == 403;
    }

    @Test
    void anEncodedLetterInAPathOpensNothing() {
        // Given
        List<Client> callers = List.of(
                world.client(),
                world.client().bearer(world.first().token(Role.USER)),
                world.client().bearer(world.operatorToken()));
        // When / Then
        for (Described operation : description.operations()) {
            for (String disguised : disguises(operation, Examples.path(operation, world.first()))) {
                for (Client caller : callers) {
                    Answer answer =
                            caller.send(operation.method(), disguised, Examples.body(operation), "application/json");
                    assertThat(answer.status())
                            .as(operation.method() + " " + disguised)
                            .isEqualTo(400);
                    assertThat(answer.code()).isEqualTo("bad-request");
                }
            }
        }
        assertThat(world.client().get("/pages%2ecss").status()).isEqualTo(400);
        assertThat(world.client().get("/pages.css").status()).isEqualTo(200);
    }

    /** One encoded letter in each literal segment of the operation's path. */
    private static List<String> disguises(Described operation, String path) {
        String[] pattern = operation.path().split("/");
        int query = path.indexOf('?');
        String[] segments = (query < 0 ? path : path.substring(0, query)).split("/");
        List<String> found = new ArrayList<>();
        for (int i = 1; i < segments.length; i++) {
            if (!pattern[i].startsWith("{")) {
                String[] changed = segments.clone();
                changed[i] = "%" + Integer.toHexString(segments[i].charAt(0)) + segments[i].substring(1);
                found.add(String.join("/", changed) + (query < 0 ? "" : path.substring(query)));
            }
        }
        return found;
    }
}
