package dev.sekisho.gateway.certificate;

import dev.sekisho.gateway.InspectionAuthority.Intermediate;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * One intermediate in use: its key, and the one key pair of all leaves under it. Leaves follow RFC 5280 and carry no
 * addresses for revocation, because they end before a list would say anything.
 *
 * @param id names the intermediate: its SHA-256 in hexadecimal digits
 * @param intermediate key and chain
 * @param leafKeys the leaves' key pair
 * @param signer how signatures are made
 */
record Issuer(String id, Intermediate intermediate, KeyPair leafKeys, LeafSigner signer) {
    private static final Duration LONGEST_INTERMEDIATE = Duration.ofDays(7);
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Takes an intermediate into use.
     *
     * @throws SekishoException {@code INTERNAL} if it is not an authority, not in force, or in force for too long
     */
    static Issuer of(Intermediate intermediate, LeafSigner signer, Instant now) {
        X509Certificate own = intermediate.chain().getFirst();
        Instant end = own.getNotAfter().toInstant();
        if (own.getBasicConstraints() < 0
                || now.isBefore(own.getNotBefore().toInstant())
                || !now.isBefore(end)
                || end.isAfter(now.plus(LONGEST_INTERMEDIATE))) {
            throw new SekishoException(
                    ErrorCode.INTERNAL,
                    "control gave an inspection intermediate that is not an authority in force for at most "
                            + LONGEST_INTERMEDIATE.toDays() + " days. Compare the clocks of control and gateway.");
        }
        return new Issuer(CustomerMint.hash(own), intermediate, signer.newKeyPair(), signer);
    }

    /** When it ends. */
    Instant end() {
        return intermediate.chain().getFirst().getNotAfter().toInstant();
    }

    /** A leaf that repeats names and validity of what a site showed. */
    Leaf mimic(X509Certificate upstream, Instant now, Duration validity) throws GeneralSecurityException {
        return sign(LeafNames.of(upstream), LeafValidity.of(upstream, now, end(), validity));
    }

    /** A leaf for one host that is not contacted. */
    Leaf forHost(String host, Instant now, Duration validity) throws GeneralSecurityException {
        return sign(LeafNames.of(host), LeafValidity.of(now, end(), validity));
    }

    private Leaf sign(LeafNames names, LeafValidity valid) throws GeneralSecurityException {
        X509Certificate own = intermediate.chain().getFirst();
        X500Name issuer = X500Name.getInstance(own.getSubjectX500Principal().getEncoded());
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(leafKeys.getPublic().getEncoded());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer, serial(), Date.from(valid.from()), Date.from(valid.to()), names.subject(), key);
        try {
            addExtensions(builder, own, key, names);
            X509CertificateHolder holder = builder.build(signer.under(intermediate.key()));
            X509Certificate leaf = new JcaX509CertificateConverter().getCertificate(holder);
            return new Leaf(
                    HexFormat.of().formatHex(HexFormat.of().parseHex(CustomerMint.hash(leaf)), 0, 20),
                    leafKeys.getPrivate(),
                    List.of(leaf, own),
                    leaf.getNotAfter().toInstant());
        } catch (IOException | OperatorCreationException e) {
            throw new CertificateException("a leaf could not be built", e);
        }
    }

    private static void addExtensions(
            X509v3CertificateBuilder builder, X509Certificate own, SubjectPublicKeyInfo key, LeafNames names)
            throws IOException {
        BcX509ExtensionUtils ids = new BcX509ExtensionUtils();
        SubjectPublicKeyInfo ownKey =
                SubjectPublicKeyInfo.getInstance(own.getPublicKey().getEncoded());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
        builder.addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(ownKey));
        if (names.alternatives().getNames().length > 0) {
            // RFC 5280, section 4.2.1.6: critical if the subject is empty.
            boolean critical = names.subject().getRDNs().length == 0;
            builder.addExtension(Extension.subjectAlternativeName, critical, names.alternatives());
        }
    }

    /** 127 random bits, positive, so never more than 20 bytes (RFC 5280, section 4.1.2.2). */
    private static BigInteger serial() {
        return new BigInteger(126, RANDOM).setBit(126);
    }
}
