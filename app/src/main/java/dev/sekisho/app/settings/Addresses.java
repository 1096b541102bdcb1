package dev.sekisho.app.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Reads {@code address:port}, where the address is a literal: configuration never waits for name resolution. */
final class Addresses {
    private Addresses() {}

    static Optional<InetSocketAddress> read(String key, String text, int portWhenAbsent, Problems problems) {
        int colon = text.lastIndexOf(':');
        boolean bareIpv6 = text.indexOf(':') != colon && !text.startsWith("[");
        String host = colon < 0 || bareIpv6 ? text : text.substring(0, colon);
        String port = colon < 0 || bareIpv6 ? Integer.toString(portWhenAbsent) : text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        Optional<InetAddress> address = literal(host);
        Optional<Integer> number = port(port);
        if (address.isEmpty() || number.isEmpty()) {
            problems.add(
                    key, "an address and port such as 127.0.0.1:8080 or [::1]:8080 is expected, not \"" + text + "\"");
            return Optional.empty();
        }
        return Optional.of(new InetSocketAddress(address.get(), number.get()));
    }

    static Optional<InetAddress> literal(String text) {
        boolean looksLiteral = text.contains(":") || text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (!looksLiteral) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return false;
        }
        int max = address.get().getAddress().length * 8;
        try {
            int bits = slash < 0 ? max : Integer.parseInt(text.substring(slash + 1));
            return bits >= 0 && bits <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<Integer> port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 0 && port <= 65_535 ? Optional.of(port) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
