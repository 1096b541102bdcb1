package dev.sekisho.control.trust;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Permission;
import dev.sekisho.trust.mail.PrivacyMail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The mail that a request for deletion came in by: what somebody wrote in clear, for whoever has to find out who it is. */
@RestController
public class PrivacyMailApi {
    private static final String READ = "erasure-mail.read";

    /** Needs the permission to read names, which the table asks for, and that to read requests. */
    @GetMapping("/api/v1/erasures/{id}/mail")
    public Item mail(@PathVariable("id") String id, CustomerDesk desk) {
        desk.require(Permission.ERASURE_READ);
        PrivacyMail mail = desk.trust().mail(Handles.parse(id)).orElseThrow(Refusal::notFound);
        // Noted before it is handed out; everybody's, as it may be anybody who wrote it.
        desk.note(Look.at(READ));
        return new Item(
                mail.sender(),
                mail.subject(),
                mail.text(),
                mail.sent().orElse(null),
                mail.taken(),
                mail.attachments(),
                mail.cut(),
                WhoItem.of(mail.suggestion(), desk));
    }

    /** A mail as the customer's own people see it. */
    public record Item(
            String sender,
            String subject,
            String text,
            @Nullable Instant sent,
            Instant taken,
            int attachments,
            boolean cut,
            @Nullable WhoItem suggestion) {
        @Override
        public String toString() {
            return "mail";
        }
    }
}
