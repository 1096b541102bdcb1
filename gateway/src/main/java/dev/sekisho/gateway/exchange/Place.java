package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.http.Authority;
import dev.sekisho.policy.url.Host;
import java.util.Optional;

/**
 * A normalised host and port.
 *
 * @param host name or address literal without brackets
 * @param inUrl the same as a URL spells it
 * @param port 1 to 65535
 */
record Place(String host, String inUrl, int port) {
    static Optional<Place> of(Authority authority, int defaultPort) {
        int port = authority.port() == Authority.NO_PORT ? defaultPort : authority.port();
        return Host.find(authority.host()).map(host -> new Place(host.text(), host.inUrl(), port));
    }

    /** The value of a Host field: the port only where it is not the scheme's own. */
    String hostField(boolean tls) {
        return port == (tls ? 443 : 80) ? inUrl : inUrl + ":" + port;
    }
}
