package dev.sekisho.directory;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How customers leave the directory: {@link #begin} is the point of no return, then {@link #forget}, then {@link #end}. Each step can
 * be made again after a crash. Keys, events and the customer's own records are destroyed in between, by whoever owns them.
 */
public interface Departures {
    /**
     * Begins: name and licence leave the register, nobody can renew, and the customer's networks lead nowhere; in this process when
     * this returns, elsewhere within five seconds. What began already is answered as it was.
     *
     * @param cause why, one of a few technical words, for example {@code licence}
     * @param licence the version of the licence by which it was decided, if it was; a renewal in the same moment wins
     * @return empty if there is no such customer
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT} if the licence has another version by now
     */
    Optional<Departure> begin(CustomerReference reference, String cause, OptionalLong licence, Actor actor);

    /** Departures that did not end. */
    List<Departure> begun();

    /** What a job needs to destroy the keys, events and records of a customer that leaves. */
    CustomerScope scope(Departure departure, Actor.Job job);

    /**
     * Removes what the installation kept for the customer: credentials at the gatekeeper, on-ramps, marks. Nothing of the
     * customer's own records is needed for it.
     *
     * @return how many of each there were
     */
    Map<String, Long> forget(Departure departure);

    /** Ends: from here on only {@link Former} is left. */
    void end(Departure departure, Instant deleted, Actor actor);

    /** Customers that are gone, oldest first. */
    List<Former> former();

    /**
     * A customer that leaves.
     *
     * @param created when it was made
     * @param licence its last licence
     * @param cause as given
     * @param began when it began
     */
    record Departure(CustomerReference reference, Instant created, Licence licence, String cause, Instant began) {}

    /**
     * What is kept of a customer that is gone.
     *
     * @param deleted when nothing else was left
     */
    record Former(
            CustomerReference reference,
            Instant created,
            Licence.Kind kind,
            LocalDate expired,
            String cause,
            Instant deleted) {}
}
