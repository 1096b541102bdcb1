package dev.sekisho.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The methods of RFC 9110 and RFC 5789, so that the common ones need no string of their own. */
final class Methods {
    private static final String[] COMMON = {
        "GET", "POST", "CONNECT", "HEAD", "PUT", "OPTIONS", "DELETE", "PATCH", "TRACE"
    };

    private Methods() {}

    /** The method in the first {@code length} bytes. Methods are case-sensitive. */
    static String intern(byte[] head, int length) {
        for (String method : COMMON) {
            if (method.length() == length && matches(head, method)) {
                return method;
            }
        }
        return new String(head, 0, length, US_ASCII);
    }

    private static boolean matches(byte[] head, String method) {
        for (int i = 0; i < method.length(); i++) {
            if (head[i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
