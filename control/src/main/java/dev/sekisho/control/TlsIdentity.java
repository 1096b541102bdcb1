package dev.sekisho.control;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the listeners prove themselves with.
 *
 * @param key the leaf's private key
 * @param chain the leaf, then what it was issued by
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    /** @throws IllegalArgumentException if there is no certificate */
    public TlsIdentity {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a listener needs a certificate");
        }
        chain = List.copyOf(chain);
    }
}
