package dev.sekisho.policy.url;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;

/**
 * A host and a port: the target of CONNECT, or a {@code Host} header.
 *
 * @param host the normalised host
 * @param port 1 to 65535
 */
public record Authority(Host host, int port) {
    /**
     * Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}; no user information.
     *
     * @param defaultPort the port where none is written
     * @throws SekishoException {@code BAD_REQUEST}
     */
    public static Authority parse(String text, int defaultPort) {
        int colon = text.startsWith("[") ? text.indexOf("]:") + 1 : text.indexOf(':');
        if (colon <= 0) {
            return new Authority(Host.parse(text), defaultPort);
        }
        String digits = text.substring(colon + 1);
        return new Authority(Host.parse(text.substring(0, colon)), digits.isEmpty() ? defaultPort : port(digits));
    }

    private static int port(String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            port = c >= '0' && c <= '9' && port <= 65535 ? port * 10 + (c - '0') : 65536;
        }
        if (port < 1 || port > 65535) {
            throw new SekishoException(ErrorCode.BAD_REQUEST, "The port is not a number from 1 to 65535.");
        }
        return port;
    }

    /** {@code host:port}, IPv6 in brackets. */
    @Override
    public String toString() {
        return host.inUrl() + ":" + port;
    }
}
