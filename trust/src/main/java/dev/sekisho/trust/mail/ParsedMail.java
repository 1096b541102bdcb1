package dev.sekisho.trust.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is taken from a mail; the rest of it stays in the mailbox.
 *
 * @param messageId as in the mail, or empty
 * @param sender address of the first author, or empty; anybody can write anything there
 * @param subject at most 500 characters
 * @param text at most 16,384 characters
 * @param sent when it says it was sent
 * @param handles references that an address alias of a recipient spells, in the order of the mail
 * @param automatic whether a program wrote it: such mail asks for nothing
 * @param attachments how many were left out
 * @param cut whether anything was longer than what is kept, or could not be read
 */
record ParsedMail(
        String messageId,
        String sender,
        String subject,
        String text,
        Optional<Instant> sent,
        List<String> handles,
        boolean automatic,
        int attachments,
        boolean cut) {
    /** Nothing of it is shown. */
    @Override
    public String toString() {
        return "mail";
    }
}
