package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.event.WebEvent;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Choosing what is stored. */
class CollectionTest {
    private static final String PATH = "/api/v1/data-collection";
    private final World world = World.open(options -> options);
    private final Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aChoiceIsInForceAtOnceAndTheSameAgainChangesNothing() {
        // Given
        Answer before = administrator.get(PATH);
        assertThat(before.header("ETag")).isEqualTo("\"0\"");
        assertThat(field(before, "query").path("treatment").asString()).isEqualTo("keep");
        String choice = "{\"off\": [\"timing\"], \"fields\": {\"query\": \"drop\", \"path\": \"truncate\"}}";
        // When
        assertThat(administrator.put(PATH, choice).status()).isEqualTo(428);
        Answer chosen = administrator.with("If-Match", "\"0\"").put(PATH, choice);
        // Then
        assertThat(chosen.status()).as(chosen.text()).isEqualTo(200);
        assertThat(chosen.header("ETag")).isEqualTo("\"1\"");
        assertThat(field(chosen, "query").path("collected").asBoolean()).isFalse();
        assertThat(field(chosen, "path").path("treatment").asString()).isEqualTo("truncate");
        assertThat(field(chosen, "tls_micros").path("collected").asBoolean()).isFalse();
        assertThat(field(chosen, "id").path("treatments").size()).isEqualTo(1);
        WebEvent event = world.first().events().getFirst();
        WebEvent stored = world.directory()
                .collections()
                .collection(world.first().scope())
                .orElseThrow()
                .apply(event);
        assertThat(stored.to().query()).isEmpty();
        assertThat(stored.timing().tls()).isEqualTo(-1);
        assertThat(administrator.with("If-Match", "\"1\"").put(PATH, choice).header("ETag"))
                .isEqualTo("\"1\"");
        assertThat(administrator.with("If-Match", "\"0\"").put(PATH, choice).status())
                .isEqualTo(412);
        assertThat(world.directory()
                        .collections()
                        .collection(world.second().scope())
                        .orElseThrow()
                        .keepsEverything())
                .as("another customer's choice is its own")
                .isTrue();
    }

    @Test
    void everythingThatCannotBeChosenIsNamedAtOnce() {
        Answer refused = administrator
                .with("If-Match", "\"0\"")
                .put(PATH, "{\"off\": [\"weather\"], \"fields\": {\"id\": \"drop\", \"query\": \"shred\"}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("problems").size()).isEqualTo(3);
        Client auditor = world.client().bearer(world.first().token(Role.AUDITOR));
        assertThat(auditor.with("If-Match", "\"0\"")
                        .put(PATH, "{\"off\": [], \"fields\": {}}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPreviewCountsWhatWouldHaveBeenStoredDifferentlyAndChangesNothing() {
        // When
        JsonNode preview = administrator
                .post(PATH + "/preview", "{\"off\": [], \"fields\": {\"host\": \"drop\", \"person\": \"drop\"}}")
                .json();
        // Then
        assertThat(preview.path("events").asLong()).isEqualTo(3);
        assertThat(preview.path("complete").asBoolean()).isTrue();
        for (JsonNode field : preview.path("fields")) {
            switch (field.path("name").asString()) {
                case "host" -> assertThat(field.path("emptied").asLong()).isEqualTo(3);
                case "person" -> assertThat(field.path("emptied").asLong()).isEqualTo(2);
                case "sni", "connect_host" ->
                    assertThat(field.path("treatment").asString()).isEqualTo("drop");
                default -> throw new AssertionError("not chosen: " + field);
            }
        }
        assertThat(preview.path("weakened").toString()).isEqualTo("[\"host\",\"person\"]");
        assertThat(administrator.get(PATH).header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void anEventThatWasStoredWithLessSaysWhatCannotBeDecidedAnyMore() {
        // Given
        administrator.with("If-Match", "\"0\"").put(PATH, "{\"off\": [], \"fields\": {\"lists\": \"drop\"}}");
        WebEvent event = world.first().events().getFirst();
        WebEvent less = world.directory()
                .collections()
                .collection(world.first().scope())
                .orElseThrow()
                .apply(event);
        WebEvent stored = world.store(
                world.first(),
                new WebEvent(
                        new dev.sekisho.kernel.id.EventId(new dev.sekisho.kernel.id.Id128(7, 7)),
                        less.time(),
                        less.node(),
                        less.bundle(),
                        less.who(),
                        less.from(),
                        less.to(),
                        less.http(),
                        less.tls(),
                        less.decided(),
                        less.timing()));
        // When
        JsonNode whole = administrator.get("/api/v1/events/" + event.id()).json();
        JsonNode cut = administrator.get("/api/v1/events/" + stored.id()).json();
        // Then
        assertThat(whole.path("trace").path("undecidable").isEmpty()).isTrue();
        assertThat(cut.path("trace").path("undecidable").toString()).isEqualTo("[\"list\"]");
        assertThat(cut.path("trace").path("agrees").isNull()).isTrue();
        assertThat(cut.path("notCollected").toString()).isEqualTo("[\"lists\"]");
        assertThat(cut.path("event").path("rule").asString())
                .as("what was decided is still known")
                .isEqualTo("no-listed");
    }

    @Test
    void theNoticeSaysOnlyWhatIsOnInBothLanguages() throws Exception {
        // Given
        JsonNode before = administrator.get(PATH + "/notice?language=en").json();
        assertThat(before.path("text").asString())
                .contains("What was asked of the page")
                .contains("181 days");
        // When
        administrator.with("If-Match", "\"0\"").put(PATH, "{\"off\": [], \"fields\": {\"query\": \"drop\"}}");
        JsonNode after = administrator.get(PATH + "/notice?language=en").json();
        JsonNode japanese = administrator.get(PATH + "/notice?language=ja").json();
        // Then
        String text = after.path("text").asString();
        assertThat(text).doesNotContain("What was asked of the page").contains("Which page, which rules may read");
        assertThat(after.path("hash").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isNotEqualTo(before.path("hash").asString());
        assertThat(japanese.path("text").asString())
                .contains("プライバシー通知")
                .doesNotContain("query:")
                .doesNotContain("Which page");
        assertThat(administrator
                        .with("Accept", "text/plain")
                        .get(PATH + "/notice")
                        .text())
                .isEqualTo(text);
        assertThat(administrator.get(PATH + "/notice?language=fr").status()).isEqualTo(400);
    }

    private static JsonNode field(Answer answer, String name) {
        for (JsonNode field : answer.json().path("items")) {
            if (field.path("store").asString().equals("events")
                    && field.path("name").asString().equals(name)) {
                return field;
            }
        }
        throw new AssertionError("no field " + name);
    }
}
