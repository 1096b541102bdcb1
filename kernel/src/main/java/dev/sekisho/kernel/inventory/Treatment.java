package dev.sekisho.kernel.inventory;

import java.util.Locale;

/** What is stored of a field's values. */
public enum Treatment {
    /** All of it. */
    KEEP,
    /** Its coarse part: a network instead of an address, a family of programs instead of one. */
    TRUNCATE,
    /** A keyed pseudonym: the same value gives the same word within one UTC day and customer. */
    PSEUDONYMISE,
    /** Nothing. */
    DROP;

    /** The spelling outside of Java, for example {@code keep}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such treatment */
    public static Treatment ofWire(String text) {
        for (Treatment treatment : values()) {
            if (treatment.wire().equals(text)) {
                return treatment;
            }
        }
        throw new IllegalArgumentException("no such treatment: \"" + text + "\"");
    }
}
