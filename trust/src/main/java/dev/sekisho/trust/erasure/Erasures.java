package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.id.Id128;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests for erasure of one customer. Each call is made as the scope's actor and written to the audit trail. */
public interface Erasures {
    /** Asks; the same subject with a request that is not ended is answered with that one. */
    Erasure request(Erasure.Subject subject, Erasure.Intake intake);

    /** What would go, by store: counts only. */
    Map<String, Long> preview(Id128 id);

    /** Notes that the person was told. */
    Erasure acknowledge(Id128 id, long expected);

    /** Notes whom it is about and how that was made sure, 1 to 200 characters without a name. */
    Erasure identify(Id128 id, Erasure.Subject subject, String how, long expected);

    /**
     * Approves, after which the waiting time runs.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SECOND_PERSON_NEEDED} if the same person asked
     */
    Erasure approve(Id128 id, long expected);

    /**
     * Approves the erasure of a person as far as no legal hold keeps it: events vanish from every query and from what is stored for
     * the log; the name and what the hold keeps follow by themselves when the hold ends.
     *
     * @throws dev.sekisho.kernel.error.SekishoException as {@link #approve}; {@code ON_HOLD} for everything of a customer
     */
    Erasure approveRest(Id128 id, long expected);

    /** Extends the clock once by two months (GDPR article 12(3)), with a reason of 1 to 200 characters. */
    Erasure extend(Id128 id, String reason, long expected);

    /** Refuses with a reason of 1 to 200 characters. */
    Erasure refuse(Id128 id, String reason, long expected);

    /** Takes it back; possible until it runs. */
    Erasure cancel(Id128 id, long expected);

    /** One request. */
    Optional<Erasure> find(Id128 id);

    /** The newest request about a subject. */
    Optional<Erasure> newest(Erasure.Subject subject);

    /** Newest first, after {@code after}, at most {@code limit} (1 to 1,000). */
    List<Erasure> list(Optional<Id128> after, int limit);
}
