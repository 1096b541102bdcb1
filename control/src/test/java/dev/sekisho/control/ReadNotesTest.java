package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.access.LookNote;
import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reads personal data leaves a note, and the person can see it. */
class ReadNotesTest {
    private final World world = World.open(options -> options);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyCallThatHandsOutPersonalDataIsNotedWithItsPurposeAndTheOthersAreNot() {
        // Given
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        String event = world.first().events().getFirst().id().toString();
        String user = world.first().user().token().toString();
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        expected.put("/api/v1/events", Set.of("events.read", "names.read"));
        expected.put("/api/v1/events?user=" + user, Set.of("events.read", "names.read"));
        expected.put("/api/v1/events/" + event, Set.of("events.read", "names.read"));
        expected.put("/api/v1/stats?by=user", Set.of("events.read", "names.read"));
        expected.put("/api/v1/people", Set.of("people.read", "names.read"));
        expected.put("/api/v1/sessions?user=" + user, Set.of("sessions.read"));
        expected.put("/api/v1/audit", Set.of("audit.read"));
        expected.put("/api/v1/erasures", Set.of("erasures.read"));
        expected.put("/api/v1/holds", Set.of("holds.read"));
        expected.put("/api/v1/policy", Set.of());
        expected.put("/api/v1/licence", Set.of());
        expected.put("/api/v1/retention", Set.of());
        expected.put("/api/v1/data-collection", Set.of());
        expected.put("/api/v1/receipts", Set.of());
        expected.put("/api/v1/settings", Set.of());
        // When / Then
        expected.forEach((path, verbs) -> {
            nextMinute();
            int before = notes().size();
            assertThat(administrator.get(path).status()).as(path).isEqualTo(200);
            List<AuditTrail.Entry> written = notes();
            Set<String> found = new TreeSet<>();
            for (AuditTrail.Entry entry : written.subList(0, written.size() - before)) {
                found.add(entry.verb());
                assertThat(LookNote.parse(entry.object()).orElseThrow().purpose())
                        .isEqualTo(Purpose.CUSTOMER_REQUEST);
            }
            assertThat(found).as(path).isEqualTo(new TreeSet<>(verbs));
        });
    }

    @Test
    void exportsAreNotedAsSuch() {
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        assertThat(administrator
                        .with("Accept", "text/csv")
                        .get("/api/v1/events?action=block")
                        .status())
                .isEqualTo(200);
        AuditTrail.Entry entry = notes().stream()
                .filter(note -> note.verb().equals("events.export"))
                .findFirst()
                .orElseThrow();
        assertThat(entry.object()).isEqualTo("purpose=customer-request count=1 filters=action of=*");
    }

    @Test
    void readingsWithinAMinuteAreOneEntryWithACountAndNoValueThatNamesAnybody() {
        // Given
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        String login = world.first().user().login();
        nextMinute();
        int before = notes().size();
        // When
        for (int i = 0; i < 5; i++) {
            assertThat(administrator
                            .get("/api/v1/events?user=" + login + "&host=blocked.example")
                            .status())
                    .isEqualTo(200);
        }
        nextMinute();
        administrator.get("/api/v1/events");
        world.control().close();
        // Then
        List<AuditTrail.Entry> written = notes();
        List<String> read = new ArrayList<>();
        for (AuditTrail.Entry entry : written.subList(0, written.size() - before)) {
            if (entry.verb().equals("events.read")) {
                read.add(entry.object());
            }
        }
        assertThat(read)
                .containsExactly(
                        "purpose=customer-request count=1 filters= of=*",
                        "purpose=customer-request count=5 filters=host,user of="
                                + world.first().user().token());
        assertThat(written.toString()).doesNotContain(login).doesNotContain("blocked.example");
    }

    @Test
    void aPersonSeesWhoLookedAtItsDataAndNotWhoLookedAtOthers() {
        // Given
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        String other = Optional.ofNullable(world.first().people().get(Role.AUDITOR))
                .orElseThrow()
                .token()
                .toString();
        administrator.get("/api/v1/events?user=" + world.first().user().token());
        nextMinute();
        administrator.get("/api/v1/events?user=" + other);
        nextMinute();
        administrator.get("/api/v1/events?rule=rest");
        // When
        Client me = signedIn(Role.USER);
        var looks = me.get("/api/v1/my/looks").json().path("items");
        // Then
        List<String> scopes = new ArrayList<>();
        looks.forEach(look -> {
            if (look.path("action").asString().equals("events.read")) {
                scopes.add(look.path("scope").asString());
            }
        });
        assertThat(scopes).containsExactly("everybody", "me");
        var my = me.get("/api/v1/my").json();
        assertThat(my.path("login").asString()).isEqualTo(world.first().user().login());
        assertThat(my.path("erasure").isNull()).isTrue();
        var events = me.get("/api/v1/my/events").json().path("items");
        assertThat(events.size()).isEqualTo(2);
        assertThat(events.get(0).path("userName").asString())
                .isEqualTo(world.first().user().name());
        String export = me.get("/api/v1/my/export").text();
        assertThat(export.lines().filter(line -> line.startsWith("{\"kind\":\"event\"")))
                .hasSize(2);
        assertThat(export.lines().filter(line -> line.startsWith("{\"kind\":\"person\"")))
                .hasSize(1);
        assertThat(export).doesNotContain("common.example");
        assertThat(administrator.get("/api/v1/my").code())
                .as("a program has nothing of its own")
                .isEqualTo("not-found");
    }

    @Test
    void anExportHoldsEveryLookAlsoThoseOfLaterPages() {
        // Given
        var trail = world.directory().of(world.first().scope()).audit();
        var note = new LookNote(
                Purpose.CUSTOMER_REQUEST,
                1,
                Set.of(),
                Set.of(world.first().user().token()));
        for (int i = 0; i < 1_050; i++) {
            trail.open(new Actor.Job("test"), "events.read", note.text());
        }
        // When
        String export = signedIn(Role.USER).get("/api/v1/my/export").text();
        // Then
        List<String> looks = export.lines()
                .filter(line -> line.startsWith("{\"kind\":\"look\"") && line.contains("events.read"))
                .toList();
        assertThat(looks).hasSize(1_050).doesNotHaveDuplicates();
        assertThat(export).doesNotContain("more-looks");
        assertThat(export.lines().filter(line -> line.startsWith("{\"kind\":\"event\"")))
                .as("and the events come after them")
                .hasSize(2);
    }

    @Test
    void aPersonAsksForItsOwnErasureAndWhoAskedCannotApprove() {
        // Given
        Client me = signedIn(Role.USER);
        // When
        var asked = me.post("/api/v1/my/erasure", "{}");
        // Then
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        assertThat(asked.json().path("state").asString()).isEqualTo("received");
        assertThat(me.get("/api/v1/erasures").status()).isEqualTo(403);
        assertThat(me.get("/api/v1/my").json().path("erasure").path("id").asString())
                .isEqualTo(asked.json().path("id").asString());
        Client administrator = signedIn(Role.ADMINISTRATOR);
        var listed = administrator.get("/api/v1/erasures").json().path("items");
        assertThat(listed.size()).isEqualTo(1);
        String path = "/api/v1/erasures/" + listed.get(0).path("id").asString();
        assertThat(administrator.post(path + "/acknowledge", "").code()).isEqualTo("precondition-required");
        assertThat(administrator
                        .with("If-Match", "\"7\"")
                        .post(path + "/acknowledge", "")
                        .status())
                .isEqualTo(412);
        var told = administrator.with("If-Match", asked.header("ETag")).post(path + "/acknowledge", "");
        assertThat(told.status()).as(told.text()).isEqualTo(200);
        assertThat(told.json().path("state").asString()).isEqualTo("acknowledged");
        assertThat(administrator.get(path + "/preview").json().path("stores").isObject())
                .isTrue();
    }

    private Client signedIn(Role role) {
        Client client = world.client();
        var answer = client.post(
                "/api/v1/session",
                "{\"login\": \"" + world.first().login(role) + "\", \"password\": \"" + World.PASSWORD + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        return client.with(
                "X-Sekisho-Csrf",
                client.get("/api/v1/me").json().path("csrfToken").asString());
    }

    private void nextMinute() {
        world.clock().moveTo(world.clock().instant().plusSeconds(61));
    }

    private List<AuditTrail.Entry> notes() {
        return world.directory().of(world.first().scope()).audit().list(Optional.empty(), 1_000).stream()
                .filter(entry -> entry.object().startsWith("purpose="))
                .toList();
    }
}
