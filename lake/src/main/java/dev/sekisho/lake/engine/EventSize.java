package dev.sekisho.lake.engine;

import dev.sekisho.kernel.event.WebEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a waiting event takes of the heap, estimated from above: the records of an event, and two bytes for each character of the
 * texts that come from outside. Texts of the configuration are shared by all events.
 */
final class EventSize {
    private static final long FIXED_BYTES = 512;

    private EventSize() {}

    /** Bytes; an event that lacks values is small. */
    static long of(WebEvent event) {
        long chars = 0;
        if (event.who() != null && event.from() != null) {
            chars += length(event.who().groups())
                    + length(event.from().address())
                    + length(event.from().onRamp());
        }
        WebEvent.To to = event.to();
        if (to != null) {
            chars += length(to.scheme())
                    + length(to.host())
                    + length(to.path())
                    + length(to.query())
                    + length(to.address())
                    + length(to.sni())
                    + length(to.connectHost());
        }
        WebEvent.Http http = event.http();
        if (http != null) {
            chars += length(http.method())
                    + length(http.clientProtocol())
                    + length(http.upstreamProtocol())
                    + length(http.userAgent())
                    + length(http.referrer())
                    + length(http.contentType());
        }
        return FIXED_BYTES + 2 * (chars + tls(event.tls()) + decided(event.decided()));
    }

    private static long tls(WebEvent.@Nullable Tls tls) {
        return tls == null
                ? 0
                : length(tls.alpn())
                        + length(tls.clientCipher())
                        + length(tls.upstreamCipher())
                        + length(tls.certificateFault())
                        + length(tls.certificateHash());
    }

    private static long decided(WebEvent.@Nullable Decided decided) {
        return decided == null ? 0 : length(decided.reason()) + length(decided.categories()) + length(decided.lists());
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
