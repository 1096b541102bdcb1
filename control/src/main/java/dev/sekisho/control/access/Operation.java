package dev.sekisho.control.access;

import org.springframework.http.HttpMethod;

/**
 * One call of the API.
 *
 * @param method the method
 * @param path the path, with {@code {name}} for its variables
 * @param access who may call it
 * @param side on which listener it answers, where there are two
 * @param whenLocked whether it answers while the customer's licence is locked
 */
public record Operation(HttpMethod method, String path, Access access, Side side, WhenLocked whenLocked) {
    /** The two planes. */
    public enum Side {
        /** Where customers come in. */
        CUSTOMERS,
        /** Where operators come in. */
        OPERATORS,
        /** Both. */
        BOTH
    }
}
