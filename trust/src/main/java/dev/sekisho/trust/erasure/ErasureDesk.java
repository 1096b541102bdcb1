package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.hold.HeldEvents;
import dev.sekisho.trust.hold.SealedHolds;
import java.util.Optional;
import java.util.Set;

/**
 * What requests for erasure stand on.
 *
 * @param desk records, directory, receipts, clock
 * @param ledger who was erased
 * @param events the lake, for erasing
 * @param held the lake, for holds
 * @param deletion what deletes a whole customer
 * @param options clocks
 */
public record ErasureDesk(
        Desk desk,
        ErasureLedger ledger,
        ErasedEvents events,
        HeldEvents held,
        WholeCustomer deletion,
        ErasureOptions options) {

    /** The requests of the scope's customer. */
    public SealedErasures of(CustomerScope scope) {
        return new SealedErasures(this, scope);
    }

    /** The holds of the scope's customer. */
    public SealedHolds holds(CustomerScope scope) {
        return new SealedHolds(desk, held, scope, person -> ledger.covers(scope.customer(), person));
    }

    /** Erases one person of the scope's customer, or goes on where it was interrupted. */
    PersonErasure person(CustomerScope scope, PersonToken token) {
        return new PersonErasure(this, scope, token);
    }

    /** How many events there are. */
    long events(CustomerScope scope, Optional<PersonToken> person) {
        return events.count(scope, person);
    }

    /** Hides the events of one person. */
    void conceal(CustomerScope scope, PersonToken person) {
        events.conceal(scope, Set.of(person));
    }
}
