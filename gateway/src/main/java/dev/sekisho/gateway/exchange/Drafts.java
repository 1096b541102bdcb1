package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.http.Known;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.kernel.event.WebEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins the record of a request with what its arrival tells. */
final class Drafts {
    private Drafts() {}

    /** A record; {@code head} is null if the request was not understood. */
    static EventDraft begin(
            Station station,
            Arrival arrival,
            Optional<OnRamp> onRamp,
            Optional<Inside> inside,
            @Nullable RequestHead head) {
        EventDraft event = new EventDraft(
                station.lane().ids().next(),
                station.parts().ports().eventTime().instant(),
                station.parts().options().node(),
                new WebEvent.From(
                        arrival.text(), arrival.port(), onRamp.map(OnRamp::name).orElse("")),
                System.nanoTime());
        if (head != null) {
            event.asked(
                    head.method(),
                    head.protocol(),
                    head.fields().first(Known.USER_AGENT),
                    originOf(head.fields().first(Known.REFERER)));
        }
        if (inside.isPresent()) {
            recordTunnel(event, inside.get());
        }
        return event;
    }

    private static void recordTunnel(EventDraft event, Inside tunnel) {
        event.through(tunnel.target().host(), tunnel.sni());
        event.to(
                tunnel.tls() ? "https" : "http",
                tunnel.target().host(),
                tunnel.target().port(),
                "",
                "");
        event.verdict(tunnel.decryption());
        event.protectedBy(new WebEvent.Tls(
                tunnel.tls() ? "inspect" : "none",
                tunnel.clientTls().version(),
                tunnel.clientTls().cipher(),
                "",
                "",
                "",
                "",
                tunnel.certificateHash()));
    }

    /** Scheme and host of the referring page; path, query and user information are not for the log. */
    static String originOf(String referrer) {
        int start = referrer.indexOf("://");
        if (start < 0) {
            return "";
        }
        int end = start + 3;
        while (end < referrer.length() && "/?#".indexOf(referrer.charAt(end)) < 0) {
            end++;
        }
        int user = referrer.lastIndexOf('@', end - 1);
        return user < start
                ? referrer.substring(0, end)
                : referrer.substring(0, start + 3) + referrer.substring(user + 1, end);
    }
}
