package dev.sekisho.gateway.page;

import java.nio.charset.StandardCharsets;

/** Values from outside, made harmless for the place where they go. */
final class Plain {
    private Plain() {}

    /**
     * The value without control characters and marks that turn the direction of text (Unicode Bidi_Control), cut to a number of
     * characters.
     */
    static String visible(String value, int maxChars) {
        StringBuilder out = new StringBuilder();
        value.codePoints().limit(maxChars).forEach(c -> out.appendCodePoint(isHidden(c) ? 0xfffd : c));
        return value.codePointCount(0, value.length()) > maxChars
                ? out.append('…').toString()
                : out.toString();
    }

    private static boolean isHidden(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE
                || Character.getType(c) == Character.FORMAT
                || c == 0x2028
                || c == 0x2029
                || (c & 0xfffe) == 0xfffe;
    }

    /** For text and quoted attributes of HTML. */
    static String html(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A quoted string of JSON (RFC 8259, section 7). */
    static String json(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c) && !isPaired(value, i)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static boolean isPaired(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    /**
     * A value of a header field (RFC 9110, section 5.5): visible ASCII and spaces within stay, {@code %} and everything else
     * is percent-encoded UTF-8, so that decoding gives the value back.
     */
    static String header(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            boolean inner = c == ' ' && i > 0 && i < bytes.length - 1;
            if (inner || c > 0x20 && c < 0x7f && c != '%') {
                out.append((char) c);
            } else {
                out.append(String.format("%%%02X", c));
            }
        }
        return out.toString();
    }
}
