package dev.sekisho.trust.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail (RFC 5322, RFC 2045) that anybody may have written: whatever is in it, the answer is a mail, if need be one with
 * nothing but a note that it could not be read. Depth, number of parts and lengths are bounded; nothing in it is executed, fetched or
 * unpacked.
 */
final class MailParser {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_PARTS = 50;
    private static final int MAX_TEXT_BYTES = 65_536;
    private static final int MAX_TEXT_CHARS = 16_384;
    private static final int MAX_SUBJECT_CHARS = 500;
    private static final int MAX_ADDRESS_CHARS = 320;
    private static final List<String> RECIPIENTS = List.of("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc");
    private static final List<String> PROGRAMS = List.of("bulk", "junk", "list", "auto_reply");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private final Session session = Session.getInstance(new Properties());

    /**
     * Reads a mail.
     *
     * @param raw its beginning
     * @param rest whether there is more of it
     */
    ParsedMail read(byte[] raw, boolean rest) {
        try {
            return parsed(new MimeMessage(session, new ByteArrayInputStream(raw)), rest);
        } catch (MessagingException | IOException | RuntimeException e) {
            // Whatever a parser says about bytes of a stranger: the mail is there, and a person has to look at it in
            // the mailbox.
            return new ParsedMail("", "", "", "", Optional.empty(), handles(raw), false, 0, true);
        }
    }

    /** Without a parser: who wrote a broken mail to an alias still wrote to that customer. */
    private static List<String> handles(byte[] raw) {
        String text = new String(raw, 0, Math.min(raw.length, MAX_TEXT_BYTES), StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n");
        return Aliases.find(body < 0 ? text : text.substring(0, body));
    }

    private static ParsedMail parsed(MimeMessage mail, boolean rest) throws MessagingException, IOException {
        Body body = new Body();
        try {
            body.walk(mail, 0);
        } catch (MessagingException | IOException | RuntimeException e) {
            body.cut = true;
        }
        List<String> handles = new ArrayList<>();
        for (String name : RECIPIENTS) {
            for (String handle : Aliases.find(header(mail, name))) {
                if (!handles.contains(handle)) {
                    handles.add(handle);
                }
            }
        }
        String subject = decoded(header(mail, "Subject"));
        String text = body.text();
        return new ParsedMail(
                header(mail, "Message-ID").strip(),
                sender(mail),
                clean(subject, MAX_SUBJECT_CHARS).replace('\n', ' '),
                clean(text, MAX_TEXT_CHARS),
                sent(mail),
                handles,
                automatic(mail),
                body.attachments,
                rest || body.cut || text.length() > MAX_TEXT_CHARS || subject.length() > MAX_SUBJECT_CHARS);
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        return values == null ? "" : String.join(", ", values);
    }

    private static String decoded(String header) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (java.io.UnsupportedEncodingException | RuntimeException e) {
            return header;
        }
    }

    private static String sender(MimeMessage mail) throws MessagingException {
        try {
            InternetAddress[] from = InternetAddress.parseHeader(header(mail, "From"), false);
            String address = from.length == 0 ? null : from[0].getAddress();
            return address == null ? "" : clean(address, MAX_ADDRESS_CHARS).replace('\n', ' ');
        } catch (MessagingException | RuntimeException e) {
            return "";
        }
    }

    private static Optional<Instant> sent(MimeMessage mail) throws MessagingException {
        Date date = mail.getSentDate();
        return date == null ? Optional.empty() : Optional.of(date.toInstant());
    }

    /** RFC 3834 section 5, and what programs did before it. */
    private static boolean automatic(MimeMessage mail) throws MessagingException {
        String submitted = word(header(mail, "Auto-Submitted"));
        return (!submitted.isEmpty() && !submitted.equals("no"))
                || PROGRAMS.contains(word(header(mail, "Precedence")))
                || header(mail, "Return-Path").strip().equals("<>")
                || !header(mail, "List-Id").isEmpty()
                || header(mail, "Content-Type").toLowerCase(Locale.ROOT).startsWith("multipart/report");
    }

    private static String word(String header) {
        String text = header.strip().toLowerCase(Locale.ROOT);
        int end = text.indexOf(';');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private static String clean(String text, int max) {
        String visible =
                CONTROL.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
        return visible.length() <= max ? visible : visible.substring(0, max);
    }

    /** The first plain text of a mail, or else the first marked-up one without its marks. */
    private static final class Body {
        private @Nullable String plain;
        private @Nullable String marked;
        private int parts;
        private int attachments;
        private boolean cut;

        String text() {
            if (plain != null) {
                return plain;
            }
            return marked == null ? "" : Markup.strip(marked);
        }

        void walk(MimePart part, int depth) throws MessagingException, IOException {
            if (depth > MAX_DEPTH || ++parts > MAX_PARTS) {
                cut = true;
                return;
            }
            if (part.isMimeType("multipart/*")) {
                MimeMultipart multipart = new MimeMultipart(new MimePartDataSource(part));
                int count = multipart.getCount();
                for (int i = 0; i < count && parts <= MAX_PARTS; i++) {
                    BodyPart child = multipart.getBodyPart(i);
                    if (child instanceof MimePart mime) {
                        walk(mime, depth + 1);
                    }
                }
                return;
            }
            boolean attached = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null;
            if (!attached && part.isMimeType("text/plain") && plain == null) {
                plain = content(part);
            } else if (!attached && part.isMimeType("text/html") && marked == null) {
                marked = content(part);
            } else if (attached || !part.isMimeType("text/*")) {
                attachments++;
            }
        }

        private String content(MimePart part) throws MessagingException, IOException {
            byte[] bytes;
            try (InputStream in = new MimePartDataSource(part).getInputStream()) {
                bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
            }
            if (bytes.length > MAX_TEXT_BYTES) {
                cut = true;
                bytes = Arrays.copyOf(bytes, MAX_TEXT_BYTES);
            }
            return new String(bytes, charset(part));
        }

        private static Charset charset(MimePart part) throws MessagingException {
            try {
                String name = new ContentType(part.getContentType()).getParameter("charset");
                return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
            } catch (ParseException | IllegalArgumentException e) {
                return StandardCharsets.UTF_8;
            }
        }
    }
}
