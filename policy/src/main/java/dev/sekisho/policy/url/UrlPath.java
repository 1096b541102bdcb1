package dev.sekisho.policy.url;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Paths in the one form in which rules and lists compare them; for comparing only, a request is sent on as it was written.
 *
 * <p>Percent-encoding is removed once, {@code \} counts as {@code /}, runs of {@code /} as one, and {@code .} and {@code ..} are
 * resolved, encoded or not (RFC 3986 section 6.2.2, WHATWG URL section 4.4; servers differ on {@code %2F} and {@code //}, and
 * the form chosen lets a listed path be found in either reading). What would be ambiguous or unreadable stays encoded, in upper
 * case: {@code % ? #}, control and format characters, bytes that are not UTF-8. Letter case is kept. Normalising twice is
 * normalising once.
 */
public final class UrlPath {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UrlPath() {}

    /**
     * The normal form.
     *
     * @param raw a path as a client writes it, without query; empty counts as {@code /}
     * @return starts with {@code /}
     */
    public static String normalise(String raw) {
        return isPlain(raw) ? raw : resolveDots(decode(raw));
    }

    /** Whether nothing would change: the common case costs one pass and no allocation. */
    private static boolean isPlain(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            return false;
        }
        char before = 'a';
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < 0x20 || c >= 0x7f || c == '%' || c == '\\' || c == '?' || c == '#') {
                return false;
            }
            if (before == '/' && (c == '/' || c == '.')) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static StringBuilder decode(String raw) {
        StringBuilder out = new StringBuilder(raw.length() + 8);
        byte[] run = new byte[raw.length() / 3 + 1];
        for (int i = 0; i < raw.length(); ) {
            int length = 0;
            while (i + 2 < raw.length()
                    && raw.charAt(i) == '%'
                    && HexFormat.isHexDigit(raw.charAt(i + 1))
                    && HexFormat.isHexDigit(raw.charAt(i + 2))) {
                run[length++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 3;
            }
            if (length > 0) {
                appendRun(out, run, length);
            } else {
                int codePoint = raw.codePointAt(i);
                append(out, codePoint);
                i += Character.charCount(codePoint);
            }
        }
        return out;
    }

    private static void appendRun(StringBuilder out, byte[] run, int length) {
        for (int i = 0; i < length; ) {
            int width = width(run[i]);
            int codePoint = i + width <= length ? codePoint(run, i, width) : -1;
            if (codePoint < 0) {
                out.append('%').append(HEX.toHexDigits(run[i]));
                i++;
            } else {
                append(out, codePoint);
                i += width;
            }
        }
    }

    private static int width(byte first) {
        int b = first & 0xff;
        return b < 0xc2 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    }

    /** The code point of well-formed UTF-8 (Unicode table 3-7), else -1. */
    private static int codePoint(byte[] bytes, int from, int width) {
        int b = bytes[from] & 0xff;
        if (width == 1) {
            return b < 0x80 ? b : -1;
        }
        int value = b & (0x7f >> width);
        for (int i = from + 1; i < from + width; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return -1;
            }
            value = value << 6 | (bytes[i] & 0x3f);
        }
        boolean wellFormed = switch (width) {
            case 2 -> true;
            case 3 -> value >= 0x800 && (value < 0xd800 || value > 0xdfff);
            default -> b < 0xf5 && value >= 0x1_0000 && value <= 0x10_ffff;
        };
        return wellFormed ? value : -1;
    }

    private static void append(StringBuilder out, int codePoint) {
        if (codePoint == '\\') {
            out.append('/');
        } else if (staysEncoded(codePoint)) {
            String whole = Character.toString(codePoint);
            for (byte b : whole.getBytes(StandardCharsets.UTF_8)) {
                out.append('%').append(HEX.toHexDigits(b));
            }
        } else {
            out.appendCodePoint(codePoint);
        }
    }

    private static boolean staysEncoded(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint < 0x20 || codePoint == 0x7f || codePoint == '%' || codePoint == '?' || codePoint == '#';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static String resolveDots(StringBuilder path) {
        List<String> segments = new ArrayList<>();
        boolean folder = false;
        for (int start = 0; start <= path.length(); ) {
            int end = path.indexOf("/", start);
            boolean last = end < 0;
            String segment = path.substring(start, last ? path.length() : end);
            boolean dots = segment.equals(".") || segment.equals("..");
            if (segment.equals("..") && !segments.isEmpty()) {
                segments.removeLast();
            } else if (!dots && !segment.isEmpty()) {
                segments.add(segment);
            }
            folder = dots || segment.isEmpty();
            start = last ? path.length() + 1 : end + 1;
        }
        StringBuilder out = new StringBuilder(path.length() + 1);
        for (String segment : segments) {
            out.append('/').append(segment);
        }
        if (folder || segments.isEmpty()) {
            out.append('/');
        }
        return out.toString();
    }
}
