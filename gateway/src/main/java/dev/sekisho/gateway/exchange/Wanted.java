package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.http.Authority;
import dev.sekisho.gateway.http.BadMessage;
import dev.sekisho.gateway.http.Known;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.gateway.http.Target;
import dev.sekisho.policy.url.UrlPath;
import java.util.Optional;

/**
 * Where a request wants to go.
 *
 * @param place normalised host and port
 * @param connect whether it is a CONNECT
 * @param tls whether the site is to be reached over TLS
 * @param target what is asked of the site, as it came; empty for CONNECT
 * @param path its normalised path; empty for CONNECT and {@code OPTIONS *}
 * @param query its query without {@code ?}
 */
record Wanted(Place place, boolean connect, boolean tls, String target, String path, String query) {
    /** Not known. */
    static final Wanted NOTHING = new Wanted(new Place("", "", 1), false, false, "", "", "");

    /** What a look at a request finds. */
    sealed interface Found {}

    /** It wants to go here. */
    record There(Wanted wanted) implements Found {}

    /** It cannot be served; the status says why. */
    record Wrong(int status) implements Found {}

    /**
     * Looks at a request. Inside a tunnel the host must be where the CONNECT led, otherwise the answer is 421 (RFC 9110,
     * section 15.5.20): what was decided on is what is asked, and no other host gets in under its cover.
     */
    static Found of(RequestHead head, Optional<Inside> inside) {
        return switch (head.target()) {
            case Target.Connect connect ->
                inside.isPresent() ? new Wrong(400) : at(Place.of(connect.authority(), 443), true, false, "");
            case Target.Absolute absolute -> absolute(absolute, inside);
            case Target.Origin origin -> inTunnel(head, inside, origin.pathAndQuery());
            case Target.Asterisk ignored -> inTunnel(head, inside, "*");
        };
    }

    private static Found absolute(Target.Absolute absolute, Optional<Inside> inside) {
        boolean https = absolute.scheme().equals("https");
        Optional<Place> place = Place.of(absolute.authority(), https ? 443 : 80);
        boolean elsewhere = inside.isPresent()
                && (https != inside.get().tls()
                        || !place.equals(Optional.of(inside.get().target())));
        return elsewhere ? new Wrong(421) : at(place, false, https, absolute.pathAndQuery());
    }

    private static Found inTunnel(RequestHead head, Optional<Inside> inside, String pathAndQuery) {
        if (inside.isEmpty()) {
            return new Wrong(400); // a proxy is asked in absolute form (RFC 9112, section 3.2.2)
        }
        Inside tunnel = inside.get();
        try {
            Authority field = Authority.parseHostField(head.fields().first(Known.HOST));
            Optional<Place> host = Place.of(field, tunnel.target().port());
            return host.isPresent() && host.get().host().equals(tunnel.target().host())
                    ? at(Optional.of(tunnel.target()), false, tunnel.tls(), pathAndQuery)
                    : new Wrong(421);
        } catch (BadMessage e) {
            return new Wrong(400);
        }
    }

    private static Found at(Optional<Place> place, boolean connect, boolean tls, String pathAndQuery) {
        if (place.isEmpty()) {
            return new Wrong(400);
        }
        int mark = pathAndQuery.indexOf('?');
        String raw = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        String path = raw.startsWith("/") ? UrlPath.normalise(raw) : "";
        String query = mark < 0 ? "" : pathAndQuery.substring(mark + 1);
        return new There(new Wanted(place.get(), connect, tls, pathAndQuery, path, query));
    }

    /** The scheme that rules and events see; a CONNECT is expected to carry TLS. */
    String scheme() {
        return tls || connect ? "https" : "http";
    }
}
