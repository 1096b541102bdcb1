package dev.sekisho.policy.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what somebody meant to write. */
final class Nearest {
    private static final int CHARS_MAX = 64;
    private static final int SHOWN_MAX = 12;

    private Nearest() {}

    /** One sentence: the nearest known name if one is near, else the known names if they are few; may be empty. */
    static String hint(String written, Collection<String> known) {
        String lower = written.toLowerCase(Locale.ROOT);
        String best = written.length() > CHARS_MAX
                ? ""
                : known.stream()
                        .min(Comparator.<String>comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT)))
                                .thenComparing(Comparator.naturalOrder()))
                        .orElse("");
        if (!best.isEmpty() && distance(lower, best.toLowerCase(Locale.ROOT)) <= Math.max(1, written.length() / 3)) {
            return "Did you mean \"" + best + "\"?";
        }
        return known.size() > SHOWN_MAX || known.isEmpty()
                ? ""
                : "Known here: " + String.join(", ", known.stream().sorted().toList()) + ".";
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
