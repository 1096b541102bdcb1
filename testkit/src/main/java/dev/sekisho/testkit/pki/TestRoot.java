package dev.sekisho.testkit.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test run. Its keys are P-256 and live in memory only. */
public final class TestRoot {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestRoot(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /**
     * A certificate with its key.
     *
     * @param key private key
     * @param chain the certificate, then what issued it, without the root
     */
    public record Issued(PrivateKey key, List<X509Certificate> chain) {
        /** The certificate itself. */
        public X509Certificate certificate() {
            return chain.getFirst();
        }

        /** A TLS server that shows it. */
        public SSLContext server() {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("key", key, new char[0], chain.toArray(X509Certificate[]::new));
                KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
                factory.init(store, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(factory.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A new root. */
    public static TestRoot create(String name) {
        KeyPair keys = newKeys();
        Instant now = Instant.now();
        X509Certificate certificate = sign(
                name,
                keys,
                name,
                keys.getPrivate(),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(30)),
                List.of(),
                true);
        return new TestRoot(keys, certificate);
    }

    /** The root's certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for these names and addresses, valid from yesterday for ten days. */
    public Issued issue(String... names) {
        Instant now = Instant.now();
        return issue(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(10)), names);
    }

    /** A certificate with the given validity. */
    public Issued issue(Instant notBefore, Instant notAfter, String... names) {
        KeyPair leaf = newKeys();
        X509Certificate issued = sign(
                names[0],
                leaf,
                certificate.getSubjectX500Principal().getName().replace("CN=", ""),
                keys.getPrivate(),
                notBefore,
                notAfter,
                List.of(names),
                false);
        return new Issued(leaf.getPrivate(), List.of(issued));
    }

    /** An authority under this root. */
    public Issued intermediate(String name) {
        KeyPair pair = newKeys();
        Instant now = Instant.now();
        X509Certificate issued = sign(
                name,
                pair,
                certificate.getSubjectX500Principal().getName().replace("CN=", ""),
                keys.getPrivate(),
                now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofDays(7)),
                List.of(),
                true);
        return new Issued(pair.getPrivate(), List.of(issued, certificate));
    }

    /** A TLS client that trusts this root and nothing else. */
    public SSLContext client() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("root", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The root's certificate in PEM, for tools. */
    public String pem() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JcaPEMWriter writer = new JcaPEMWriter(new OutputStreamWriter(bytes, StandardCharsets.US_ASCII))) {
            writer.writeObject(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            String subject,
            KeyPair subjectKeys,
            String issuer,
            PrivateKey issuerKey,
            Instant notBefore,
            Instant notAfter,
            List<String> names,
            boolean authority) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Principal("CN=" + issuer),
                    new BigInteger(120, RANDOM).add(BigInteger.ONE),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    new X500Principal("CN=" + subject),
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            } else {
                GeneralName[] general = names.stream()
                        .map(name -> new GeneralName(
                                name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(general));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
