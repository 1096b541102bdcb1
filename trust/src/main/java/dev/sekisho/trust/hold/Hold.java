package dev.sekisho.trust.hold;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A legal hold: events of some days, of everybody or of one person, are kept beyond their retention under a key of the hold.
 *
 * @param id random
 * @param reason why, 1 to 200 characters without names of people
 * @param person whose events; everybody's if empty
 * @param from first UTC day
 * @param to last UTC day
 * @param expires when it ends by itself; at most five years ahead
 * @param state how far it is
 * @param requestedBy who asked
 * @param approvedBy who approved; never who asked
 * @param placed when it took effect
 * @param releaseRequestedBy who asked for its end; a second person's call ends it
 * @param version from 1, one more at each change
 */
public record Hold(
        Id128 id,
        String reason,
        Optional<PersonToken> person,
        LocalDate from,
        LocalDate to,
        Instant expires,
        State state,
        PersonToken requestedBy,
        Optional<PersonToken> approvedBy,
        Optional<Instant> placed,
        Optional<PersonToken> releaseRequestedBy,
        long version) {
    /** How far a hold is. */
    public enum State {
        /** It waits for a second person. */
        REQUESTED,
        /** It holds. */
        ACTIVE,
        /** Two persons ended it. */
        RELEASED,
        /** Its time ran out. */
        EXPIRED,
        /** The second person refused it, or the first took it back. */
        REFUSED
    }
}
