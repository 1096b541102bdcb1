package dev.sekisho.kernel.collection;

import java.time.LocalDate;

/** A keyed function of one customer: without the key nobody learns a value from its pseudonym but by asking the function. */
@FunctionalInterface
public interface Pseudonyms {
    /**
     * The pseudonym of a value: the same for the same field, day and value, and unrelated to any other.
     *
     * @param field name of the field in the inventory
     * @param day the event's UTC day
     */
    String of(String field, LocalDate day, String value);
}
