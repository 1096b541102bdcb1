package dev.sekisho.gateway.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A minted certificate with its key, ready for a handshake. Hold it until the handshake is done: the {@link LeafKeys} find
 * it by its alias for as long as somebody does.
 *
 * @param alias names exactly this certificate: of hexadecimal digits, the same for the same minted certificate only. The TLS
 *     engine of a connection is made with it as its peer host ({@code context.newEngine(allocator, leaf.alias(), 0)})
 * @param key the private key, ECDSA P-256
 * @param chain what a server sends (RFC 8446, section 4.4.2): the leaf, then the intermediate; the customer's root stays out
 * @param notAfter the end of the leaf's validity
 */
public record Leaf(String alias, PrivateKey key, List<X509Certificate> chain, Instant notAfter) {
    /** Takes a copy of the chain. */
    public Leaf {
        chain = List.copyOf(chain);
    }
}
