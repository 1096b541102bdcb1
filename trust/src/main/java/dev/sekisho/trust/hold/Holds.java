package dev.sekisho.trust.hold;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The legal holds of one customer. Each call is made as the scope's actor and written to the audit trail. */
public interface Holds {
    /** Asks for a hold. */
    Hold request(String reason, Optional<PersonToken> person, LocalDate from, LocalDate to, Instant expires);

    /**
     * Places it: what it holds is sealed anew under the hold's key before this returns.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SECOND_PERSON_NEEDED} if the same person asked
     */
    Hold approve(Id128 id, long expected);

    /** Refuses it, or takes it back. */
    Hold refuse(Id128 id, long expected);

    /** Asks for its end; a second person's call ends it, and what only it held is deleted. */
    Hold release(Id128 id, long expected);

    /** One hold. */
    Optional<Hold> find(Id128 id);

    /** All of them, newest first. */
    List<Hold> list();
}
