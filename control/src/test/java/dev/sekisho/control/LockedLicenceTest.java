package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.Description.Described;
import dev.sekisho.control.testing.Examples;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What answers while a licence is locked, operation by operation. */
class LockedLicenceTest {
    private final World world = World.open(options -> options);
    private final Description description = new Description();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whileItIsLockedExactlyWhatTheDescriptionSaysAnswers() {
        // Given
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        assertThat(closed(administrator)).as("with a licence in force").isEmpty();
        Licence licence = world.directory().of(world.first().scope()).licence();
        // When
        world.clock().moveTo(licence.lock());
        // Then
        Map<String, String> closed = closed(administrator);
        for (Described operation : description.operations()) {
            boolean shut = operation.whenLocked().equals("never")
                    || operation.whenLocked().equals("export");
            assertThat(closed.getOrDefault(operation.toString(), ""))
                    .as(operation.toString())
                    .isEqualTo(shut ? "licence-locked" : "");
        }
        assertThat(administrator.get("/api/v1/licence").json().path("state").asString())
                .isEqualTo("locked");
        assertThat(administrator
                        .with("Accept", "application/x-ndjson")
                        .get("/api/v1/events")
                        .status())
                .as("an export answers")
                .isEqualTo(200);
        assertThat(administrator
                        .with("Accept", "application/x-ndjson, */*")
                        .get("/api/v1/events")
                        .code())
                .as("but not a page")
                .isEqualTo("licence-locked");
        assertThat(administrator
                        .with("Accept", "application/x-ndjson")
                        .with("accept", "application/json")
                        .get("/api/v1/events")
                        .code())
                .as("nor one that is asked for in a second line of the field")
                .isEqualTo("licence-locked");
    }

    @Test
    void aSecondBeforeTheLockEverythingAnswersAndARenewalOpensItAgain() {
        // Given
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        Client operator = world.client().bearer(world.operatorToken());
        Licence licence = world.directory().of(world.first().scope()).licence();
        String handle = world.directory().of(world.first().scope()).reference().toString();
        world.clock().moveTo(licence.lock().minusSeconds(1));
        assertThat(administrator.get("/api/v1/policy").status()).isEqualTo(200);
        world.clock().moveTo(licence.lock());
        assertThat(administrator.get("/api/v1/policy").code()).isEqualTo("licence-locked");
        // When
        String path = "/api/v1/operator/customers/" + handle + "/licence";
        Answer before = operator.get(path);
        LocalDate renewed = LocalDate.ofInstant(licence.lock(), ZoneOffset.UTC).plusYears(1);
        Answer after = operator.with("If-Match", before.header("ETag"))
                .put(path, "{\"kind\": \"full\", \"expires\": \"" + renewed + "\"}");
        // Then
        assertThat(before.json().path("state").asString()).isEqualTo("locked");
        assertThat(after.status()).as(after.text()).isEqualTo(200);
        assertThat(after.json().path("state").asString()).isEqualTo("active");
        assertThat(administrator.get("/api/v1/policy").status()).isEqualTo(200);
    }

    @Test
    void whileTheDataIsDeletedOnlyLicenceReceiptsAndTheCallerItselfAnswer() {
        // Given
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        Instant deletion = world.directory().of(world.first().scope()).licence().deletion();
        // When
        world.clock().moveTo(deletion);
        // Then
        Map<String, String> closed = closed(administrator);
        for (Described operation : description.operations()) {
            assertThat(closed.getOrDefault(operation.toString(), ""))
                    .as(operation.toString())
                    .isEqualTo(operation.whenLocked().equals("always") ? "" : "licence-deleting");
        }
    }

    private Map<String, String> closed(Client client) {
        Map<String, String> closed = new TreeMap<>();
        for (Described operation : description.operations()) {
            boolean stream = operation.path().equals("/api/v1/events/live");
            if (stream && client.send("HEAD", operation.path(), null, null).status() == 200) {
                continue;
            }
            String code = Examples.call(client, operation, world.first()).code();
            if (code.equals("licence-locked") || code.equals("licence-deleting")) {
                closed.put(operation.toString(), code);
            }
        }
        return closed;
    }
}
