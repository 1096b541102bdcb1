package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.Description.Described;
import dev.sekisho.control.testing.World;
import dev.sekisho.control.testing.World.Company;
import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.trust.mail.MailIntake;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail that asks for deletion can be read by whoever has to answer it, and by nobody else. */
class PrivacyMailTest {
    private final World world = World.open(options -> options);
    private final Description description = new Description();
    private final Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
    private final Client operator = world.client().bearer(world.operatorToken());

    @AfterEach
    void close() {
        world.close();
    }

    private CustomerReference reference(Company company) {
        return world.directory().of(company.scope()).reference();
    }

    private MailIntake.Outcome arrives(String id, String from, String to) {
        String mail = "Message-ID: <" + id + "@mail.example>\r\nFrom: " + from + "\r\nTo: " + to
                + "\r\nSubject: My data\r\n\r\nPlease delete what you have.\r\n";
        return world.trust().mails().take(mail.getBytes(StandardCharsets.US_ASCII), false, "");
    }

    private static String onlyErasure(Client client) {
        var items = client.get("/api/v1/erasures").json().path("items");
        assertThat(items.size()).isEqualTo(1);
        return "/api/v1/erasures/" + items.get(0).path("id").asString() + "/mail";
    }

    private void fits(String operation, Answer answer) {
        Described described = description.operations().stream()
                .filter(known -> known.toString().equals(operation))
                .findFirst()
                .orElseThrow();
        assertThat(description.complaint(described, answer)).isEmpty();
    }

    private static List<String> verbs(AuditTrail trail) {
        return trail.list(Optional.empty(), 1_000).stream()
                .map(AuditTrail.Entry::verb)
                .toList();
    }

    @Test
    void theMailOfARequestIsReadWithItsSuggestionAndTheReadingIsNoted() {
        // Given
        String login = world.first().user().login();
        world.directory().of(world.first().scope()).people();
        assertThat(arrives("1", login, "privacy+" + reference(world.first()) + "@provider.example"))
                .isEqualTo(MailIntake.Outcome.TAKEN);
        String path = onlyErasure(administrator);
        AuditTrail trail = world.directory().of(world.first().scope()).audit();
        assertThat(verbs(trail)).doesNotContain("erasure-mail.read");
        // When
        Answer answer = administrator.get(path);
        // Then
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        fits("GET /api/v1/erasures/{id}/mail", answer);
        assertThat(answer.json().path("sender").asString()).isEqualTo(login);
        assertThat(answer.json().path("subject").asString()).isEqualTo("My data");
        assertThat(answer.json().path("text").asString().strip()).isEqualTo("Please delete what you have.");
        assertThat(answer.json().path("suggestion").path("user").asString())
                .isEqualTo(world.first().user().token().toString());
        assertThat(verbs(trail)).contains("erasure-mail.read");
        // And who may read requests only, or names only, or is of another customer, does not see it
        Answer auditor =
                world.client().bearer(world.first().token(Role.AUDITOR)).get(path);
        assertThat(auditor.status()).isEqualTo(403);
        assertThat(auditor.json().path("permission").asString()).isEqualTo("names.read");
        Answer responder =
                world.client().bearer(world.first().token(Role.RESPONDER)).get(path);
        assertThat(responder.status()).isEqualTo(403);
        assertThat(responder.json().path("permission").asString()).isEqualTo("erasure.read");
        Client other = world.client().bearer(world.second().token(Role.ADMINISTRATOR));
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(operator.get(path).status()).isEqualTo(403);
    }

    @Test
    void anOperatorReadsWhatIsNobodysAndGivesItToACustomerOrTakesItOffTheList() {
        // Given
        assertThat(arrives("1", "hanako@mail.example", "privacy@provider.example"))
                .isEqualTo(MailIntake.Outcome.UNASSIGNED);
        world.clock().moveTo(world.clock().instant().plusSeconds(1));
        assertThat(arrives("2", "spam@mail.example", "privacy@provider.example"))
                .isEqualTo(MailIntake.Outcome.UNASSIGNED);
        // When
        Answer first = operator.get("/api/v1/operator/mails?limit=1");
        Answer second = operator.get("/api/v1/operator/mails?limit=1&cursor="
                + first.json().path("next").asString());
        // Then
        fits("GET /api/v1/operator/mails", first);
        var hers = first.json().path("items").get(0);
        var spam = second.json().path("items").get(0);
        assertThat(hers.path("sender").asString()).isEqualTo("hanako@mail.example");
        assertThat(spam.path("sender").asString()).isEqualTo("spam@mail.example");
        assertThat(verbs(world.directory().audit())).contains("privacy-mail.read");
        assertThat(administrator.get("/api/v1/operator/mails").status()).isEqualTo(403);
        // When
        String mail = "/api/v1/operator/mails/" + hers.path("id").asString();
        String nobody = "{\"handle\": \"" + Id128.random(new SecureRandom()) + "\"}";
        assertThat(operator.post(mail + "/assign", nobody).status()).isEqualTo(404);
        String target = "{\"handle\": \"" + reference(world.first()) + "\"}";
        assertThat(operator.post(mail + "/assign", target).status()).isEqualTo(204);
        assertThat(operator.post(mail + "/assign", target).status()).isEqualTo(404);
        // Then
        assertThat(administrator
                        .get(onlyErasure(administrator))
                        .json()
                        .path("sender")
                        .asString())
                .isEqualTo("hanako@mail.example");
        // When
        String other = "/api/v1/operator/mails/" + spam.path("id").asString() + "/dismiss";
        assertThat(operator.post(other, "{\"reason\": \"I know who that is\"}").status())
                .isEqualTo(400);
        assertThat(operator.post(other, "{\"reason\": \"no-request\"}").status())
                .isEqualTo(204);
        // Then
        assertThat(operator.get("/api/v1/operator/mails").json().path("items").isEmpty())
                .isTrue();
        assertThat(verbs(world.directory().audit())).contains("privacy-mail.assign", "privacy-mail.dismiss");
    }
}
