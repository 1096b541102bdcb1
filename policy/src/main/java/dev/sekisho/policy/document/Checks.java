package dev.sekisho.policy.document;

import dev.sekisho.policy.category.Catalogue;
import java.util.Optional;

/**
 * What a document is checked against beyond its form.
 *
 * @param catalogue the category names that rules may use; empty if any will do
 * @param publicSuffixes whether hosts that are public suffixes are refused
 */
public record Checks(Optional<Catalogue> catalogue, boolean publicSuffixes) {
    /** For a document that somebody writes. */
    public static Checks of(Catalogue catalogue) {
        return new Checks(Optional.of(catalogue), true);
    }

    /**
     * For the rules of a bundle: they were checked when they were published, and still mean the same if the catalogue or the
     * Public Suffix List changed since.
     */
    public static Checks published() {
        return new Checks(Optional.empty(), false);
    }
}
