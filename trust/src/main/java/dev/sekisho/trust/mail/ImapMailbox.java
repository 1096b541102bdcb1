package dev.sekisho.trust.mail;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;

/**
 * Reads unread mail and moves it away once somebody took it. A mail is read without marking it, so that one that was not taken is
 * unread next time too; but each visit begins behind the last mail that the visit before looked at, and comes round to it again, so
 * that mails which nobody can take do not stand before the others. Visits are made one after the other.
 */
final class ImapMailbox {
    /** Looked at in one visit; the next one goes on behind them. */
    static final int MAX_MAILS = 100;
    /** Read of one mail; what is longer is cut. */
    static final int MAX_MAIL_BYTES = 256 << 10;

    private static final Set<PosixFilePermission> NOT_FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final MailboxOptions options;
    private final Duration wait;
    private final Duration life;
    /** Of the mail that was looked at last; both are of the server (RFC 9051 section 2.3.1.1), and forgotten with the process. */
    private long mark;

    private long validity;

    /**
     * A mailbox.
     *
     * @param wait for a connection, and for each read
     * @param life of one visit
     */
    ImapMailbox(MailboxOptions options, Duration wait, Duration life) {
        this.options = options;
        this.wait = wait;
        this.life = life;
    }

    /** What is done with a mail. */
    interface Taker {
        /**
         * Takes a mail in, durably.
         *
         * @param raw its beginning
         * @param rest whether there is more of it
         * @return {@code false} to leave it where it is
         */
        boolean take(byte[] raw, boolean rest);
    }

    /**
     * Shows unread mails to the taker, at most {@link #MAX_MAILS}, and moves what it took.
     *
     * @return how many unread mails were left
     * @throws SekishoException {@code MAILBOX_UNAVAILABLE}, or {@code CONFIG_INVALID} if password or certificates cannot be read
     */
    int visit(Taker taker) throws InterruptedException {
        Session session = Session.getInstance(properties());
        try (IMAPStore store = (IMAPStore) session.getStore("imap")) {
            store.connect(options.host(), options.port(), options.user(), password());
            try (IMAPFolder inbox = (IMAPFolder) store.getFolder(options.folder())) {
                if (!inbox.exists()) {
                    throw unavailable("has no folder " + options.folder(), null);
                }
                inbox.open(Folder.READ_WRITE);
                return visit(store, inbox, taker);
            }
        } catch (AuthenticationFailedException e) {
            throw unavailable("does not accept user and password", e);
        } catch (MessagingException | IOException e) {
            throw unavailable("does not answer as it should (" + reason(e) + ")", e);
        }
    }

    private int visit(IMAPStore store, IMAPFolder inbox, Taker taker)
            throws MessagingException, IOException, InterruptedException {
        Message[] unread = inbox.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
        if (inbox.getUIDValidity() != validity) {
            validity = inbox.getUIDValidity();
            mark = 0;
        }
        Message[] next = next(inbox, unread);
        // One answer with numbers and sizes before any text: how much is asked for is known then.
        FetchProfile profile = new FetchProfile();
        profile.add(UIDFolder.FetchProfileItem.UID);
        profile.add(FetchProfile.Item.SIZE);
        inbox.fetch(next, profile);
        int taken = 0;
        for (Message message : next) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two mails");
            }
            IMAPMessage mail = (IMAPMessage) message;
            // Before it is read: one that stops a visit does not stop the next one too.
            mark = inbox.getUID(mail);
            int size = mail.getSize();
            mail.setPeek(true);
            byte[] raw;
            try (InputStream in = mail.getMimeStream()) {
                raw = in.readNBytes(MAX_MAIL_BYTES);
            }
            if (taker.take(raw, size > raw.length)) {
                move(store, inbox, mail);
                taken++;
            }
        }
        return unread.length - taken;
    }

    /** The first ones behind the mark, and then, as far as there is room, those from the beginning. */
    private Message[] next(IMAPFolder inbox, Message[] unread) throws MessagingException {
        int from = 0;
        int to = unread.length;
        // Numbers grow with the place in the folder: some twenty questions find the place in a million mails.
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (inbox.getUID(unread[middle]) > mark) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        Message[] next = new Message[Math.min(unread.length, MAX_MAILS)];
        for (int i = 0; i < next.length; i++) {
            next[i] = unread[(from + i) % unread.length];
        }
        return next;
    }

    /** MOVE (RFC 6851), or else copy and expunge that one (UIDPLUS, RFC 4315), or else copy and mark. */
    private static void move(IMAPStore store, IMAPFolder inbox, IMAPMessage mail) throws MessagingException {
        Folder done = store.getFolder(MailboxOptions.DONE);
        if (!done.exists() && !done.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder " + MailboxOptions.DONE + " cannot be made");
        }
        Message[] one = {mail};
        if (store.hasCapability("MOVE")) {
            inbox.moveMessages(one, done);
            return;
        }
        inbox.copyMessages(one, done);
        mail.setFlag(Flags.Flag.SEEN, true);
        mail.setFlag(Flags.Flag.DELETED, true);
        if (store.hasCapability("UIDPLUS")) {
            inbox.expunge(one);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(
                "mail.imap.socketFactory", new GuardedSocket.Settings(trust(), options.host(), wait, life).factory());
        properties.put("mail.imap.socketFactory.fallback", "false");
        properties.put("mail.imap.connectiontimeout", Long.toString(wait.toMillis()));
        properties.put("mail.imap.partialfetch", "true");
        properties.put("mail.imap.fetchsize", "65536");
        properties.put("mail.imap.connectionpoolsize", "1");
        properties.put("mail.imap.auth.mechanisms", "PLAIN LOGIN");
        return properties;
    }

    private String password() {
        Path file = options.passwordFile();
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && !Collections.disjoint(view.readAttributes().permissions(), NOT_FOR_OTHERS)) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "privacy.mailbox.passwordFile: other users of this machine may read or write it; chmod 600 it.");
            }
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "privacy.mailbox.passwordFile: the file cannot be read.", e);
        }
    }

    private SSLContext trust() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            if (options.ca().isEmpty()) {
                context.init(null, null, null);
                return context;
            }
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            int number = 0;
            try (InputStream in = Files.newInputStream(options.ca().get())) {
                for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    roots.setCertificateEntry("root-" + number++, root);
                }
            }
            if (number == 0) {
                throw new CertificateException("no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "privacy.mailbox.ca: the file holds no readable certificates in PEM form.",
                    e);
        }
    }

    /** The kind of the innermost failure: texts of servers and mails are not repeated. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof MessagingException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    private static SekishoException unavailable(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new SekishoException(
                ErrorCode.MAILBOX_UNAVAILABLE,
                "The mailbox for privacy requests " + what
                        + "; check privacy.mailbox. No mail is lost: it stays where it is.",
                cause);
    }
}
