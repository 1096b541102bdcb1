package dev.sekisho.gateway.event;

/**
 * Bounds what a client chooses before it is kept: an event waits in memory while the log takes none, and is stored as it is. A
 * text that was cut ends with an ellipsis, so that whoever reads it sees that there was more.
 */
final class Clip {
    static final int PATH = 4_096;
    static final int QUERY = 4_096;
    static final int GROUPS = 2_048;
    static final int AGENT = 512;
    static final int REFERRER = 512;
    static final int HOST = 255;
    static final int MEDIA_TYPE = 128;
    static final int METHOD = 32;

    /** Ends a text that was cut. */
    private static final String MORE = "\u2026";

    private static final int MORE_BYTES = 3;

    private Clip() {}

    /** The text in at most {@code bytes} bytes of UTF-8, the ellipsis included; never half a character. */
    static String to(int bytes, String text) {
        if (text.length() * 3L <= bytes) {
            return text;
        }
        int used = 0;
        int fits = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > bytes) {
                return text.substring(0, fits) + MORE;
            }
            at += Character.charCount(point);
            if (used <= bytes - MORE_BYTES) {
                fits = at;
            }
        }
        return text;
    }
}
