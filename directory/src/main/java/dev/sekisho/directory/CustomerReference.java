package dev.sekisho.directory;

import dev.sekisho.kernel.id.Id128;

/**
 * What operators call a customer by: random, unrelated to the customer's identifier, and unknown to the customer's own API.
 *
 * @param value the 128 bits
 */
public record CustomerReference(Id128 value) {
    /** @throws IllegalArgumentException if the text is not the spelling of {@link #toString()} */
    public static CustomerReference parse(String text) {
        return new CustomerReference(Id128.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
