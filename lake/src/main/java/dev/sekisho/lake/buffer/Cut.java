package dev.sekisho.lake.buffer;

/** Cuts texts that are too long to be kept. */
final class Cut {
    /** Bytes of a value in UTF-8. */
    static final int MAX_VALUE_BYTES = 8 << 10;

    private static final int MAX_BYTES_A_CHAR = 3;

    private Cut() {}

    /** The same text, or its longest start of whole characters that has at most 8 KiB in UTF-8. */
    static String of(String text) {
        if (text.length() <= MAX_VALUE_BYTES / MAX_BYTES_A_CHAR) {
            return text;
        }
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            bytes += bytes(character);
            if (bytes > MAX_VALUE_BYTES) {
                return text.substring(0, at);
            }
            at += Character.charCount(character);
        }
        return text;
    }

    private static int bytes(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? MAX_BYTES_A_CHAR : 4;
    }
}
