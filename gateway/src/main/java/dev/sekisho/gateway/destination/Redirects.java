package dev.sekisho.gateway.destination;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hosts and ports that are answered by one given endpoint, without asking any resolver. Only the demonstration fills it: its
 * origins listen on ports that need no privilege. The endpoints themselves, address and port, are open in the guard; nothing
 * else of their address is.
 *
 * @param endpoints lower-case {@code host:port} to the endpoint that answers it
 */
public record Redirects(Map<String, InetSocketAddress> endpoints) {
    /** Nothing is redirected. */
    public static final Redirects NONE = new Redirects(Map.of());

    /** Takes a copy. */
    public Redirects {
        endpoints = Map.copyOf(endpoints);
    }

    /** The endpoint that answers for the host and port. */
    Optional<InetSocketAddress> find(String host, int port) {
        return endpoints.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(endpoints.get(host.toLowerCase(Locale.ROOT) + ":" + port));
    }

    /** The endpoints that are open in the guard. */
    Set<InetSocketAddress> open() {
        return endpoints.values().stream().collect(Collectors.toUnmodifiableSet());
    }
}
