package dev.sekisho.app.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate authority of the demonstration's origins: made at each start, in memory only. */
final class DemoAuthority {
    /** A site whose certificate has ended. */
    static final String EXPIRED = "expired.demonstration.test";

    /** A site that nobody vouches for. */
    static final String SELF_SIGNED = "self-signed.demonstration.test";

    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final X500Name NAME = new X500Name("CN=Sekisho demonstration origins");
    private final KeyPair rootKeys = newKeys();
    private final KeyPair siteKeys = newKeys();
    private final SecureRandom random = new SecureRandom();
    private final X509Certificate root;

    DemoAuthority() {
        root = sign(NAME, rootKeys, NAME, rootKeys, Instant.now().plus(VALIDITY), builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        });
    }

    /** What a gateway has to trust. */
    X509Certificate root() {
        return root;
    }

    /** The key of every site. */
    KeyPair siteKeys() {
        return siteKeys;
    }

    /** A certificate for one host; of {@link #EXPIRED} and {@link #SELF_SIGNED} one with that fault. */
    X509Certificate certificateFor(String host) {
        Instant now = Instant.now();
        Instant end = host.equals(EXPIRED) ? now.minus(Duration.ofHours(1)) : now.plus(VALIDITY);
        X500Name subject = new X500Name(host.length() <= 64 ? "CN=" + host : "CN=long name");
        boolean own = host.equals(SELF_SIGNED);
        return sign(own ? subject : NAME, own ? siteKeys : rootKeys, subject, siteKeys, end, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        });
    }

    private interface Extensions {
        void addTo(X509v3CertificateBuilder builder) throws IOException;
    }

    private X509Certificate sign(
            X500Name issuer, KeyPair issuerKeys, X500Name subject, KeyPair keys, Instant end, Extensions extensions) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                new BigInteger(126, random).setBit(126),
                Date.from(Instant.now().minus(Duration.ofDays(1))),
                Date.from(end),
                subject,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        try {
            extensions.addTo(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of the demonstration could not be made", e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }
}
