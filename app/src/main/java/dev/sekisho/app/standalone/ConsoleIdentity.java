package dev.sekisho.app.standalone;

import dev.sekisho.control.TlsIdentity;
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
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate with which console and API answer, under an authority of the installation's own whose certificate is written
 * to {@code console-ca.pem}. Keys are kept as a sealed record of the installation; the leaf is renewed when 30 days are left.
 */
final class ConsoleIdentity {
    private static final String KIND = "console-identity";
    private static final Id128 RECORD = new Id128(0, 1);
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration LEAF_LIFE = Duration.ofDays(397);
    private static final Duration RENEW_WITHIN = Duration.ofDays(30);
    /** What the in-memory key store wants; it protects nothing, the record is sealed. */
    private static final char[] IN_MEMORY = "sealed-outside".toCharArray();

    private static final String SIGNATURE = "SHA256withECDSA";

    private ConsoleIdentity() {}

    /** What the console's listener proves itself with; made at the first start, renewed when due. */
    static TlsIdentity obtain(RecordStore installation, List<InetAddress> addresses, Path caFile) {
        KeyStore store = installation.transact(transaction -> {
            var stored = transaction.find(KIND, RECORD);
            if (stored.isPresent()) {
                KeyStore kept = read(stored.get().payload());
                if (!due(kept)) {
                    return kept;
                }
                KeyStore renewed = make(addresses);
                transaction.update(KIND, RECORD, stored.get().version(), write(renewed), Map.of());
                return renewed;
            }
            KeyStore fresh = make(addresses);
            transaction.insert(KIND, RECORD, write(fresh), Map.of());
            return fresh;
        });
        try {
            X509Certificate leaf = (X509Certificate) store.getCertificateChain("console")[0];
            X509Certificate authority = (X509Certificate) store.getCertificateChain("console")[1];
            Files.writeString(caFile, pem(authority));
            PrivateKey key = (PrivateKey) store.getKey("console", IN_MEMORY);
            return new TlsIdentity(key, List.of(leaf, authority));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The console's certificate cannot be written to " + caFile, e);
        }
    }

    private static boolean due(KeyStore store) {
        try {
            X509Certificate leaf = (X509Certificate) store.getCertificate("console");
            return leaf.getNotAfter().toInstant().isBefore(Instant.now().plus(RENEW_WITHIN));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore make(List<InetAddress> addresses) {
        try {
            KeyPair authority = keys();
            KeyPair leaf = keys();
            X500Principal issuer = new X500Principal("CN=Sekisho console authority");
            X509Certificate ca = authority(issuer, authority);
            X509Certificate certificate = leaf(issuer, authority, leaf, addresses);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, IN_MEMORY);
            store.setKeyEntry("console", leaf.getPrivate(), IN_MEMORY, new X509Certificate[] {certificate, ca});
            return store;
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The console's certificate cannot be made", e);
        }
    }

    private static X509Certificate authority(X500Principal name, KeyPair keys)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        JcaX509v3CertificateBuilder builder = builder(name, name, keys, AUTHORITY_LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return sign(builder, keys);
    }

    private static X509Certificate leaf(
            X500Principal issuer, KeyPair authority, KeyPair keys, List<InetAddress> addresses)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        JcaX509v3CertificateBuilder builder = builder(issuer, new X500Principal("CN=Sekisho console"), keys, LEAF_LIFE);
        GeneralName[] names = new GeneralName[addresses.size() + 1];
        names[0] = new GeneralName(GeneralName.dNSName, "localhost");
        for (int i = 0; i < addresses.size(); i++) {
            names[i + 1] =
                    new GeneralName(GeneralName.iPAddress, addresses.get(i).getHostAddress());
        }
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return sign(builder, authority);
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, KeyPair keys, Duration life) {
        Instant now = Instant.now();
        BigInteger serial = new BigInteger(127, new SecureRandom());
        return new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(life)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer.getPrivate())));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] write(KeyStore store) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, IN_MEMORY);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore read(byte[] bytes) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), IN_MEMORY);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
