package dev.sekisho.gateway.page;

import java.util.List;
import java.util.Locale;

/** What a client would like to get, from its header fields (RFC 9110, section 12.5). */
final class Wishes {
    private static final int MAX_HEADER_CHARS = 1_000;

    private Wishes() {}

    /** Whether the client names HTML with a weight above zero; wildcards alone do not ask for a page. */
    static boolean html(String accept) {
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";");
            String type = parts[0].strip();
            if ((type.equals("text/html") || type.equals("application/xhtml+xml")) && !isZero(parts)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q\\s*=\\s*0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }

    /** The language asked for (RFC 4647 look-up); the first one if none is, or the header field makes no sense. */
    static Locale language(String acceptLanguage, List<Locale> available) {
        if (acceptLanguage.isBlank() || acceptLanguage.length() > MAX_HEADER_CHARS) {
            return available.getFirst();
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), available);
            return found == null ? available.getFirst() : found;
        } catch (IllegalArgumentException e) {
            return available.getFirst();
        }
    }
}
