package dev.sekisho.control.operator;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.policy.Limits;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.trust.mail.MailIntake;
import dev.sekisho.trust.mail.MailIntake.Dismissal;
import dev.sekisho.trust.mail.PrivacyMail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Mail that asks for deletion and names no customer: it is nobody's yet, so the provider's people have to look whose it is. Each
 * reading, and what became of each mail, is in the installation's audit trail.
 */
@RestController
public class UnassignedMailApi {
    private final MailIntake mails;

    /** The mail of a region. */
    public UnassignedMailApi(MailIntake mails) {
        this.mails = mails;
    }

    /** A page, oldest first. */
    @GetMapping("/api/v1/operator/mails")
    public Page<Item> list(
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CallerAuthentication caller) {
        int size = Limits.page(limit);
        List<PrivacyMail> found = mails.read(after(cursor), size, operator(caller));
        return new Page<>(
                found.stream().map(Item::of).toList(),
                found.size() == size ? found.getLast().request().toString() : null);
    }

    /** It is this customer's: its clock starts. */
    @PostMapping("/api/v1/operator/mails/{id}/assign")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void assign(@PathVariable("id") String id, @RequestBody Target wanted, CallerAuthentication caller) {
        if (wanted.handle() == null) {
            throw Refusal.invalid("handle", "is missing: the handle of a customer");
        }
        mails.assign(Handles.parse(id), reference(wanted.handle()), operator(caller));
    }

    /** It is nobody's. */
    @PostMapping("/api/v1/operator/mails/{id}/dismiss")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void dismiss(@PathVariable("id") String id, @RequestBody Reason wanted, CallerAuthentication caller) {
        Dismissal reason = switch (wanted.reason() == null ? "" : wanted.reason()) {
            case "no-request" -> Dismissal.NO_REQUEST;
            case "referred" -> Dismissal.REFERRED;
            case "duplicate" -> Dismissal.DUPLICATE;
            default -> throw Refusal.invalid("reason", "is none of no-request, referred, duplicate");
        };
        mails.dismiss(Handles.parse(id), reason, operator(caller));
    }

    private static Actor.Operator operator(CallerAuthentication caller) {
        return CustomerApi.actor(caller.caller());
    }

    private static CustomerReference reference(String handle) {
        try {
            return CustomerReference.parse(handle);
        } catch (IllegalArgumentException notAHandle) {
            throw Refusal.notFound();
        }
    }

    private static Optional<Id128> after(@Nullable String cursor) {
        try {
            return Optional.ofNullable(cursor).map(Id128::parse);
        } catch (IllegalArgumentException notACursor) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
    }

    /** Whose it is. */
    public record Target(@Nullable String handle) {}

    /** Why it is nobody's. */
    public record Reason(@Nullable String reason) {}

    /** A mail as operators see it; nobody is suggested, since no customer is known. */
    public record Item(
            String id,
            String sender,
            String subject,
            String text,
            @Nullable Instant sent,
            Instant taken,
            int attachments,
            boolean cut) {
        static Item of(PrivacyMail mail) {
            return new Item(
                    mail.request().toString(),
                    mail.sender(),
                    mail.subject(),
                    mail.text(),
                    mail.sent().orElse(null),
                    mail.taken(),
                    mail.attachments(),
                    mail.cut());
        }

        @Override
        public String toString() {
            return "mail";
        }
    }
}
