package dev.sekisho.trust.licence;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.scope.Actor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The licences of a region, as operators see them: dates and states, no data of customers. */
public interface Licences {
    /** Every customer's licence, those that were deleted included. */
    List<Standing> list();

    /** One customer's. */
    Optional<Standing> find(CustomerReference reference);

    /**
     * Renews or converts: possible at any time before deletion began, and never to an earlier end.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code LICENCE_DELETING}, {@code INVALID_INPUT} or {@code CONFLICT}
     */
    Standing renew(CustomerReference reference, Licence.Kind kind, LocalDate expires, long expected, Actor actor);

    /**
     * Where a licence stands.
     *
     * @param deleted when nothing of the customer was left, if that is so
     */
    record Standing(
            CustomerReference reference,
            Licence licence,
            Licence.State state,
            List<Step> steps,
            Optional<Instant> deleted) {}
}
