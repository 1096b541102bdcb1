package dev.sekisho.gateway.destination;

import dev.sekisho.policy.url.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps clients away from what is behind the gateway: its own machine, its networks, its cloud's metadata. Judges addresses,
 * never names, after resolution; an embedded IPv4 address (IPv4-mapped, 6to4, NAT64, Teredo, ISATAP) is judged as that address
 * as well.
 */
public final class DestinationGuard {
    private final List<Network> allowed;
    private final Set<InetSocketAddress> open;
    private final Supplier<? extends Collection<InetSocketAddress>> listeners;
    private final OwnAddresses own;

    /**
     * A guard.
     *
     * @param allowed blocks that are permitted although they are special
     * @param open single endpoints that are permitted although their address is special
     * @param listeners where this process listens and what else of this installation is closed to clients, asked at each
     *     look, because ports may be bound later; never permitted. A
     *     wildcard address stands for every address of this machine
     */
    public DestinationGuard(
            Collection<Network> allowed,
            Collection<InetSocketAddress> open,
            Supplier<? extends Collection<InetSocketAddress>> listeners) {
        this(allowed, open, listeners, OwnAddresses.ofThisMachine());
    }

    DestinationGuard(
            Collection<Network> allowed,
            Collection<InetSocketAddress> open,
            Supplier<? extends Collection<InetSocketAddress>> listeners,
            OwnAddresses own) {
        this.allowed = List.copyOf(allowed);
        this.open = Set.copyOf(open);
        this.listeners = listeners;
        this.own = own;
    }

    /**
     * Judges an endpoint. Answers at once.
     *
     * @return the name of the rule that refuses it, for example {@code loopback} or {@code own-listener}; empty if it may be
     *     contacted
     */
    public Optional<String> refusedBy(InetSocketAddress endpoint) {
        InetAddress address = endpoint.getAddress();
        if (address == null) {
            return Optional.of("unresolved");
        }
        for (InetAddress form : SpecialAddresses.forms(address)) {
            if (isOwnListener(form, endpoint.getPort())) {
                return Optional.of("own-listener");
            }
        }
        if (open.contains(endpoint)) {
            return Optional.empty();
        }
        for (InetAddress form : SpecialAddresses.forms(address)) {
            Optional<String> special = SpecialAddresses.nameOf(form);
            Optional<String> refusal = special.isEmpty() && own.contains(form) ? Optional.of("own-address") : special;
            if (refusal.isPresent() && allowed.stream().noneMatch(block -> block.contains(form))) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private boolean isOwnListener(InetAddress address, int port) {
        for (InetSocketAddress listener : listeners.get()) {
            if (listener.getPort() == port
                    && (listener.getAddress().isAnyLocalAddress()
                            ? own.contains(address)
                            : listener.getAddress().equals(address)
                                    || address.isAnyLocalAddress() && own.contains(listener.getAddress()))) {
                return true;
            }
        }
        return false;
    }
}
