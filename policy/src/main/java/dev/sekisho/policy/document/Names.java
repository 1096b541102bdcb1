package dev.sekisho.policy.document;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The names given in one part of a document: of the right form, and each once. */
final class Names {
    private static final int CHARS_MAX = 100;

    private final Set<String> taken = new HashSet<>();

    /** The name, unless it has a problem. */
    Optional<String> take(Place place) {
        Optional<String> name = place.text();
        if (name.isEmpty()) {
            return name;
        }
        if (!isName(name.get())) {
            place.problem(
                    ProblemCode.BAD_NAME,
                    "A name has 1 to " + CHARS_MAX
                            + " visible characters without a comma, and single spaces between words.");
            return Optional.empty();
        }
        if (!taken.add(name.get())) {
            place.problem(ProblemCode.DUPLICATE_NAME, "The name \"" + name.get() + "\" is taken already.");
            return Optional.empty();
        }
        return name;
    }

    /** No comma (the log joins names by it), nothing invisible, blanks only between words. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= CHARS_MAX
                && name.equals(name.strip())
                && !name.contains("  ")
                && name.codePoints().allMatch(Names::isVisible);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> codePoint != ',';
        };
    }
}
