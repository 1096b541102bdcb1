package dev.sekisho.policy.url;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3).
 *
 * @param first the lowest address
 * @param bits length of the prefix, 0 to 32 or 128
 */
public record Network(InetAddress first, int bits) {
    /**
     * Clears the bits after the prefix, so that equal ranges are equal.
     *
     * @throws IllegalArgumentException if the prefix is longer than the address
     */
    public Network {
        byte[] bytes = first.getAddress();
        if (bits < 0 || bits > bytes.length * 8) {
            throw new IllegalArgumentException("a prefix has 0 to " + bytes.length * 8 + " bits, not " + bits);
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= (byte) mask(bits, i);
        }
        first = Addresses.plain(bytes);
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address; an address in any spelling that {@link Host} reads.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Host host = Host.find(address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address)
                .orElseThrow(() -> new IllegalArgumentException("not an address"));
        if (!(host instanceof Host.Address literal)) {
            throw new IllegalArgumentException("not an address");
        }
        int width = literal.address().getAddress().length * 8;
        if (slash < 0) {
            return new Network(literal.address(), width);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("the prefix length is not a number");
        }
        boolean mapped = width == 32 && address.indexOf(':') >= 0;
        return new Network(literal.address(), Integer.parseInt(length) - (mapped ? 96 : 0));
    }

    /** Whether the address lies in the range, itself or as the IPv4 address inside a NAT64 address. */
    public boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        if (within(candidate)) {
            return true;
        }
        return candidate.length == 16
                && Addresses.embedded(address)
                        .map(v4 -> within(v4.getAddress()))
                        .orElse(false);
    }

    private boolean within(byte[] candidate) {
        byte[] base = first.getAddress();
        if (base.length != candidate.length) {
            return false;
        }
        for (int i = 0; i * 8 < bits; i++) {
            if (((base[i] ^ candidate[i]) & mask(bits, i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int mask(int bits, int index) {
        int left = bits - 8 * index;
        return left >= 8 ? 0xff : left <= 0 ? 0 : 0xff << (8 - left) & 0xff;
    }

    /** CIDR notation. */
    @Override
    public String toString() {
        return Addresses.text(first) + "/" + bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network that
                && bits == that.bits
                && Arrays.equals(first.getAddress(), that.first.getAddress());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first.getAddress()) + bits;
    }
}
