package dev.sekisho.trust.mail;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail that asks for erasure, for whoever decides about it; not to be stored or logged.
 *
 * @param request the request that it became
 * @param sender the address of its author, which anybody can write
 * @param subject at most 500 characters
 * @param text at most 16,384 characters
 * @param sent when it says it was sent
 * @param taken when it was taken in
 * @param attachments how many were left in the mailbox
 * @param cut whether it was longer, or could not be read
 * @param suggestion the one person who has this address: a suggestion, never a proof of who wrote it
 */
public record PrivacyMail(
        Id128 request,
        String sender,
        String subject,
        String text,
        Optional<Instant> sent,
        Instant taken,
        int attachments,
        boolean cut,
        Optional<PersonToken> suggestion) {
    /** Nothing of it is shown. */
    @Override
    public String toString() {
        return "mail";
    }
}
