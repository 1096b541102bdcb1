package dev.sekisho.directory;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A network in CIDR notation (RFC 4632, RFC 4291 section 2.3). An IPv4-mapped IPv6 network is the IPv4 network.
 *
 * @param address its first address; the bits after the prefix are zero
 * @param prefix 0 to 32, or 128 for IPv6
 */
public record SourceNetwork(InetAddress address, int prefix) {
    /** @throws IllegalArgumentException if the prefix is out of range or bits after it are set */
    public SourceNetwork {
        byte[] bytes = address.getAddress();
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw new IllegalArgumentException("prefix out of range: " + prefix);
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] & (0x80 >>> (bit % 8))) != 0) {
                throw new IllegalArgumentException("bits after the prefix are set");
            }
        }
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address.
     *
     * @throws SekishoException {@code INVALID_INPUT} with what was expected
     */
    public static SourceNetwork parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        try {
            // Only literals: nothing here may ask a name server.
            InetAddress address = InetAddress.ofLiteral(host);
            int prefix =
                    slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text, slash + 1, text.length(), 10);
            if (address instanceof Inet4Address && host.contains(":") && slash >= 0) {
                prefix -= 96;
            }
            return new SourceNetwork(address, prefix);
        } catch (IllegalArgumentException e) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "source: a network such as 192.0.2.0/24 or 2001:db8::/32, with no bits after the prefix",
                    e);
        }
    }

    /** Whether the address lies in it. */
    public boolean contains(InetAddress other) {
        return commonBits(other) >= prefix;
    }

    /** Whether some address lies in both. */
    public boolean overlaps(SourceNetwork other) {
        return commonBits(other.address) >= Math.min(prefix, other.prefix);
    }

    /** Leading bits in common, or -1 if the families differ. */
    private int commonBits(InetAddress other) {
        byte[] left = address.getAddress();
        byte[] right = other.getAddress();
        if (left.length != right.length) {
            return -1;
        }
        int bit = 0;
        while (bit < left.length * 8 && ((left[bit / 8] ^ right[bit / 8]) & (0x80 >>> (bit % 8))) == 0) {
            bit++;
        }
        return bit;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
