package dev.sekisho.gateway.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a certificate may be used for (RFC 5280, section 4.2.1.12). */
final class Purpose {
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String ANY = "2.5.29.37.0";

    private Purpose() {}

    /** Whether it may stand for a server; one that says nothing may. */
    static boolean isServer(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(SERVER) || purposes.contains(ANY);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
