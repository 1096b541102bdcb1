package dev.sekisho.directory.credential;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** The addresses that count as one source of sign-ins: one IPv4 address, or an IPv6 /64, which one host has whole (RFC 4291, RFC 8981). */
public final class SourceBlock {
    private static final int IPV6_BYTES = 8;

    private SourceBlock() {}

    /** What the addresses of a block have in common, in hexadecimal digits. */
    public static String of(InetAddress source) {
        byte[] bytes = source.getAddress();
        return HexFormat.of().formatHex(bytes, 0, source instanceof Inet6Address ? IPV6_BYTES : bytes.length);
    }
}
