package dev.sekisho.policy.document;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The names given in one part of a document: of the right form, and each once. */
final class Names {
    private static final int CHARS_MAX = 64;

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
                            + " characters: letters, digits and . _ - / ( ) and single spaces between them.");
            return Optional.empty();
        }
        if (!taken.add(name.get())) {
            place.problem(ProblemCode.DUPLICATE_NAME, "The name \"" + name.get() + "\" is taken already.");
            return Optional.empty();
        }
        return name;
    }

    /** No comma (the log joins names by it), nothing that could not be shown in a header or a sentence. */
    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > CHARS_MAX || !name.equals(name.strip()) || name.contains("  ")) {
            return false;
        }
        return name.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || Character.getType(c) == Character.COMBINING_SPACING_MARK
                        || " ._-/()ー・".indexOf(c) >= 0);
    }
}
