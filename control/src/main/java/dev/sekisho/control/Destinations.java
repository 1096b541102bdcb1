package dev.sekisho.control;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What the gateway knows about destinations, for the policy tester: how it resolves, and which addresses it refuses. */
public interface Destinations {
    /** Knows nobody to ask: the tester then treats the destination as unknown. */
    Destinations UNKNOWN = new Destinations() {
        @Override
        public Optional<List<InetAddress>> resolve(String host) {
            return Optional.empty();
        }

        @Override
        public boolean refuses(InetAddress address) {
            return false;
        }
    };

    /**
     * The addresses of a host; blocks for as long as the gateway would wait.
     *
     * @return empty if nobody could be asked; an empty list if the name does not resolve
     */
    Optional<List<InetAddress>> resolve(String host);

    /** Whether the destination guard refuses the address (private, loopback, link-local, metadata, unless configured). */
    boolean refuses(InetAddress address);
}
