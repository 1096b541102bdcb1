package dev.sekisho.gateway.tls;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a handshake agreed on.
 *
 * @param version for example {@code TLSv1.3}, or empty
 * @param cipher the suite, or empty
 * @param alpn the protocol agreed on, or empty
 */
public record TlsFacts(String version, String cipher, String alpn) {
    /** No TLS. */
    public static final TlsFacts NONE = new TlsFacts("", "", "");

    /** The facts of a finished handshake. */
    public static TlsFacts of(SslHandler handler) {
        SSLSession session = handler.engine().getSession();
        String alpn = handler.applicationProtocol();
        return new TlsFacts(session.getProtocol(), session.getCipherSuite(), alpn == null ? "" : alpn);
    }

    /** The chain that the other side showed, leaf first; empty if it showed none. */
    public static List<X509Certificate> peerChain(SslHandler handler) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate each : handler.engine().getSession().getPeerCertificates()) {
                if (each instanceof X509Certificate certificate) {
                    chain.add(certificate);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
        return chain;
    }
}
