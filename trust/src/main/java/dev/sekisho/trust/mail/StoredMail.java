package dev.sekisho.trust.mail;

import dev.sekisho.directory.base.Kind;
import java.time.Instant;

/**
 * A mail as stored, under the identifier of its request; the erasure of its writer looks for it there. Times are milliseconds since 1970, 0 for none.
 *
 * @param taken when it was taken in
 * @param handle the alias that it was sent to, or empty
 */
record StoredMail(
        String sender,
        String subject,
        String text,
        long sent,
        long taken,
        int attachments,
        boolean cut,
        String handle) {
    static final Kind<StoredMail> KIND = Kind.of("erasure-mail", StoredMail.class);

    static StoredMail of(ParsedMail mail, Instant now, String handle) {
        return new StoredMail(
                mail.sender(),
                mail.subject(),
                mail.text(),
                mail.sent().map(Instant::toEpochMilli).orElse(0L),
                now.toEpochMilli(),
                mail.attachments(),
                mail.cut(),
                handle);
    }

    /** Nothing of it is shown. */
    @Override
    public String toString() {
        return "mail";
    }
}
