package dev.sekisho.policy.document;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Guesses what somebody meant to write. */
final class Nearest {
    private static final int CHARS_MAX = 64;
    private static final int SHOWN_MAX = 12;

    private Nearest() {}

    /** One sentence: the nearest known name if one is near, else the known names if they are few; may be empty. */
    static String hint(String written, Collection<String> known) {
        String lower = written.toLowerCase(Locale.ROOT);
        int nearest = Math.max(1, written.length() / 3);
        String best = "";
        for (String name : written.length() > CHARS_MAX ? List.<String>of() : new TreeSet<>(known)) {
            int distance = distance(lower, name.toLowerCase(Locale.ROOT));
            if (distance < nearest || (distance == nearest && best.isEmpty())) {
                best = name;
                nearest = distance;
            }
        }
        if (!best.isEmpty()) {
            return "Did you mean \"" + best + "\"?";
        }
        return known.size() > SHOWN_MAX || known.isEmpty()
                ? ""
                : "Known here: " + String.join(", ", known.stream().sorted().toList()) + ".";
    }

    /** Levenshtein's distance, where two neighbours that changed places count once (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int change = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(change, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                rows[i][j] = swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
