package dev.sekisho.directory.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes authorities: ECDSA P-256 with SHA-256, profiles of RFC 5280. */
final class CertificateMaker {
    /** How long a customer's authority is valid. */
    static final Duration ROOT_LIFE = Duration.ofDays(3650);

    /** How long an intermediate is valid, with what it dates back. */
    static final Duration INTERMEDIATE_LIFE = Duration.ofDays(7);

    /** Clocks of devices may be behind ours by this much. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int MAX_NAME_CHARS = 60;
    private final SecureRandom random;

    CertificateMaker(SecureRandom random) {
        this.random = random;
    }

    /** A key and its certificate. */
    record Authority(PrivateKey key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "authority";
        }
    }

    Authority root(String organisation, Instant now) {
        String name = organisation.substring(
                0,
                organisation.offsetByCodePoints(
                        0, Math.min(MAX_NAME_CHARS, organisation.codePointCount(0, organisation.length()))));
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, name)
                .addRDN(BCStyle.CN, "Sekisho inspection CA")
                .build();
        KeyPair pair = pair();
        X509Certificate certificate = sign(
                new Subject(subject, pair.getPublic(), 1, now.minus(BACKDATED), ROOT_LIFE),
                subject,
                pair.getPublic(),
                pair.getPrivate());
        return new Authority(pair.getPrivate(), certificate);
    }

    Authority intermediate(Authority root, Instant now) {
        X500Name issuer = X500Name.getInstance(
                root.certificate().getSubjectX500Principal().getEncoded());
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, "Sekisho inspection gateway")
                .build();
        KeyPair pair = pair();
        X509Certificate certificate = sign(
                new Subject(subject, pair.getPublic(), 0, now.minus(BACKDATED), INTERMEDIATE_LIFE),
                issuer,
                root.certificate().getPublicKey(),
                root.key());
        return new Authority(pair.getPrivate(), certificate);
    }

    private record Subject(X500Name name, PublicKey key, int pathLength, Instant from, Duration life) {}

    private X509Certificate sign(Subject subject, X500Name issuer, PublicKey issuerKey, PrivateKey key) {
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(127, random).add(BigInteger.ONE),
                    Date.from(subject.from()),
                    Date.from(subject.from().plus(subject.life())),
                    subject.name(),
                    subject.key());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(subject.pathLength()));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            if (subject.pathLength() == 0) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            }
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subject.key()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuerKey));
            X509CertificateHolder holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this Java cannot make an ECDSA certificate", e);
        }
    }

    private KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }
}
