package dev.sekisho.trust.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Address aliases ({@code privacy+HANDLE@example.org}, RFC 5233 calls the part after the plus sign the detail) in header texts. */
final class Aliases {
    private static final int HANDLE_CHARS = 26;
    private static final int MAX_CHARS = 65_536;
    private static final int MAX_HANDLES = 16;

    private Aliases() {}

    /** The handles, in upper case, each once, in order; what is not 26 letters and digits between a plus and an at sign is none. */
    static List<String> find(String header) {
        Set<String> found = new LinkedHashSet<>();
        int end = Math.min(header.length(), MAX_CHARS);
        for (int at = header.indexOf('@');
                at >= 0 && at < end && found.size() < MAX_HANDLES;
                at = header.indexOf('@', at + 1)) {
            int start = at - HANDLE_CHARS;
            if (start >= 1 && header.charAt(start - 1) == '+' && isHandle(header, start, at)) {
                found.add(header.substring(start, at).toUpperCase(Locale.ROOT));
            }
        }
        return new ArrayList<>(found);
    }

    private static boolean isHandle(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
