package dev.sekisho.kernel.decision;

import dev.sekisho.kernel.id.PersonToken;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request as classification sees it. Host and path are normalised by the caller, once, so that every spelling of a name or
 * an address meets the same rules.
 *
 * @param at when it was made
 * @param method the method; {@code CONNECT} while only the host is known
 * @param scheme {@code http} or {@code https}
 * @param host normalised (WHATWG URL, IDNA, no trailing dot) name or address literal without brackets
 * @param port 1 to 65535
 * @param path normalised path that starts with {@code /}, without query; empty while it is not known (CONNECT)
 * @param query the query without {@code ?}, or empty
 * @param destination what the host resolved to; empty if it does not resolve
 * @param person who, if somebody signed in
 * @param groups the person's groups
 * @param clientAddress where it came from
 * @param userAgent the user agent's own description, or empty
 */
public record WebRequest(
        Instant at,
        String method,
        String scheme,
        String host,
        int port,
        String path,
        String query,
        List<InetAddress> destination,
        Optional<PersonToken> person,
        Set<String> groups,
        InetAddress clientAddress,
        String userAgent) {}
