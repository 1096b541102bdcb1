package dev.sekisho.gateway.destination;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The answer to "where is this host": addresses, each judged by the guard, or the reason why there are none. */
public sealed interface Resolution {
    /** Everything the host resolved to, for facts and lists; empty if it does not resolve. */
    List<InetAddress> addresses();

    /**
     * The host has addresses.
     *
     * @param targets in the order in which to try them, never empty
     */
    record Resolved(List<Target> targets) implements Resolution {
        /** Takes a copy. */
        public Resolved {
            targets = List.copyOf(targets);
        }

        @Override
        public List<InetAddress> addresses() {
            return targets.stream().map(target -> target.address().getAddress()).toList();
        }

        /** What may be contacted: exactly these addresses and ports, in this order; empty refuses the destination. */
        public List<InetSocketAddress> permitted() {
            return targets.stream()
                    .filter(target -> target.refusedBy().isEmpty())
                    .map(Target::address)
                    .toList();
        }

        /** The rule that refused the first refused address, if nothing may be contacted. */
        public Optional<String> refusedBy() {
            return permitted().isEmpty() ? targets.getFirst().refusedBy() : Optional.empty();
        }
    }

    /**
     * The host has no address that we know of.
     *
     * @param reason why
     */
    record Unresolved(Reason reason) implements Resolution {
        @Override
        public List<InetAddress> addresses() {
            return List.of();
        }
    }

    /**
     * One address.
     *
     * @param address address and port to connect to; always resolved
     * @param refusedBy the name of the guard's rule that forbids it, for example {@code loopback}; empty if it is permitted
     */
    record Target(InetSocketAddress address, Optional<String> refusedBy) {}

    /** Why there is no address. */
    enum Reason {
        /** The name does not exist (RFC 8020), or is not a name. */
        NO_SUCH_NAME,
        /** The name exists and has no address. */
        NO_ADDRESS,
        /** No server answered in time. */
        TIMEOUT,
        /** The servers answered with a failure. */
        FAILED,
        /** Too many look-ups are under way; this one was not started. */
        OVERLOADED
    }
}
