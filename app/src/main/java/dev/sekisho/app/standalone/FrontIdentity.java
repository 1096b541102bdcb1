package dev.sekisho.app.standalone;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * With what {@code seed-compat} listeners prove themselves: an RSA key, because half of the suites encrypt to it, and a certificate
 * of an authority of the installation's own, written to {@code proxy-ca.pem}. The authority's key signs this one certificate and
 * is forgotten. Kept as a sealed record of the installation; made anew when 30 days are left.
 *
 * @param key the listeners' key
 * @param chain certificate and authority
 */
record FrontIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final String KIND = "front-identity";
    private static final Id128 RECORD = new Id128(0, 1);
    private static final String NAME = "front";
    private static final int KEY_BITS = 3_072;
    private static final String SIGNATURE = "SHA256withRSA";
    private static final Duration LIFE = Duration.ofDays(397);
    private static final Duration RENEW_WITHIN = Duration.ofDays(30);
    /** What the in-memory key store wants; it protects nothing, the record is sealed. */
    private static final char[] IN_MEMORY = "sealed-outside".toCharArray();

    FrontIdentity {
        chain = List.copyOf(chain);
    }

    /** Made at the first start with such a listener, made anew when due. */
    static FrontIdentity obtain(RecordStore installation, List<InetAddress> addresses, Path caFile) {
        byte[] stored = installation.transact(transaction -> {
            var known = transaction.find(KIND, RECORD);
            if (known.isPresent() && !due(known.get().payload(), addresses)) {
                return known.get().payload();
            }
            byte[] fresh = make(addresses);
            if (known.isPresent()) {
                transaction.update(KIND, RECORD, known.get().version(), fresh, Map.of());
            } else {
                transaction.insert(KIND, RECORD, fresh, Map.of());
            }
            return fresh;
        });
        try {
            KeyStore store = read(stored);
            X509Certificate leaf = (X509Certificate) store.getCertificateChain(NAME)[0];
            X509Certificate authority = (X509Certificate) store.getCertificateChain(NAME)[1];
            Files.writeString(caFile, ConsoleIdentity.pem(authority));
            return new FrontIdentity((PrivateKey) store.getKey(NAME, IN_MEMORY), List.of(leaf, authority));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The proxy's certificate cannot be written to " + caFile, e);
        }
    }

    /** Also when the listeners' addresses are others: the certificate names them. */
    private static boolean due(byte[] stored, List<InetAddress> addresses) {
        try {
            X509Certificate leaf = (X509Certificate) read(stored).getCertificate(NAME);
            List<String> named = leaf.getSubjectAlternativeNames().stream()
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
            return leaf.getNotAfter().toInstant().isBefore(Instant.now().plus(RENEW_WITHIN))
                    || !addresses.stream().allMatch(address -> named.contains(address.getHostAddress()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The proxy's stored certificate cannot be read", e);
        }
    }

    private static byte[] make(List<InetAddress> addresses) {
        try {
            KeyPair authority = keys();
            KeyPair leaf = keys();
            X500Principal issuer = new X500Principal("CN=Sekisho proxy authority");
            JcaX509v3CertificateBuilder above = builder(issuer, issuer, authority);
            above.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            above.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            JcaX509v3CertificateBuilder own = builder(issuer, new X500Principal("CN=Sekisho proxy"), leaf);
            GeneralName[] names = new GeneralName[addresses.size() + 1];
            names[0] = new GeneralName(GeneralName.dNSName, "localhost");
            for (int i = 0; i < addresses.size(); i++) {
                names[i + 1] =
                        new GeneralName(GeneralName.iPAddress, addresses.get(i).getHostAddress());
            }
            own.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            own.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            own.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, IN_MEMORY);
            store.setKeyEntry(NAME, leaf.getPrivate(), IN_MEMORY, new X509Certificate[] {
                sign(own, authority), sign(above, authority)
            });
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, IN_MEMORY);
            return out.toByteArray();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The proxy's certificate cannot be made", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer.getPrivate())));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        return generator.generateKeyPair();
    }

    private static KeyStore read(byte[] bytes) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), IN_MEMORY);
        return store;
    }

    @Override
    public String toString() {
        return "FrontIdentity[key hidden]";
    }
}
