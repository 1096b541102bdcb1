package dev.sekisho.seal.receipt;

import java.util.regex.Pattern;

/**
 * What texts in a receipt may hold: receipts are read by people, on terminals too, and come from files that anybody may have made.
 * So no text has characters that a reader does not see, or that change how the others are shown.
 */
final class Wording {
    static final int MAX_FACTS = 600;
    static final int MAX_VALUE_CHARS = 4_000;
    static final int MAX_CONTROLS = 64;
    static final int MAX_NAME_CHARS = 80;
    static final int MAX_WORDS_CHARS = 200;
    private static final Pattern NAME = Pattern.compile("[!-~]{1," + MAX_NAME_CHARS + "}");

    private Wording() {}

    /** A name without spaces, in printable ASCII. */
    static String name(String what, String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    what + ": 1 to " + MAX_NAME_CHARS + " printable ASCII characters without spaces");
        }
        return text;
    }

    /** Visible text, {@code least} to {@code most} characters. */
    static String text(String what, String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            throw new IllegalArgumentException(
                    what + ": " + least + " to " + most + " characters, not " + text.length());
        }
        if (!text.codePoints().allMatch(Wording::visible)) {
            throw new IllegalArgumentException(what + ": has a character that cannot be seen");
        }
        return text;
    }

    private static boolean visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
