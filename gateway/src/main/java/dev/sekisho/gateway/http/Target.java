package dev.sekisho.gateway.http;

import dev.sekisho.gateway.http.BadMessage.Fault;

/** The four forms of a request target (RFC 9112, section 3.2). */
public sealed interface Target {
    /**
     * What a proxy is asked for.
     *
     * @param scheme {@code http} or {@code https}
     * @param authority host and port
     * @param pathAndQuery starts with {@code /}, as it came
     */
    record Absolute(String scheme, Authority authority, String pathAndQuery) implements Target {}

    /**
     * What an origin is asked for, inside a tunnel.
     *
     * @param pathAndQuery starts with {@code /}, as it came
     */
    record Origin(String pathAndQuery) implements Target {}

    /**
     * Where CONNECT leads.
     *
     * @param authority host and port
     */
    record Connect(Authority authority) implements Target {}

    /** {@code OPTIONS *}. */
    record Asterisk() implements Target {}

    /** Reads a target; its bytes are visible ASCII. */
    static Target parse(String method, String text) throws BadMessage {
        if (method.equals("CONNECT")) {
            Authority authority = Authority.parse(text);
            if (authority.port() == Authority.NO_PORT) {
                throw new BadMessage(Fault.TARGET);
            }
            return new Connect(authority);
        }
        if (text.charAt(0) == '/') {
            return new Origin(checked(text));
        }
        if (text.equals("*") && method.equals("OPTIONS")) {
            return new Asterisk();
        }
        return absolute(text);
    }

    private static Target absolute(String text) throws BadMessage {
        String scheme;
        int start;
        if (text.regionMatches(true, 0, "http://", 0, 7)) {
            scheme = "http";
            start = 7;
        } else if (text.regionMatches(true, 0, "https://", 0, 8)) {
            scheme = "https";
            start = 8;
        } else {
            throw new BadMessage(Fault.TARGET);
        }
        int end = start;
        while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        Authority authority = Authority.parse(text.substring(start, end));
        String rest = text.substring(end);
        if (!rest.isEmpty() && rest.charAt(0) == '\\') {
            throw new BadMessage(Fault.TARGET);
        }
        return new Absolute(scheme, authority, checked(rest.startsWith("/") ? rest : "/" + rest));
    }

    private static String checked(String pathAndQuery) throws BadMessage {
        if (pathAndQuery.indexOf('#') >= 0) {
            throw new BadMessage(Fault.TARGET); // RFC 9112, section 3.2: no fragment in a target
        }
        return pathAndQuery;
    }
}
