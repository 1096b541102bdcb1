package dev.sekisho.trust.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.trust.erasure.Erasure;
import dev.sekisho.trust.erasure.ErasureDesk;
import dev.sekisho.trust.erasure.ErasureJob;
import dev.sekisho.trust.receipt.Subject.Customer;
import dev.sekisho.trust.region.TrustRegion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests by mail, with a real IMAP server, and with servers that lie.
 *
 * <p>One file because every case asks the same desk of the same region.
 */
class MailboxTest {
    private static final String DOVECOT = "the mail server has users of its own, which only root may start";

    @TempDir
    private Path folder;

    private TrustRegion region;
    private MailIntake intake;
    private CustomerScope aoi;
    private PersonToken hanako;
    private String alias;
    private Path password;

    @BeforeEach
    void open() throws IOException {
        region = new TrustRegion(folder);
        intake = new MailIntake(region.erasures);
        aoi = region.customer("Aoi");
        hanako = region.person(aoi, "hanako@aoi.example", Role.USER);
        alias = "privacy+" + region.directory.of(aoi).reference() + "@provider.example";
        password = folder.resolve("mailbox.password");
        Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, Dovecot.PASSWORD + "\n");
    }

    @AfterEach
    void close() {
        region.close();
    }

    private static String mail(String id, String from, String to, String text) {
        return "Message-ID: <" + id + "@mail.example>\r\nFrom: " + from + "\r\nTo: " + to
                + "\r\nSubject: My data\r\n\r\n" + text + "\r\n";
    }

    private MailboxJob job(String host, int port, Path ca) {
        return new MailboxJob(
                region.desk,
                intake,
                Optional.of(new MailboxOptions(host, port, Dovecot.USER, password, Optional.of(ca), "INBOX")),
                Duration.ofSeconds(2),
                Duration.ofSeconds(20));
    }

    private List<Erasure> requests() {
        return region.erasures.of(aoi).list(Optional.empty(), 100);
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = DOVECOT)
    void aMailToACustomersAliasBecomesARequestOnceAndIsMovedAway() throws Exception {
        try (Dovecot server = new Dovecot()) {
            // Given
            server.deliver(mail("1", "Hanako <hanako@aoi.example>", alias, "Please delete what you have."));
            server.deliver(mail("2", "who@else.example", "privacy@provider.example", "Who are you?"));
            server.deliver("Auto-Submitted: auto-replied\r\n" + mail("3", "x@aoi.example", alias, "I am out"));
            server.deliver(mail("4", Dovecot.USER, alias, "a loop"));
            server.deliver(mail("5", "big@aoi.example", alias, "z".repeat(400_000)));
            MailboxJob job = job("localhost", server.port, server.ca);
            // When
            job.run(Instant.EPOCH);
            // Then
            assertThat(requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.state()).isEqualTo(Erasure.State.RECEIVED);
                assertThat(request.intake()).isEqualTo(Erasure.Intake.MAIL);
                assertThat(request.subject()).isEqualTo(new Erasure.Subject.Unknown());
                assertThat(request.requestedBy()).isEmpty();
            });
            PrivacyMail hers = requests().stream()
                    .map(request -> intake.find(aoi, request.id()).orElseThrow())
                    .filter(mail -> mail.sender().equals("hanako@aoi.example"))
                    .findFirst()
                    .orElseThrow();
            assertThat(hers.text().strip()).isEqualTo("Please delete what you have.");
            assertThat(hers.suggestion()).contains(hanako);
            assertThat(intake.unassigned())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.sender()).isEqualTo("who@else.example"));
            assertThat(job.problem()).contains("1 privacy mail(s) belong to no known customer");
            assertThat(job.figures())
                    .containsEntry("mail-taken", 2L)
                    .containsEntry("mail-unassigned", 1L)
                    .containsEntry("mail-automatic", 2L);
            assertThat(server.count("")).isZero();
            assertThat(server.count(MailboxOptions.DONE)).isEqualTo(5);
            // When the same mail comes again, by another way
            server.deliver("Received: from elsewhere\r\n"
                    + mail("1", "Hanako <hanako@aoi.example>", alias, "Please delete what you have."));
            job.run(Instant.EPOCH);
            // Then
            assertThat(requests()).hasSize(2);
            assertThat(server.count("")).isZero();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = DOVECOT)
    void aMailThatCouldNotBeStoredStaysWhereItIs() throws Exception {
        try (Dovecot server = new Dovecot()) {
            // Given
            server.deliver(mail("1", "hanako@aoi.example", alias, "Please"));
            MailboxOptions options = new MailboxOptions(
                    "localhost", server.port, Dovecot.USER, password, Optional.of(server.ca), "INBOX");
            ImapMailbox mailbox = new ImapMailbox(options, Duration.ofSeconds(2), Duration.ofSeconds(20));
            // When
            assertThat(mailbox.visit((raw, rest) -> false)).isEqualTo(1);
            assertThatThrownBy(() -> mailbox.visit((raw, rest) -> {
                        throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "the database of this test is away");
                    }))
                    .isInstanceOf(SekishoException.class);
            // Then it is unread still
            assertThat(server.count("")).isEqualTo(1);
            assertThat(mailbox.visit((raw, rest) -> true)).isZero();
            assertThat(server.count("")).isZero();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = DOVECOT)
    void mailsThatNobodyCanTakeDoNotStandBeforeTheOthers() throws Exception {
        try (Dovecot server = new Dovecot()) {
            // Given
            List<String> mails = new ArrayList<>();
            for (int i = 0; i < ImapMailbox.MAX_MAILS + 2; i++) {
                mails.add(mail("n" + i, "hanako@aoi.example", alias, "number " + i));
            }
            server.deliver(mails);
            ImapMailbox mailbox = new ImapMailbox(
                    new MailboxOptions(
                            "localhost", server.port, Dovecot.USER, password, Optional.of(server.ca), "INBOX"),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60));
            List<String> seen = new ArrayList<>();
            ImapMailbox.Taker nobody = (raw, rest) -> {
                seen.add(new String(raw, StandardCharsets.US_ASCII).strip().replaceAll("(?s).*number ", ""));
                return false;
            };
            // When
            assertThat(mailbox.visit(nobody)).isEqualTo(mails.size());
            // Then only so many are read
            assertThat(seen).hasSize(ImapMailbox.MAX_MAILS).startsWith("0", "1").endsWith("99");
            // When one of the next stops the visit
            seen.clear();
            assertThatThrownBy(() -> mailbox.visit((raw, rest) -> {
                        var unused = nobody.take(raw, rest);
                        throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "the database of this test is away");
                    }))
                    .isInstanceOf(SekishoException.class);
            assertThat(seen).containsExactly("100");
            // Then the one behind it is taken nevertheless, and those before come round again
            seen.clear();
            assertThat(mailbox.visit((raw, rest) -> nobody.take(raw, rest) || seen.size() == 1))
                    .isEqualTo(mails.size() - 1);
            assertThat(seen).hasSize(ImapMailbox.MAX_MAILS).startsWith("101", "0", "1");
            assertThat(server.count(MailboxOptions.DONE)).isEqualTo(1);
        }
    }

    @Test
    void aCustomerWhoseKeysAreGoneKeepsNobodyElsesMailOut() throws Exception {
        // Given
        CustomerScope beni = region.customer("Beni");
        String other = "privacy+" + region.directory.of(beni).reference() + "@provider.example";
        assertThat(intake.take(ascii(mail("1", "a@beni.example", other, "Please")), false, ""))
                .isEqualTo(MailIntake.Outcome.TAKEN);
        Erasure refused = region.erasures.of(beni).list(Optional.empty(), 1).getFirst();
        region.erasures.of(beni).refuse(refused.id(), "not this person", refused.version());
        region.pass(Duration.ofDays(31));
        MailboxJob job = new MailboxJob(region.desk, intake, Optional.empty());
        job.run(Instant.EPOCH);
        assertThat(job.problem()).isEmpty();
        assertThat(intake.take(ascii(mail("2", "a@beni.example", other, "Please")), false, ""))
                .isEqualTo(MailIntake.Outcome.TAKEN);
        Erasure second = region.erasures.of(beni).list(Optional.empty(), 1).getFirst();
        region.erasures.of(beni).refuse(second.id(), "not this person", second.version());
        region.pass(Duration.ofDays(31));
        // When
        region.vault.destroy(aoi);
        // Then mail to it stays, also mail to both, which the other one has nevertheless
        assertThat(intake.take(ascii(mail("3", "hanako@aoi.example", alias, "Please")), false, ""))
                .isEqualTo(MailIntake.Outcome.LEFT);
        assertThat(intake.take(ascii(mail("4", "x@aoi.example", alias + ", " + other, "Please")), false, ""))
                .isEqualTo(MailIntake.Outcome.LEFT);
        assertThat(region.erasures.of(beni).list(Optional.empty(), 10)).hasSize(3);
        assertThat(intake.take(ascii(mail("5", "b@beni.example", other, "Please")), false, ""))
                .isEqualTo(MailIntake.Outcome.TAKEN);
        // And what is over is deleted, and the failure is said
        job.run(Instant.EPOCH);
        assertThat(intake.find(beni, second.id())).isEmpty();
        assertThat(job.problem()).contains("of 1 customer(s)").contains("key-destroyed");
    }

    @Test
    void aFileWithoutACertificateIsAFaultOfTheConfiguration() throws Exception {
        Path ca = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> job("localhost", 1, ca).run(Instant.EPOCH))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .hasMessageContaining("privacy.mailbox.ca");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = DOVECOT)
    void aWrongPasswordAWrongNameAndAnUnknownAuthorityAreSaid() throws Exception {
        try (Dovecot server = new Dovecot()) {
            Path other = folder.resolve("other.pem");
            TestCertificate.of("localhost").write(other, folder.resolve("other.key"));
            assertUnavailable(job("localhost", server.port, other));
            assertUnavailable(job("127.0.0.1", server.port, server.ca));
            Files.writeString(password, "wrong\n");
            assertUnavailable(job("localhost", server.port, server.ca));
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
            assertThatThrownBy(() -> job("localhost", server.port, server.ca).run(Instant.EPOCH))
                    .hasMessageContaining("chmod 600");
        }
    }

    private static void assertUnavailable(MailboxJob job) {
        assertThatThrownBy(() -> job.run(Instant.EPOCH))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MAILBOX_UNAVAILABLE));
        assertThat(job.problem()).contains("mailbox");
    }

    /** What a server does with a connection whose TLS stands. */
    private interface Behaviour {
        void serve(InputStream in, OutputStream out) throws Exception;
    }

    private void againstServer(Behaviour behaviour) throws Exception {
        TestCertificate certificate = TestCertificate.of("localhost");
        Path ca = folder.resolve("liar.pem");
        certificate.write(ca, folder.resolve("liar.key"));
        try (SSLServerSocket listener = (SSLServerSocket) certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        behaviour.serve(socket.getInputStream(), socket.getOutputStream());
                    } catch (Exception gone) {
                        // The client left, as it should.
                    }
                }
            });
            MailboxJob job = new MailboxJob(
                    region.desk,
                    intake,
                    Optional.of(new MailboxOptions(
                            "localhost", listener.getLocalPort(), "u", password, Optional.of(ca), "INBOX")),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3));
            long start = System.nanoTime();
            assertUnavailable(job);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            listener.close();
            server.join(Duration.ofSeconds(5));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aServerThatSaysNothingIsLeft() throws Exception {
        againstServer((in, out) -> {
            var unused = in.readAllBytes();
        });
    }

    @Test
    void aServerThatDripsIsLeft() throws Exception {
        againstServer((in, out) -> {
            while (true) {
                out.write('*');
                out.flush();
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(200);
            }
        });
    }

    @Test
    void aServerThatAnnouncesTooMuchIsLeft() throws Exception {
        againstServer((in, out) -> {
            out.write(ascii("* OK ready\r\n* CAPABILITY {2147483000}\r\n"));
            out.flush();
            var unused = in.readAllBytes();
        });
    }

    @Test
    void aServerThatNeverEndsItsLineIsLeft() throws Exception {
        againstServer((in, out) -> {
            byte[] noise = new byte[65_536];
            java.util.Arrays.fill(noise, (byte) 'x');
            while (true) {
                out.write(noise);
            }
        });
    }

    @Test
    void aServerThatTalksNonsenseIsLeft() throws Exception {
        againstServer((in, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
            out.flush();
            var unused = in.readAllBytes();
        });
    }

    @Test
    void aDeadServerIsSaid() throws Exception {
        Path ca = folder.resolve("dead.pem");
        TestCertificate.of("localhost").write(ca, folder.resolve("dead.key"));
        assertUnavailable(job("localhost", 1, ca));
    }

    @Test
    void anOperatorAssignsWhatNobodyKnewOrDismissesIt() {
        // Given
        byte[] raw = ascii(mail("7", "hanako@aoi.example", "privacy@provider.example", "Please"));
        assertThat(intake.take(raw, false, "")).isEqualTo(MailIntake.Outcome.UNASSIGNED);
        assertThat(intake.take(raw, false, "")).isEqualTo(MailIntake.Outcome.KNOWN);
        assertThat(intake.take(ascii(mail("8", "spam@x.example", "x@y", "Buy")), false, ""))
                .isEqualTo(MailIntake.Outcome.UNASSIGNED);
        Actor.Operator operator = new Actor.Operator(new PersonToken(new Id128(1, 1)));
        CustomerReference reference = region.directory.of(aoi).reference();
        // When
        List<PrivacyMail> first = intake.read(Optional.empty(), 1, operator);
        List<PrivacyMail> second = intake.read(Optional.of(first.getFirst().request()), 1, operator);
        assertThat(intake.read(Optional.of(second.getFirst().request()), 1, operator))
                .isEmpty();
        for (PrivacyMail mail : List.of(first.getFirst(), second.getFirst())) {
            if (mail.sender().equals("hanako@aoi.example")) {
                intake.assign(mail.request(), reference, operator);
            } else {
                intake.dismiss(mail.request(), MailIntake.Dismissal.NO_REQUEST, operator);
            }
        }
        // Then
        assertThat(region.directory.audit().list(Optional.empty(), 100))
                .extracting(AuditTrail.Entry::verb)
                .containsSubsequence("privacy-mail.read", "privacy-mail.read")
                .contains("privacy-mail.assign", "privacy-mail.dismiss");
        assertThat(region.directory.audit().list(Optional.empty(), 100))
                .anySatisfy(entry -> assertThat(entry.object()).endsWith(" no-request"));
        assertThat(intake.unassigned()).isEmpty();
        assertThat(requests())
                .singleElement()
                .satisfies(request -> assertThat(
                                intake.find(aoi, request.id()).orElseThrow().suggestion())
                        .contains(hanako));
    }

    @Test
    void aMailIsDeletedWithTheEndOfItsRequestOrThirtyDaysAfterARefusal() throws Exception {
        // Given
        MailboxJob job = new MailboxJob(region.desk, intake, Optional.empty());
        var unused = intake.take(ascii(mail("9", "hanako@aoi.example", alias, "Please")), false, "");
        Erasure request = requests().getFirst();
        region.erasures.of(aoi).refuse(request.id(), "not this person", request.version());
        // When
        region.pass(Duration.ofDays(30));
        job.run(Instant.EPOCH);
        assertThat(intake.find(aoi, request.id())).isPresent();
        region.pass(Duration.ofMillis(2));
        job.run(Instant.EPOCH);
        // Then
        assertThat(intake.find(aoi, request.id())).isEmpty();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void whatAnErasedPersonWroteGoesBeforeTheReceiptSaysThatTheErasureIsDone() throws Exception {
        // Given: two mails of one person, of which one was taken back, and one of somebody else
        PersonToken other = region.person(aoi, "jiro@aoi.example", Role.USER);
        PersonToken taro = region.person(aoi, "taro@aoi.example", Role.ADMINISTRATOR);
        Erasure first = identified("12", "hanako@aoi.example", hanako);
        Erasure second = identified("13", "hanako@aoi.example", hanako);
        Erasure others = identified("14", "jiro@aoi.example", other);
        region.erasures.of(aoi).cancel(second.id(), second.version());
        region.erasures.of(region.as(aoi, taro)).approve(first.id(), first.version());
        region.pass(Duration.ofHours(24));
        // When
        new ErasureJob(region.erasures).run(Instant.EPOCH);
        // Then
        Erasure done = region.erasures.of(aoi).find(first.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(Erasure.State.DONE);
        assertThat(intake.find(aoi, first.id())).isEmpty();
        assertThat(intake.find(aoi, second.id())).isEmpty();
        assertThat(intake.find(aoi, others.id())).isPresent();
        Customer subject = new Customer(region.directory.of(aoi).reference());
        assertThat(region.receipts.list(subject, Long.MAX_VALUE, 100))
                .filteredOn(receipt -> receipt.id().equals(done.receipt().orElseThrow()))
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.statement().facts())
                        .hasEntrySatisfying(
                                "decrypt-attempt", tried -> assertThat(tried).endsWith("; stored mails: 0")));
    }

    private Erasure identified(String id, String from, PersonToken person) {
        Set<Id128> known = requests().stream().map(Erasure::id).collect(Collectors.toSet());
        assertThat(intake.take(ascii(mail(id, from, alias, "Please")), false, ""))
                .isEqualTo(MailIntake.Outcome.TAKEN);
        Erasure request = requests().stream()
                .filter(erasure -> !known.contains(erasure.id()))
                .findFirst()
                .orElseThrow();
        PersonToken saburo = region.person(aoi, "saburo" + id + "@aoi.example", Role.ADMINISTRATOR);
        return region.erasures
                .of(region.as(aoi, saburo))
                .identify(request.id(), new Erasure.Subject.Person(person), "called back", request.version());
    }

    @Test
    void aClockThatLeaptDeletesNoMail() throws Exception {
        // Given
        var unused = intake.take(ascii(mail("11", "hanako@aoi.example", alias, "Please")), false, "");
        Erasure request = requests().getFirst();
        region.erasures.of(aoi).refuse(request.id(), "not this person", request.version());
        ErasureDesk disbelieving = region.disbelieving();
        MailboxJob job = new MailboxJob(disbelieving.desk(), new MailIntake(disbelieving), Optional.empty());
        // When
        region.pass(Duration.ofDays(31));
        job.run(Instant.EPOCH);
        // Then
        assertThat(intake.find(aoi, request.id())).isPresent();
        assertThat(job.problem()).contains("clock-leapt");
    }
}
