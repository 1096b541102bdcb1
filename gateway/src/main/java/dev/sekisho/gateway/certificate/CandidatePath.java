package dev.sekisho.gateway.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * A way from a site's certificate to a root by names and signatures, before anything else of it is judged. The certificates may
 * have been sent in any order and with others that do not belong.
 *
 * @param certificates from the site's own to the one below the root; the root itself is not among them, unless the site's own
 *     certificate is the root
 * @param anchor the root
 */
record CandidatePath(List<X509Certificate> certificates, TrustAnchor anchor) {
    /** Longest path tried. */
    private static final int MAX_LENGTH = 8;
    /** At most ten certificates come in; this is for the worst case of all having one name and one key. */
    private static final int MAX_TRIED = 200;

    private static final int MAX_FOUND = 4;

    /** The shortest such ways, shortest first; more than one if a certificate was sent in several versions. */
    static List<CandidatePath> of(List<X509Certificate> sent, Set<TrustAnchor> anchors) {
        List<CandidatePath> found = new ArrayList<>();
        Deque<List<X509Certificate>> open = new ArrayDeque<>();
        open.add(List.of(sent.getFirst()));
        for (int tried = 0; !open.isEmpty() && tried < MAX_TRIED && found.size() < MAX_FOUND; tried++) {
            List<X509Certificate> path = open.remove();
            X509Certificate last = path.getLast();
            for (TrustAnchor anchor : anchors) {
                if (last.equals(anchor.getTrustedCert()) || signed(last, anchor.getTrustedCert())) {
                    found.add(new CandidatePath(path, anchor));
                }
            }
            if (path.size() < MAX_LENGTH) {
                for (X509Certificate issuer : sent) {
                    if (!path.contains(issuer) && signed(last, issuer)) {
                        List<X509Certificate> longer = new ArrayList<>(path);
                        longer.add(issuer);
                        open.add(longer);
                    }
                }
            }
        }
        return found;
    }

    /** Whether {@code issuer} carries the name and the key that signed {@code certificate}. */
    static boolean signed(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
