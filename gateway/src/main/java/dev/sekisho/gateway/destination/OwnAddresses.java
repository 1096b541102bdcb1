package dev.sekisho.gateway.destination;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of this machine, taken once. */
record OwnAddresses(Set<InetAddress> addresses) {
    /** What the interfaces have now. */
    static OwnAddresses ofThisMachine() {
        try {
            return new OwnAddresses(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(OwnAddresses::withoutZone)
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (SocketException e) {
            throw new IllegalStateException("the network interfaces of this machine cannot be read", e);
        }
    }

    /** Whether a packet to the address would stay on this machine. */
    boolean contains(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || addresses.contains(withoutZone(address));
    }

    /** Whether the machine has an IPv6 address of the public Internet. */
    boolean haveGlobalIpv6() {
        return addresses.stream()
                .anyMatch(address -> address.getAddress().length == 16
                        && SpecialAddresses.nameOf(address).isEmpty());
    }

    private static InetAddress withoutZone(InetAddress address) {
        return SpecialAddresses.of(address.getAddress());
    }
}
