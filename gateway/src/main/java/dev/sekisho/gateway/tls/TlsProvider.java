package dev.sekisho.gateway.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Which library does TLS: BoringSSL where it loads, the JDK's otherwise (it works the same and costs about half more). */
public final class TlsProvider {
    private TlsProvider() {}

    /** The library for a profile in this process. */
    public static SslProvider of(TlsProfile profile) {
        return switch (profile) {
            case MODERN -> OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
            case SEED_COMPAT -> SslProvider.JDK;
        };
    }

    /** For the log at start: the library, and why it is not the fast one if it is not. */
    public static String describe() {
        if (OpenSsl.isAvailable()) {
            return OpenSsl.versionString();
        }
        return "JSSE, because BoringSSL does not load here: " + OpenSsl.unavailabilityCause();
    }
}
