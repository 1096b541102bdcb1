package dev.sekisho.gateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sites good and bad, after the fashion of badssl.com. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamTrustTest {
    private final Instant now = Instant.now();
    private final TestPki.Entity root = TestPki.root("Root");
    private final TestPki.Entity middle =
            new TestPki.Request("Middle").authority().signedBy(root);
    private final TestPki.Entity rsaRoot =
            new TestPki.Request("RSA root").authority().key("RSA", 2048).selfSigned();
    private final UpstreamTrust trust =
            new UpstreamTrust(List.of(root.certificate(), rsaRoot.certificate()), InstantSource.system());
    private final CustomerScope customer = TestAuthority.newCustomer();

    @AfterAll
    void close() {
        trust.close();
    }

    private Optional<ErrorCode> fault(String host, X509Certificate... chain) {
        return fault(trust, host, chain);
    }

    private Optional<ErrorCode> fault(UpstreamTrust by, String host, X509Certificate... chain) {
        UpstreamVerdict verdict = by.check(customer, host, List.of(chain))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return switch (verdict) {
            case UpstreamVerdict.Trusted trusted -> Optional.empty();
            case UpstreamVerdict.Faulty faulty -> Optional.of(faulty.fault());
        };
    }

    private X509Certificate[] under(TestPki.Request leaf) {
        return new X509Certificate[] {leaf.signedBy(middle).certificate(), middle.certificate()};
    }

    Stream<Arguments> good() {
        X509Certificate[] site = under(TestPki.leaf("a.example", "a.example", "*.b.example"));
        TestPki.Entity unrelated = new TestPki.Request("Unrelated").authority().selfSigned();
        TestPki.Entity limited = new TestPki.Request("Limited")
                .authority()
                .onlyFor("inside.example")
                .signedBy(root);
        return Stream.of(
                arguments("the name itself", "a.example", site),
                arguments("a wildcard", "www.b.example", site),
                arguments("another case and a trailing dot", "WWW.B.Example.", site),
                arguments(
                        "an address",
                        "192.0.2.7",
                        under(TestPki.leaf("a.example").address("192.0.2.7"))),
                arguments(
                        "an IPv6 address in another spelling",
                        "2001:db8::7",
                        under(TestPki.leaf("a.example").address("2001:db8:0:0:0:0:0:7"))),
                arguments(
                        "a chain with the root and a certificate that does not belong",
                        "a.example",
                        new X509Certificate[] {site[0], unrelated.certificate(), root.certificate(), site[1]}),
                arguments("a constraint that is kept", "a.inside.example", new X509Certificate[] {
                    TestPki.leaf("a", "a.inside.example").signedBy(limited).certificate(), limited.certificate()
                }),
                arguments(
                        "RSA of 2,048 bits",
                        "a.example",
                        under(TestPki.leaf("a.example", "a.example").key("RSA", 2048))),
                arguments(
                        "a curve of 384 bits",
                        "a.example",
                        under(TestPki.leaf("a.example", "a.example").key("EC", 384))),
                arguments("an RSA root with SHA-256", "a.example", new X509Certificate[] {
                    TestPki.leaf("a.example", "a.example").signedBy(rsaRoot).certificate()
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void aGoodSiteIsTrusted(String name, String host, X509Certificate[] chain) {
        assertThat(fault(host, chain)).isEmpty();
    }

    Stream<Arguments> bad() {
        TestPki.Entity stranger = TestPki.root("Stranger");
        TestPki.Entity limited = new TestPki.Request("Limited")
                .authority()
                .onlyFor("inside.example")
                .signedBy(root);
        TestPki.Entity notAuthority = TestPki.leaf("Not a CA", "x.example").signedBy(root);
        TestPki.Entity endedMiddle = new TestPki.Request("Ended")
                .authority()
                .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                .signedBy(root);
        TestPki.Entity weakMiddle =
                new TestPki.Request("Weak").authority().key("RSA", 1024).signedBy(root);
        TestPki.Request valid = TestPki.leaf("a.example", "a.example");
        return Stream.of(
                bad(
                        "expired",
                        ErrorCode.CERTIFICATE_EXPIRED,
                        under(TestPki.leaf("a.example", "a.example")
                                .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1))))),
                bad(
                        "an expired intermediate",
                        ErrorCode.CERTIFICATE_EXPIRED,
                        valid.signedBy(endedMiddle).certificate(),
                        endedMiddle.certificate()),
                bad(
                        "not yet valid",
                        ErrorCode.CERTIFICATE_NOT_YET_VALID,
                        under(TestPki.leaf("a.example", "a.example")
                                .valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9))))),
                bad(
                        "self-signed",
                        ErrorCode.CERTIFICATE_SELF_SIGNED,
                        valid.selfSigned().certificate()),
                bad(
                        "an unknown authority",
                        ErrorCode.CERTIFICATE_UNTRUSTED,
                        valid.signedBy(stranger).certificate(),
                        stranger.certificate()),
                bad(
                        "a missing intermediate",
                        ErrorCode.CERTIFICATE_UNTRUSTED,
                        valid.signedBy(middle).certificate()),
                bad(
                        "an authority that only has the same name",
                        ErrorCode.CERTIFICATE_UNTRUSTED,
                        valid.signedBy(TestPki.root("Root")).certificate()),
                bad("another host", ErrorCode.CERTIFICATE_WRONG_HOST, under(TestPki.leaf("a.example", "b.example"))),
                bad("a common name alone", ErrorCode.CERTIFICATE_WRONG_HOST, under(TestPki.leaf("a.example"))),
                bad(
                        "a wildcard two labels deep",
                        ErrorCode.CERTIFICATE_WRONG_HOST,
                        under(TestPki.leaf("x", "*.example"))),
                bad(
                        "a name in place of an address",
                        ErrorCode.CERTIFICATE_WRONG_HOST,
                        "192.0.2.7",
                        under(TestPki.leaf("192.0.2.7", "192.0.2.7"))),
                bad(
                        "another address",
                        ErrorCode.CERTIFICATE_WRONG_HOST,
                        "192.0.2.8",
                        under(TestPki.leaf("x").address("192.0.2.7"))),
                bad(
                        "a violated name constraint",
                        ErrorCode.CERTIFICATE_INVALID,
                        valid.signedBy(limited).certificate(),
                        limited.certificate()),
                bad(
                        "an intermediate that is no authority",
                        ErrorCode.CERTIFICATE_INVALID,
                        valid.signedBy(notAuthority).certificate(),
                        notAuthority.certificate()),
                bad(
                        "a certificate for clients",
                        ErrorCode.CERTIFICATE_INVALID,
                        under(TestPki.leaf("a.example", "a.example").purpose(KeyPurposeId.id_kp_clientAuth))),
                bad(
                        "RSA of 1,024 bits",
                        ErrorCode.CERTIFICATE_WEAK,
                        under(TestPki.leaf("a.example", "a.example").key("RSA", 1024))),
                bad(
                        "an intermediate of 1,024 bits",
                        ErrorCode.CERTIFICATE_WEAK,
                        valid.signedBy(weakMiddle).certificate(),
                        weakMiddle.certificate()),
                bad(
                        "SHA-1",
                        ErrorCode.CERTIFICATE_WEAK,
                        under(TestPki.leaf("a.example", "a.example").digest("SHA1"))),
                bad(
                        "MD5",
                        ErrorCode.CERTIFICATE_WEAK,
                        TestPki.leaf("a.example", "a.example")
                                .digest("MD5")
                                .signedBy(rsaRoot)
                                .certificate()));
    }

    private static Arguments bad(String name, ErrorCode code, X509Certificate... chain) {
        return bad(name, code, "a.example", chain);
    }

    private static Arguments bad(String name, ErrorCode code, String host, X509Certificate... chain) {
        return arguments(name, code, host, chain);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aBadSiteIsNamedByItsFault(String name, ErrorCode code, String host, X509Certificate[] chain) {
        assertThat(fault(host, chain)).contains(code);
    }

    @Test
    void theDateOfAnEndedCertificateIsTold() {
        // Given
        Instant end = Instant.ofEpochSecond(now.minus(Duration.ofDays(1)).getEpochSecond());
        X509Certificate[] chain =
                under(TestPki.leaf("a.example", "a.example").valid(now.minus(Duration.ofDays(9)), end));
        // When
        UpstreamVerdict verdict = trust.check(customer, "a.example", List.of(chain))
                .toCompletableFuture()
                .join();
        // Then
        assertThat(verdict).isEqualTo(new UpstreamVerdict.Faulty(ErrorCode.CERTIFICATE_EXPIRED, Optional.of(end)));
    }

    @Test
    void anEmptyOrEndlessChainIsInvalid() {
        X509Certificate[] site = under(TestPki.leaf("a.example", "a.example"));
        X509Certificate[] endless = new X509Certificate[11];
        java.util.Arrays.fill(endless, site[1]);
        endless[0] = site[0];
        assertThat(fault("a.example")).contains(ErrorCode.CERTIFICATE_INVALID);
        assertThat(fault("a.example", endless)).contains(ErrorCode.CERTIFICATE_INVALID);
    }

    @Test
    void aVerdictEndsWithTheCertificate() {
        // Given
        AtomicReference<Instant> clock = new AtomicReference<>(now);
        X509Certificate[] site =
                under(TestPki.leaf("a.example", "a.example").valid(now.minusSeconds(60), now.plusSeconds(600)));
        try (UpstreamTrust movable = new UpstreamTrust(List.of(root.certificate()), clock::get)) {
            // When
            Optional<ErrorCode> before = fault(movable, "a.example", site);
            clock.set(now.plusSeconds(601));
            Optional<ErrorCode> after = fault(movable, "a.example", site);
            // Then
            assertThat(before).isEmpty();
            assertThat(after).contains(ErrorCode.CERTIFICATE_EXPIRED);
        }
    }

    @Test
    void onlyConfiguredRootsAreTrusted() {
        // Given
        X509Certificate[] site = under(TestPki.leaf("a.example", "a.example"));
        try (UpstreamTrust jdkOnly = new UpstreamTrust(List.of(), InstantSource.system())) {
            // When, Then
            assertThat(fault(jdkOnly, "a.example", site)).contains(ErrorCode.CERTIFICATE_UNTRUSTED);
        }
    }

    @Test
    void rootsAreReadFromPemAndNothingElse(@TempDir Path folder) throws Exception {
        // Given
        Path good = Files.writeString(folder.resolve("good.pem"), pem(root.certificate()) + pem(middle.certificate()));
        Path bad = Files.writeString(folder.resolve("bad.pem"), "no certificate");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        // When, Then
        assertThat(UpstreamTrust.readRoots(List.of(good))).containsExactly(root.certificate(), middle.certificate());
        for (Path file : List.of(bad, empty, folder.resolve("missing.pem"))) {
            assertThatThrownBy(() -> UpstreamTrust.readRoots(List.of(file)))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
        }
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
