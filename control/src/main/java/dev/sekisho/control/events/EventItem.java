package dev.sekisho.control.events;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event as lists, exports and the live stream show it; {@code docs/api/openapi.yaml} describes its members. */
public record EventItem(
        String id,
        Instant time,
        @Nullable String user,
        @Nullable String pseudonym,
        @Nullable String userName,
        List<String> groups,
        String clientIp,
        String onRamp,
        String method,
        String scheme,
        String url,
        String host,
        int status,
        String action,
        String rule,
        String reason,
        List<String> categories,
        List<String> lists,
        long bytes,
        long requestBytes,
        long responseBytes,
        String tls,
        String userAgent,
        long micros,
        long decideMicros) {

    /** The event, with the person's name only where the desk may show it. */
    static EventItem of(WebEvent event, CustomerDesk desk) {
        return of(event, desk::nameOf);
    }

    /** The event, with what {@code names} calls its person; null for what may not be shown. */
    public static EventItem of(WebEvent event, Names names) {
        PersonToken person = event.who().person().orElse(null);
        return new EventItem(
                event.id().toString(),
                event.time(),
                person == null ? null : person.toString(),
                person == null ? null : person.pseudonym(),
                person == null ? null : names.of(person),
                split(event.who().groups()),
                event.from().address(),
                event.from().onRamp(),
                event.http().method(),
                event.to().scheme(),
                url(event.to()),
                event.to().host(),
                event.http().status(),
                event.decided().action().wire(),
                event.decided().rule(),
                event.decided().reason(),
                split(event.decided().categories()),
                split(event.decided().lists()),
                event.http().requestBytes() + event.http().responseBytes(),
                event.http().requestBytes(),
                event.http().responseBytes(),
                event.tls().mode(),
                event.http().userAgent(),
                event.timing().total(),
                event.timing().decide());
    }

    /** What people are called in an answer. */
    @FunctionalInterface
    public interface Names {
        /** The name, or null. */
        @Nullable
        String of(PersonToken person);
    }

    /** The URL as far as it is stored; path and query alone if the host is not. */
    static String url(WebEvent.To to) {
        String page = to.path() + (to.query().isEmpty() ? "" : "?" + to.query());
        if (to.host().isEmpty()) {
            return page;
        }
        boolean usual = to.port() == (to.scheme().equals("https") ? 443 : 80);
        String host = to.host().contains(":") ? "[" + to.host() + "]" : to.host();
        return to.scheme() + "://" + host + (usual ? "" : ":" + to.port()) + page;
    }

    /** The parts of a list that is stored as one text. */
    static List<String> split(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }
}
