package dev.sekisho.gateway.exchange;

import dev.sekisho.policy.url.Host;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a connection comes from: the socket's other end, or what a listed balancer said it was.
 *
 * @param address client address; IPv4-mapped IPv6 is IPv4
 * @param text its shortest text form
 * @param port client port
 * @param exposed whether what the client sends can be read on its way: then no password is asked for
 */
public record Arrival(InetAddress address, String text, int port, boolean exposed) {
    /** Of an address and port, over TLS or on this machine. */
    public static Arrival of(InetSocketAddress from) {
        Host.Address host = Host.of(from.getAddress());
        return new Arrival(host.address(), host.text(), from.getPort(), false);
    }

    /** The same at a listener that takes what clients send unencrypted. */
    public Arrival inTheClear() {
        return new Arrival(address, text, port, true);
    }
}
