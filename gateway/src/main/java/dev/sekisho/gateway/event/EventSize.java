package dev.sekisho.gateway.event;

import dev.sekisho.kernel.event.WebEvent;

/** Estimates what an event takes in memory. */
final class EventSize {
    /** The records, identifiers, numbers and string headers of an event. */
    private static final int FIXED = 1_024;

    private EventSize() {}

    /** Bytes, roughly; texts of other alphabets are counted at two bytes a character like all others. */
    static long of(WebEvent event) {
        WebEvent.To to = event.to();
        WebEvent.Http http = event.http();
        WebEvent.Decided decided = event.decided();
        long characters = (long) to.host().length()
                + to.path().length()
                + to.query().length()
                + to.sni().length()
                + to.connectHost().length()
                + event.who().groups().length()
                + http.method().length()
                + http.userAgent().length()
                + http.referrer().length()
                + http.contentType().length()
                + decided.categories().length()
                + decided.lists().length();
        return FIXED + 2 * characters;
    }
}
