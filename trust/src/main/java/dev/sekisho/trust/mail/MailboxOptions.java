package dev.sekisho.trust.mail;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The mailbox that requests for erasure are sent to, read by IMAP (RFC 9051, RFC 3501) over TLS from the first byte (RFC 8314).
 *
 * @param host the server's name, which its certificate must have
 * @param port 993 as a rule
 * @param user who signs in
 * @param passwordFile a file that nobody else may read; its first line is the password, read anew each time
 * @param ca PEM certificates to trust instead of the system's, if given
 * @param folder what is read, for example {@code INBOX}
 */
public record MailboxOptions(String host, int port, String user, Path passwordFile, Optional<Path> ca, String folder) {
    /** The usual port. */
    public static final int PORT = 993;

    /** Where mail goes once it was taken in. */
    public static final String DONE = "Sekisho";

    /** @throws SekishoException {@code CONFIG_INVALID} */
    public MailboxOptions {
        if (host.isBlank() || user.isBlank() || folder.isBlank() || folder.equals(DONE)) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "privacy.mailbox: address, user and a folder other than " + DONE + " are needed.");
        }
        if (port < 1 || port > 65_535) {
            throw new SekishoException(ErrorCode.CONFIG_INVALID, "privacy.mailbox.port: 1 to 65535");
        }
    }
}
