package dev.sekisho.gateway.http;

import dev.sekisho.gateway.http.BadMessage.Fault;

/** {@code HTTP/1.0} and {@code HTTP/1.1}. */
final class Versions {
    static final int LENGTH = 8;
    private static final byte[] PREFIX = {'H', 'T', 'T', 'P', '/'};

    private Versions() {}

    /** Reads the version at {@code at}; returns its minor part. */
    static int minor(byte[] head, int at) throws BadMessage {
        if (head.length < at + LENGTH) {
            throw new BadMessage(Fault.START_LINE);
        }
        for (int i = 0; i < PREFIX.length; i++) {
            if (head[at + i] != PREFIX[i]) {
                throw new BadMessage(Fault.START_LINE);
            }
        }
        byte major = head[at + 5];
        byte minor = head[at + 7];
        if (!Octets.isDigit(major) || head[at + 6] != '.' || !Octets.isDigit(minor)) {
            throw new BadMessage(Fault.START_LINE);
        }
        if (major != '1' || minor > '1') {
            throw new BadMessage(Fault.VERSION);
        }
        return minor - '0';
    }

    static String text(int minor) {
        return minor == 1 ? "HTTP/1.1" : "HTTP/1.0";
    }
}
