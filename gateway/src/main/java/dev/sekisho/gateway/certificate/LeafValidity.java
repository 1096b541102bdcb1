package dev.sekisho.gateway.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * From when to when a leaf is valid. It never outlives its intermediate; a site's certificate that has ended or not begun
 * gives a leaf that has ended or not begun, because a fault is never hidden.
 */
record LeafValidity(Instant from, Instant to) {
    /** Clients' clocks are often a little late. */
    private static final Duration SKEW = Duration.ofDays(1);

    /** For a leaf that repeats nothing. */
    static LeafValidity of(Instant now, Instant end, Duration validity) {
        return new LeafValidity(now.minus(SKEW), earlier(now.plus(validity), end));
    }

    /** For a leaf that repeats {@code upstream}. */
    static LeafValidity of(X509Certificate upstream, Instant now, Instant end, Duration validity) {
        Instant from = later(upstream.getNotBefore().toInstant(), now.minus(SKEW));
        Instant to = earlier(upstream.getNotAfter().toInstant(), earlier(now.plus(validity), end));
        if (from.isAfter(now)) {
            // Not yet valid: it begins when the site's begins, even if that is after this issuer's end.
            return new LeafValidity(from, later(to, from.plus(validity)));
        }
        return new LeafValidity(from.isBefore(to) ? from : to.minus(validity), to);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
