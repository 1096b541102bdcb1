package dev.sekisho.gateway.certificate;

import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Locale;

/** Whether a certificate is strong enough (CA/Browser Forum Baseline Requirements, sections 6.1.5 and 7.1.3.2). */
final class Strength {
    private static final int MIN_RSA_BITS = 2_048;
    private static final int MIN_EC_BITS = 256;

    private Strength() {}

    /** Signed with MD2, MD5 or SHA-1, or with RSA below 2,048 bits, a curve below 256 bits, or DSA. */
    static boolean isWeak(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("MD") || algorithm.startsWith("SHA1")) {
            return true;
        }
        return switch (certificate.getPublicKey()) {
            case RSAKey rsa -> rsa.getModulus().bitLength() < MIN_RSA_BITS;
            case ECKey ec -> ec.getParams().getOrder().bitLength() < MIN_EC_BITS;
            case DSAKey dsa -> true;
            default -> false;
        };
    }
}
