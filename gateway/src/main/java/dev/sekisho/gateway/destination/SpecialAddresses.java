package dev.sekisho.gateway.destination;

import dev.sekisho.policy.url.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not of the public Internet: the IANA special-purpose registries (RFC 6890), multicast, and the metadata
 * services of clouds. The names are rule names in events and on refusal pages.
 */
final class SpecialAddresses {
    private static final List<Block> BLOCKS = blocks();
    private static final byte[] ISATAP = {0, 0, 0x5e, (byte) 0xfe};

    private record Block(Network network, String name) {}

    private SpecialAddresses() {}

    /** The name of the first special block that holds the address; more specific blocks come first. */
    static Optional<String> nameOf(InetAddress address) {
        for (Block block : BLOCKS) {
            if (block.network().contains(address)) {
                return Optional.of(block.name());
            }
        }
        return Optional.empty();
    }

    /**
     * The address itself and every IPv4 address that a router may read out of it: IPv4-mapped and -compatible (RFC 4291), 6to4
     * (RFC 3056), NAT64 (RFC 6052, well-known and local-use prefix), Teredo (RFC 4380), ISATAP (RFC 5214).
     */
    static List<InetAddress> forms(InetAddress address) {
        byte[] b = address.getAddress();
        List<InetAddress> forms = new ArrayList<>(List.of(of(b)));
        if (b.length != 16) {
            return forms;
        }
        boolean zeros = allZero(b, 0, 10);
        if (zeros && (b[10] == -1 && b[11] == -1 || allZero(b, 10, 12) && !allZero(b, 12, 15))) {
            forms.add(v4(b, 12, 0));
        } else if (b[0] == 0x20 && b[1] == 0x02) {
            forms.add(v4(b, 2, 0));
        } else if (b[0] == 0 && b[1] == 0x64 && b[2] == (byte) 0xff && b[3] == (byte) 0x9b) {
            forms.add(v4(b, 12, 0));
        } else if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) {
            forms.add(v4(b, 4, 0));
            forms.add(v4(b, 12, 0xff));
        }
        if ((b[8] & 0xfd) == 0 && Arrays.equals(b, 9, 12, ISATAP, 1, 4)) {
            forms.add(v4(b, 12, 0));
        }
        return forms;
    }

    /** The address of the given bytes; unlike a text, four or sixteen bytes always are one. */
    static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    private static InetAddress v4(byte[] bytes, int from, int mask) {
        byte[] inner = Arrays.copyOfRange(bytes, from, from + 4);
        for (int i = 0; i < 4; i++) {
            inner[i] ^= (byte) mask;
        }
        return of(inner);
    }

    private static boolean allZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        add(blocks, "metadata", "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200");
        add(blocks, "metadata", "168.63.129.16", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254");
        add(blocks, "unspecified", "0.0.0.0/8", "::/128");
        add(blocks, "loopback", "127.0.0.0/8", "::1/128");
        add(blocks, "private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10");
        add(blocks, "shared", "100.64.0.0/10");
        add(blocks, "link-local", "169.254.0.0/16", "fe80::/10");
        add(blocks, "documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20");
        add(blocks, "benchmarking", "198.18.0.0/15", "2001:2::/48");
        add(blocks, "multicast", "224.0.0.0/4", "ff00::/8");
        add(blocks, "reserved", "192.0.0.0/24", "240.0.0.0/4", "100::/64", "5f00::/16");
        add(blocks, "local-translation", "64:ff9b:1::/48");
        return List.copyOf(blocks);
    }

    private static void add(List<Block> blocks, String name, String... cidrs) {
        for (String cidr : cidrs) {
            blocks.add(new Block(Network.parse(cidr), name));
        }
    }
}
