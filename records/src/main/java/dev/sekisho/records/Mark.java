package dev.sekisho.records;

/**
 * A moment of one records database, from which changes can be asked for later. A database that was restored, loaded or set back to
 * a moment before it does not know it.
 *
 * @param text 1 to 64 printable ASCII characters
 */
public record Mark(String text) {
    /** Checks it. */
    public Mark {
        if (text.isEmpty() || text.length() > 64 || !text.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new IllegalArgumentException("a mark has 1 to 64 printable ASCII characters");
        }
    }
}
