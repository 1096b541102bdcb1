package dev.sekisho.gateway.http;

/** The character classes of RFC 9110, section 5.6, as one table look-up each. */
public final class Octets {
    private static final int TOKEN = 1;
    private static final int FIELD_VALUE = 2;
    private static final int TARGET = 4;
    private static final int DIGIT = 8;
    private static final byte[] CLASS = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            int bits = 0;
            if (isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                bits |= TOKEN;
            }
            if (c == '\t' || (c >= 0x20 && c != 0x7F)) {
                bits |= FIELD_VALUE;
            }
            if (c > 0x20 && c < 0x7F) {
                bits |= TARGET;
            }
            if (c >= '0' && c <= '9') {
                bits |= DIGIT;
            }
            CLASS[c] = (byte) bits;
        }
    }

    private Octets() {}

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** {@code tchar}. */
    static boolean isToken(byte octet) {
        return (CLASS[octet & 0xFF] & TOKEN) != 0;
    }

    /** {@code VCHAR}, {@code obs-text}, blank or tab. */
    static boolean isFieldValue(byte octet) {
        return (CLASS[octet & 0xFF] & FIELD_VALUE) != 0;
    }

    /** What may stand in a request target: visible ASCII. */
    static boolean isTarget(byte octet) {
        return (CLASS[octet & 0xFF] & TARGET) != 0;
    }

    /** A decimal digit. */
    static boolean isDigit(byte octet) {
        return (CLASS[octet & 0xFF] & DIGIT) != 0;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte octet) {
        return Character.digit(octet, 16);
    }

    /** Compares with {@code lower}, whose letters are in lower case. */
    static boolean equalsIgnoreCase(byte[] data, int start, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            int c = data[start + i];
            if (c >= 'A' && c <= 'Z') {
                c |= 0x20;
            }
            if (c != lower[i]) {
                return false;
            }
        }
        return true;
    }
}
