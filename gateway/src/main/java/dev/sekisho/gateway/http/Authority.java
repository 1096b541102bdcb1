package dev.sekisho.gateway.http;

import dev.sekisho.gateway.http.BadMessage.Fault;

/**
 * Host and port as a client spelled them (RFC 3986, section 3.2, without user information, which HTTP does not allow). The
 * host is not normalised yet.
 *
 * @param host name or address; an IPv6 address keeps its brackets
 * @param port 1 to 65535, or {@link #NO_PORT}
 */
public record Authority(String host, int port) {
    /** No port was named. */
    public static final int NO_PORT = -1;

    private static final int MAX_HOST_CHARS = 255;

    /** Reads {@code host} or {@code host:port}. */
    static Authority parse(String text) throws BadMessage {
        return parse(text, Fault.TARGET);
    }

    /** Reads the value of a Host field. */
    public static Authority parseHostField(String text) throws BadMessage {
        return parse(text, Fault.HOST);
    }

    private static Authority parse(String text, Fault fault) throws BadMessage {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (hostEnd < 0) {
            hostEnd = text.length();
        }
        if (hostEnd == 0 || hostEnd > MAX_HOST_CHARS || !validHost(text, hostEnd)) {
            throw new BadMessage(fault);
        }
        if (hostEnd == text.length()) {
            return new Authority(text, NO_PORT);
        }
        return new Authority(text.substring(0, hostEnd), port(text, hostEnd, fault));
    }

    private static int port(String text, int colon, Fault fault) throws BadMessage {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits > 5) {
            throw new BadMessage(fault);
        }
        if (digits == 0) {
            return NO_PORT;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new BadMessage(fault);
            }
            port = port * 10 + text.charAt(i) - '0';
        }
        if (port == 0 || port > 65_535) {
            throw new BadMessage(fault);
        }
        return port;
    }

    /** Only the characters of a host: no user information, no blanks, no second colon, brackets only around the whole. */
    private static boolean validHost(String text, int end) {
        boolean bracketed = text.charAt(0) == '[';
        for (int i = bracketed ? 1 : 0; i < (bracketed ? end - 1 : end); i++) {
            char c = text.charAt(i);
            boolean fine = bracketed
                    ? Character.digit(c, 16) >= 0 || c == ':' || c == '.'
                    : c > 0x20 && c != 0x7F && "@/?#\\[]:<>^|\"{}`,;=()".indexOf(c) < 0;
            if (!fine) {
                return false;
            }
        }
        return !bracketed || end > 2;
    }
}
