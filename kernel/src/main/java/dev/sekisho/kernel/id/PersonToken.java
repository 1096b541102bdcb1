package dev.sekisho.kernel.id;

/**
 * A person, everywhere but in the one sealed identity row that holds the name. Tokens are assigned at random, never derived
 * from a name, so that destroying the identity row's subject key leaves nothing to compute the name from.
 *
 * @param value the 128 bits
 */
public record PersonToken(Id128 value) {
    /** Reads the spelling of {@link #toString()}. */
    public static PersonToken parse(String text) {
        if (!text.startsWith("u-")) {
            throw new IllegalArgumentException("a person's token starts with u-");
        }
        return new PersonToken(Id128.parse(text.substring(2)));
    }

    /** The pseudonym shown to people, for example {@code u-7Q4K-M2AB}. */
    public String pseudonym() {
        return "u-" + value.shortText();
    }

    @Override
    public String toString() {
        return "u-" + value;
    }
}
