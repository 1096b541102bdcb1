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
 */
public record Arrival(InetAddress address, String text, int port) {
    /** Of an address and port. */
    public static Arrival of(InetSocketAddress from) {
        Host.Address host = Host.of(from.getAddress());
        return new Arrival(host.address(), host.text(), from.getPort());
    }
}
