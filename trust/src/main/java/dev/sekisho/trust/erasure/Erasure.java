package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.Optional;

/**
 * One request for erasure.
 *
 * @param id random
 * @param subject whom to erase
 * @param intake where it came in
 * @param state how far it is
 * @param received when it came in
 * @param acknowledgeBy at most three days later
 * @param dueBy at most 30 days later, 90 with an extension that the law allows
 * @param requestedBy who asked for it in the console or by the API; empty for mail
 * @param approvedBy who approved; never who asked
 * @param identityCheck how it was made sure that the person asks for itself; empty until then
 * @param runsAt from when on it cannot be cancelled any more; empty until approved
 * @param done when everything was erased
 * @param receipt the receipt, once done
 * @param heldBy the legal hold that stops it, if one does
 * @param version from 1, one more at each change
 */
public record Erasure(
        Id128 id,
        Subject subject,
        Intake intake,
        State state,
        Instant received,
        Instant acknowledgeBy,
        Instant dueBy,
        Optional<PersonToken> requestedBy,
        Optional<PersonToken> approvedBy,
        String identityCheck,
        Optional<Instant> runsAt,
        Optional<Instant> done,
        Optional<Id128> receipt,
        Optional<Id128> heldBy,
        long version) {
    /** Whom a request is about. */
    public sealed interface Subject {
        /** One person of the customer. */
        record Person(PersonToken token) implements Subject {}

        /** Everything of the customer. */
        record WholeCustomer() implements Subject {}

        /** A mail from somebody who was not recognised yet. */
        record Unknown() implements Subject {}
    }

    /** Where a request came in. */
    public enum Intake {
        CONSOLE,
        API,
        MAIL
    }

    /** How far a request is. */
    public enum State {
        /** It came in; nobody answered yet. */
        RECEIVED,
        /** The person was told that it came in. */
        ACKNOWLEDGED,
        /** It is clear that the person asks for itself. */
        IDENTIFIED,
        /** A second person approved; it runs at {@code runsAt}. */
        APPROVED,
        /** The token is dark in every query; days are being rewritten. */
        RUNNING,
        /** Nothing is left but the receipt. */
        DONE,
        /** It was refused, with a reason. */
        REFUSED,
        /** Whoever asked took it back. */
        CANCELLED
    }
}
