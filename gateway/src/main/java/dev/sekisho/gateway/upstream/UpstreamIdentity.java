package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.tls.TlsFacts;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who answered, as far as TLS tells.
 *
 * @param tls what was agreed on
 * @param leaf the certificate that was shown and found good; empty without TLS
 * @param certificateHash its SHA-256 in hexadecimal, or empty
 */
public record UpstreamIdentity(TlsFacts tls, Optional<X509Certificate> leaf, String certificateHash) {
    /** Without TLS nobody proved anything. */
    public static final UpstreamIdentity PLAIN = new UpstreamIdentity(TlsFacts.NONE, Optional.empty(), "");
}
