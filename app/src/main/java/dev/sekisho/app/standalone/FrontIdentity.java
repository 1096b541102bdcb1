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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
 * under an authority of the installation's own, written to {@code proxy-ca.pem}. Both are kept as one sealed record of the
 * installation. Devices trust the authority, so it stays for ten years; key and certificate are made anew below it when 30 days are
 * left, or when the listeners' addresses are others.
 *
 * @param key the listeners' key
 * @param chain certificate and authority
 */
record FrontIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final String KIND = "front-identity";
    private static final Id128 RECORD = new Id128(0, 1);
    private static final String NAME = "front";
    private static final String AUTHORITY = "authority";
    private static final int KEY_BITS = 3_072;
    private static final String SIGNATURE = "SHA256withRSA";
    private static final Duration LIFE = Duration.ofDays(397);
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3_653);
    private static final Duration RENEW_WITHIN = Duration.ofDays(30);
    /** What the in-memory key store wants; it protects nothing, the record is sealed. */
    private static final char[] IN_MEMORY = "sealed-outside".toCharArray();

    FrontIdentity {
        chain = List.copyOf(chain);
    }

    /** Made at the first start with such a listener, made anew when due. */
    static FrontIdentity obtain(
            RecordStore installation, List<InetAddress> addresses, Path caFile, InstantSource clock) {
        byte[] stored = installation.transact(transaction -> {
            var known = transaction.find(KIND, RECORD);
            if (known.isEmpty()) {
                byte[] first = renewed(Optional.empty(), addresses, clock.instant());
                transaction.insert(KIND, RECORD, first, Map.of());
                return first;
            }
            byte[] before = known.get().payload();
            byte[] now = renewed(Optional.of(before), addresses, clock.instant());
            if (!Arrays.equals(before, now)) {
                transaction.update(KIND, RECORD, known.get().version(), now, Map.of());
            }
            return now;
        });
        FrontIdentity identity = of(stored);
        try {
            Files.writeString(caFile, ConsoleIdentity.pem(identity.chain().getLast()));
            return identity;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The proxy's certificate cannot be written to " + caFile, e);
        }
    }

    /** What a record holds. */
    static FrontIdentity of(byte[] stored) {
        try {
            KeyStore store = read(stored);
            return new FrontIdentity(
                    (PrivateKey) store.getKey(NAME, IN_MEMORY),
                    Stream.of(store.getCertificateChain(NAME))
                            .map(X509Certificate.class::cast)
                            .toList());
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    /** The record as it should be now: the same bytes if nothing is due. */
    static byte[] renewed(Optional<byte[]> stored, List<InetAddress> addresses, Instant now) {
        try {
            if (stored.isPresent()) {
                KeyStore store = read(stored.get());
                X509Certificate above = (X509Certificate) store.getCertificate(AUTHORITY);
                // A record of a release that forgot the authority's key has none.
                if (above != null && lasts(above, now)) {
                    return lasts((X509Certificate) store.getCertificate(NAME), now) && names(store, addresses)
                            ? stored.get()
                            : leaf(store, addresses, now);
                }
            }
            return leaf(authority(now), addresses, now);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(Exception cause) {
        return new IllegalStateException("The proxy's certificate cannot be read or made", cause);
    }

    private static boolean lasts(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_WITHIN));
    }

    private static boolean names(KeyStore store, List<InetAddress> addresses) throws GeneralSecurityException {
        X509Certificate leaf = (X509Certificate) store.getCertificate(NAME);
        List<String> named = leaf.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
        return addresses.stream().allMatch(address -> named.contains(address.getHostAddress()));
    }

    /** A store with a new authority in it and nothing else. */
    private static KeyStore authority(Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair keys = keys();
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        // Another name than an older one's, so that devices that trust both find the right one.
        X500Principal name =
                new X500Principal("CN=Sekisho proxy authority " + HexFormat.of().formatHex(random));
        JcaX509v3CertificateBuilder above = builder(name, name, keys, now, now.plus(AUTHORITY_LIFE));
        above.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        above.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        store.setKeyEntry(
                AUTHORITY, keys.getPrivate(), IN_MEMORY, new X509Certificate[] {sign(above, keys.getPrivate())});
        return store;
    }

    /** The store with a new key and certificate under its authority; they do not outlive it. */
    private static byte[] leaf(KeyStore store, List<InetAddress> addresses, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X509Certificate above = (X509Certificate) store.getCertificate(AUTHORITY);
        PrivateKey signer = (PrivateKey) store.getKey(AUTHORITY, IN_MEMORY);
        KeyPair leaf = keys();
        Instant authorityEnd = above.getNotAfter().toInstant();
        Instant end = now.plus(LIFE).isBefore(authorityEnd) ? now.plus(LIFE) : authorityEnd;
        JcaX509v3CertificateBuilder own =
                builder(above.getSubjectX500Principal(), new X500Principal("CN=Sekisho proxy"), leaf, now, end);
        GeneralName[] names = new GeneralName[addresses.size() + 1];
        names[0] = new GeneralName(GeneralName.dNSName, "localhost");
        for (int i = 0; i < addresses.size(); i++) {
            names[i + 1] =
                    new GeneralName(GeneralName.iPAddress, addresses.get(i).getHostAddress());
        }
        own.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        own.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        own.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        store.setKeyEntry(NAME, leaf.getPrivate(), IN_MEMORY, new X509Certificate[] {sign(own, signer), above});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, IN_MEMORY);
        return out.toByteArray();
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, KeyPair keys, Instant now, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(end),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey signer)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
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
