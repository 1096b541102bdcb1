package dev.sekisho.gateway.front;

import dev.sekisho.policy.url.Network;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a front stands.
 *
 * @param listen where its clients connect; port 0 takes a free one
 * @param balancers whose PROXY header tells the client's address
 * @param socket the gateway's socket
 * @param password what it shows the gateway with each connection, 32 bytes; new with every start of the gateway
 * @param connections most clients at once
 */
public record FrontPlace(
        InetSocketAddress listen, List<Network> balancers, Path socket, FrontPassword password, int connections) {
    /** Takes a copy. */
    public FrontPlace {
        balancers = List.copyOf(balancers);
    }

    /** The same at the address that it has got, for the next start. */
    public FrontPlace at(InetSocketAddress bound) {
        return new FrontPlace(bound, balancers, socket, password, connections);
    }
}
