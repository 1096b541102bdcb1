package dev.sekisho.trust.licence;

import java.time.Instant;

/**
 * One date of a licence.
 *
 * @param at when
 * @param what what happens then
 * @param done whether it happened
 */
public record Step(Instant at, What what, boolean done) {
    /** What happens at a date of a licence. */
    public enum What {
        /** People are told how long everything works still. */
        NOTICE,
        /** The licence ends; grace begins. */
        EXPIRED,
        /** Nothing new is stored. */
        LOCKED,
        /** Deletion begins. */
        DELETION
    }
}
