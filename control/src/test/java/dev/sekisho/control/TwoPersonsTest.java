package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.session.SessionCsrf;
import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What two people decide together: holds and requests for deletion, each changed only in the version that was read. */
class TwoPersonsTest {
    private static final World WORLD = World.open(options -> options);
    private static final Description DESCRIPTION = new Description();

    private final Client asker = signedIn(WORLD.first().login(Role.ADMINISTRATOR));
    private final Client second = signedIn(another());

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static String another() {
        People people = WORLD.directory().of(WORLD.first().scope()).people();
        String login = "another-administrator";
        if (people.list(Optional.empty(), 1_000).stream()
                .noneMatch(person -> person.login().equals(login))) {
            people.add(
                    new People.NewPerson(login, "Somebody else", "", Role.ADMINISTRATOR, new TreeSet<>()),
                    Optional.of(World.PASSWORD.toCharArray()));
        }
        return login;
    }

    private static Client signedIn(String login) {
        Client client = WORLD.client();
        Answer answer = client.post(
                "/api/v1/session", "{\"login\": \"" + login + "\", \"password\": \"" + World.PASSWORD + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        return client.with(
                SessionCsrf.HEADER,
                client.get("/api/v1/me").json().path("csrfToken").asString());
    }

    private static void fits(String operation, Answer answer) {
        var described = DESCRIPTION.operations().stream()
                .filter(known -> known.toString().equals(operation))
                .findFirst()
                .orElseThrow();
        assertThat(DESCRIPTION.complaint(described, answer)).isEmpty();
    }

    private static Answer step(Client client, String path, String step, String tag) {
        return client.with("If-Match", tag).post(path + "/" + step, "");
    }

    private Answer holdAsked() {
        String until = WORLD.clock().instant().plus(Duration.ofDays(30)).toString();
        Answer asked = asker.post(
                "/api/v1/holds",
                "{\"reason\": \"case 7\", \"from\": \"2026-01-01\", \"to\": \"2026-12-31\", \"expires\": \"" + until
                        + "\"}");
        fits("POST /api/v1/holds", asked);
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        assertThat(asked.header("ETag")).isEqualTo("\"1\"");
        return asked;
    }

    @Test
    void aHoldIsPlacedAndEndedByTwoAndNobodyActsOnAVersionThatIsGone() {
        // Given
        String path = "/api/v1/holds/" + holdAsked().json().path("id").asString();
        // When
        Answer blind = second.post(path + "/approve", "");
        Answer alone = step(asker, path, "approve", "\"1\"");
        Answer placed = step(second, path, "approve", "\"1\"");
        Answer late = step(second, path, "approve", "\"1\"");
        Answer again = step(second, path, "approve", asker.get(path).header("ETag"));
        // Then
        assertThat(blind.code()).isEqualTo("precondition-required");
        assertThat(alone.code()).isEqualTo("second-person-needed");
        fits("POST /api/v1/holds/{id}/approve", placed);
        assertThat(placed.status()).as(placed.text()).isEqualTo(200);
        assertThat(placed.json().path("state").asString()).isEqualTo("active");
        assertThat(late.code()).isEqualTo("precondition-failed");
        String now = asker.get(path).header("ETag");
        assertThat(late.json().path("version").asString()).isEqualTo(now);
        assertThat(again.code()).isEqualTo("conflict");
        // And its events can be had, by nobody of another customer
        Answer export = asker.get(path + "/export");
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.text().lines()).hasSize(WORLD.first().events().size());
        Client stranger = WORLD.client().bearer(WORLD.second().token(Role.ADMINISTRATOR));
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(step(stranger, path, "release", "\"1\"").status()).isEqualTo(404);
        // When
        Answer first = step(asker, path, "release", now);
        Answer ended = step(second, path, "release", first.header("ETag"));
        // Then
        assertThat(first.json().path("state").asString()).isEqualTo("active");
        assertThat(ended.json().path("state").asString()).isEqualTo("released");
        assertThat(asker.get(path + "/export").status()).isEqualTo(404);
        assertThat(step(second, path, "release", ended.header("ETag")).code()).isEqualTo("conflict");
    }

    @Test
    void aRequestForDeletionGoesItsWayInTheVersionThatWasRead() {
        // Given
        Answer asked = asker.post(
                "/api/v1/erasures",
                "{\"subject\": {\"kind\": \"person\", \"user\": \""
                        + WORLD.first().user().token() + "\"}}");
        fits("POST /api/v1/erasures", asked);
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        String path = "/api/v1/erasures/" + asked.json().path("id").asString();
        // When
        Answer told = step(asker, path, "acknowledge", asked.header("ETag"));
        Answer stale = step(asker, path, "cancel", asked.header("ETag"));
        Answer cancelled = step(asker, path, "cancel", told.header("ETag"));
        Answer over = step(second, path, "approve", cancelled.header("ETag"));
        // Then
        fits("POST /api/v1/erasures/{id}/acknowledge", told);
        assertThat(told.json().path("state").asString()).isEqualTo("acknowledged");
        assertThat(stale.code()).isEqualTo("precondition-failed");
        assertThat(stale.json().path("version").asString()).isEqualTo(told.header("ETag"));
        assertThat(cancelled.json().path("state").asString()).isEqualTo("cancelled");
        assertThat(over.code()).isEqualTo("conflict");
    }
}
