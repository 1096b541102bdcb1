package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Devices that trust the authority of {@code seed-compat} listeners once trust them for ten years. */
class FrontIdentityTest {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final List<InetAddress> HERE = List.of(InetAddress.ofLiteral("192.0.2.1"));

    private static byte[] at(Optional<byte[]> before, Duration after) {
        return FrontIdentity.renewed(before, HERE, START.plus(after));
    }

    private static X509Certificate authority(byte[] stored) {
        return FrontIdentity.of(stored).chain().getLast();
    }

    private static X509Certificate leaf(byte[] stored) {
        return FrontIdentity.of(stored).chain().getFirst();
    }

    /** What a device does that trusts this authority alone. */
    private static void accept(X509Certificate trusted, X509Certificate leaf, Instant now)
            throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    }

    @Test
    void aNewCertificateIsUnderTheAuthorityThatDevicesTrustAlready() throws GeneralSecurityException {
        // Given
        byte[] first = at(Optional.empty(), Duration.ZERO);
        assertThat(at(Optional.of(first), Duration.ofDays(366)))
                .as("nothing is due")
                .isEqualTo(first);

        // When: less than 30 days are left
        Duration later = Duration.ofDays(368);
        byte[] second = at(Optional.of(first), later);

        // Then
        assertThat(leaf(second)).isNotEqualTo(leaf(first));
        assertThat(authority(second)).isEqualTo(authority(first));
        accept(authority(first), leaf(second), START.plus(later).plus(Duration.ofDays(300)));
        byte[] other = at(Optional.empty(), later);
        assertThatThrownBy(() -> accept(authority(first), leaf(other), START.plus(later)))
                .as("another installation's")
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void aListenerAtAnotherAddressKeepsTheAuthority() throws Exception {
        // Given
        byte[] first = at(Optional.empty(), Duration.ZERO);

        // When
        byte[] moved = FrontIdentity.renewed(Optional.of(first), List.of(InetAddress.ofLiteral("192.0.2.2")), START);

        // Then
        assertThat(leaf(moved).getSubjectAlternativeNames().toString()).contains("192.0.2.2");
        accept(authority(first), leaf(moved), START);
    }

    @Test
    void noCertificateOutlivesItsAuthorityWhichIsMadeAnewAfterTenYears() {
        // Given
        byte[] first = at(Optional.empty(), Duration.ZERO);

        // When
        byte[] last = at(Optional.of(first), Duration.ofDays(3_600));
        byte[] next = at(Optional.of(last), Duration.ofDays(3_630));

        // Then
        assertThat(authority(last)).isEqualTo(authority(first));
        assertThat(leaf(last).getNotAfter()).isEqualTo(authority(first).getNotAfter());
        assertThat(authority(next)).isNotEqualTo(authority(first));
        assertThat(authority(next).getSubjectX500Principal())
                .isNotEqualTo(authority(first).getSubjectX500Principal());
    }
}
