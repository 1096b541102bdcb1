package dev.sekisho.gateway.certificate;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates good and bad, made for one test. */
final class TestPki {
    private TestPki() {}

    /** A certificate with its key. */
    record Entity(X509Certificate certificate, KeyPair keys) {}

    static Entity root(String name) {
        return new Request(name).authority().selfSigned();
    }

    static Request leaf(String commonName, String... dnsNames) {
        Request request = new Request(commonName);
        for (String name : dnsNames) {
            request.names.add(new GeneralName(GeneralName.dNSName, name));
        }
        return request;
    }

    /** What a certificate is asked to say. */
    static final class Request {
        private final String commonName;
        private final List<GeneralName> names = new ArrayList<>();
        private final List<KeyPurposeId> purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_serverAuth));
        private Instant from = Instant.now().minus(Duration.ofDays(1));
        private Instant to = Instant.now().plus(Duration.ofDays(30));
        private boolean authority;
        private String permitted = "";
        private String keyAlgorithm = "EC";
        private int keyBits = 256;
        private String digest = "SHA256";

        Request(String commonName) {
            this.commonName = commonName;
        }

        Request authority() {
            authority = true;
            purposes.clear();
            return this;
        }

        Request address(String literal) {
            names.add(new GeneralName(GeneralName.iPAddress, literal));
            return this;
        }

        Request valid(Instant start, Instant end) {
            from = start;
            to = end;
            return this;
        }

        Request onlyFor(String dnsSuffix) {
            permitted = dnsSuffix;
            return this;
        }

        Request key(String algorithm, int bits) {
            keyAlgorithm = algorithm;
            keyBits = bits;
            return this;
        }

        Request digest(String name) {
            digest = name;
            return this;
        }

        Request purpose(KeyPurposeId purpose) {
            purposes.clear();
            purposes.add(purpose);
            return this;
        }

        Entity selfSigned() {
            KeyPair keys = keys();
            return build(keys, keys, new X500Name("CN=" + commonName));
        }

        Entity signedBy(Entity issuer) {
            X500Name name = X500Name.getInstance(
                    issuer.certificate().getSubjectX500Principal().getEncoded());
            return build(keys(), issuer.keys(), name);
        }

        private KeyPair keys() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
                generator.initialize(keyBits);
                return generator.generateKeyPair();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private Entity build(KeyPair own, KeyPair issuerKeys, X500Name issuer) {
            try {
                X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                        issuer,
                        new BigInteger(100, new SecureRandom()),
                        Date.from(from),
                        Date.from(to),
                        new X500Name("CN=" + commonName),
                        SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                if (!purposes.isEmpty()) {
                    builder.addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
                }
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                if (!permitted.isEmpty()) {
                    GeneralSubtree tree = new GeneralSubtree(new GeneralName(GeneralName.dNSName, permitted));
                    builder.addExtension(
                            Extension.nameConstraints, true, new NameConstraints(new GeneralSubtree[] {tree}, null));
                }
                String algorithm = digest + "with"
                        + (issuerKeys.getPrivate().getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
                X509Certificate made = new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate())));
                return new Entity(made, own);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
