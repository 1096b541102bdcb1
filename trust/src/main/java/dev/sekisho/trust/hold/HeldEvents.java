package dev.sekisho.trust.hold;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.LocalDate;
import java.util.Optional;

/** The events that holds keep; each call can be made again and then changes nothing. */
public interface HeldEvents {
    /**
     * Seals the events of some days under the hold's key; done when this returns.
     *
     * @param person whose; everybody's if empty
     * @param from first UTC day
     * @param to last UTC day
     */
    void hold(CustomerScope scope, Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to);

    /** Ends a hold: what only it held is deleted if its retention is over. */
    void release(CustomerScope scope, Id128 hold);
}
