package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.InspectionCa.Intermediate;
import dev.sekisho.kernel.scope.CustomerScope;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionCaTest {
    @TempDir
    private Path folder;

    private TestRegion region;
    private CustomerScope aoi;
    private InspectionCa ca;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        aoi = region.customer("株式会社 Aoi");
        ca = region.directory.of(aoi).inspectionCa();
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void theIntermediateChainsToTheCustomersCertificateAndFitsItsKey() throws Exception {
        // When
        Intermediate intermediate = ca.intermediate();
        // Then
        X509Certificate certificate = intermediate.chain().getFirst();
        assertThat(intermediate.chain()).hasSize(2).last().isEqualTo(ca.certificate());
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca.certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(TestRegion.START));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(intermediate.key());
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(ca.certificate().getBasicConstraints()).isEqualTo(1);
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(7));
        assertThat(Duration.between(
                        TestRegion.START, ca.certificate().getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(3650));
    }

    @Test
    void thePemIsTheCertificate() throws Exception {
        // When
        var parsed = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(ca.certificatePem().getBytes(StandardCharsets.US_ASCII)));
        // Then
        assertThat(parsed).isEqualTo(ca.certificate());
        assertThat(ca.certificatePem().lines()).allMatch(line -> line.length() <= 64);
    }

    @Test
    void theIntermediateIsTheSameForAllUntilTwoDaysAreLeft() {
        // Given
        X509Certificate first = ca.intermediate().chain().getFirst();
        try (Directory other = region.another()) {
            assertThat(other.of(aoi).inspectionCa().intermediate().chain().getFirst())
                    .isEqualTo(first);
        }
        // When four and a half days have passed
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofHours(108)));
        assertThat(ca.intermediate().chain().getFirst()).isEqualTo(first);
        // When less than two are left
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofHours(120)));
        // Then
        X509Certificate second = ca.intermediate().chain().getFirst();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.getNotAfter().toInstant())
                .isAfter(region.realClock.instant().plus(Duration.ofDays(6)));
    }

    @Test
    void aMovedDataClockDoesNotTouchCertificates() {
        // Given
        X509Certificate first = ca.intermediate().chain().getFirst();
        // When
        region.dataClock.moveTo(TestRegion.START.plus(Duration.ofDays(200)));
        // Then
        assertThat(ca.intermediate().chain().getFirst()).isEqualTo(first);
    }

    @Test
    void everyCustomerHasAnAuthorityOfItsOwn() {
        // Given
        CustomerScope beni = region.customer("Beni");
        // Then
        assertThat(region.directory.of(beni).inspectionCa().certificate().getPublicKey())
                .isNotEqualTo(ca.certificate().getPublicKey());
    }
}
