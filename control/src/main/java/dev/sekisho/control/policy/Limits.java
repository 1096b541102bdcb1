package dev.sekisho.control.policy;

import dev.sekisho.control.problem.Refusal;

/** The size of a page. */
public final class Limits {
    /** The largest page. */
    public static final int MAX_PAGE = 1_000;

    private Limits() {}

    /** @throws Refusal {@code INVALID_INPUT} if it is not 1 to 1,000 */
    public static int page(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw Refusal.invalid("limit", "is not a number from 1 to " + MAX_PAGE);
        }
        return limit;
    }
}
