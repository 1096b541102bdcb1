package dev.sekisho.app.settings;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.trust.mail.MailboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The mailbox of the configuration: {@code privacy.mailbox}. */
final class MailboxSection {
    private MailboxSection() {}

    /** The mailbox, if one is configured without a fault; faults are added to the problems. */
    static Optional<MailboxOptions> read(Section privacy, Function<String, Path> resolve) {
        Section mailbox = privacy.section("mailbox");
        privacy.refuseUnknownKeys();
        if (mailbox.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> password = readable(mailbox, "passwordFile", resolve);
        Optional<Path> ca = readable(mailbox, "ca", resolve);
        Optional<String> address = mailbox.text("address");
        Optional<String> user = mailbox.text("user");
        String folder = mailbox.text("folder").orElse("INBOX");
        int port = mailbox.number("port", MailboxOptions.PORT, 1, 65_535);
        mailbox.refuseUnknownKeys();
        require(mailbox, "address", address, "the name of an IMAP server is expected");
        require(mailbox, "user", user, "the name to sign in by is expected");
        require(mailbox, "passwordFile", password, "a file with the password is expected");
        if (address.isEmpty() || user.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MailboxOptions(address.get(), port, user.get(), password.get(), ca, folder));
        } catch (SekishoException e) {
            mailbox.problems().add(mailbox.key("folder"), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static void require(Section section, String name, Optional<?> value, String expected) {
        if (value.isEmpty()) {
            section.problems().add(section.key(name), expected);
        }
    }

    private static Optional<Path> readable(Section section, String name, Function<String, Path> resolve) {
        Optional<Path> path = section.text(name).map(resolve);
        path.filter(file -> !Files.isReadable(file))
                .ifPresent(file -> section.problems().add(section.key(name), "the file " + file + " cannot be read"));
        return path;
    }
}
