package dev.sekisho.control;

import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What the gateway knows about destinations, for the policy tester: where a host is, and whether the guard lets it be contacted. */
@FunctionalInterface
public interface Destinations {
    /** Knows nobody to ask: the tester then treats the destination, and lists that follow from it, as unknown. */
    Destinations UNKNOWN = (scope, host, port) -> Optional.empty();

    /**
     * Finds a host as the gateway would; blocks for as long as the gateway would wait.
     *
     * @param scope whose request it would be; answers are kept apart by customer
     * @param host normalised name, or address literal without brackets
     * @param port 1 to 65535
     * @return empty if nobody could be asked
     */
    Optional<Found> find(CustomerScope scope, String host, int port);

    /**
     * Where a host is.
     *
     * @param addresses all that it resolved to; empty if it does not resolve, for whatever reason
     * @param refusedBy the guard's rule, if nothing of it may be contacted (private, loopback, link-local, metadata)
     */
    record Found(List<InetAddress> addresses, Optional<String> refusedBy) {
        /** Copies the list. */
        public Found {
            addresses = List.copyOf(addresses);
        }
    }
}
