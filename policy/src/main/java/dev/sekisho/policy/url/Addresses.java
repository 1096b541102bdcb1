package dev.sekisho.policy.url;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Spellings of addresses. Nothing here asks a name service. */
public final class Addresses {
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private Addresses() {}

    /** The address of 4 or 16 bytes; 16 bytes that map an IPv4 address give that one (RFC 4291 section 2.5.5.2). */
    public static InetAddress plain(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    /** Dotted decimal, or the shortest form of RFC 5952 without a zone. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        return compress(bytes);
    }

    /**
     * The IPv4 address inside an IPv6 address of the well-known NAT64 prefix 64:ff9b::/96 (RFC 6052), which reaches the same
     * host behind a translator.
     */
    public static Optional<Inet4Address> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16 || !Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
            return Optional.empty();
        }
        return Optional.of((Inet4Address) plain(Arrays.copyOfRange(bytes, 12, 16)));
    }

    private static String compress(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
