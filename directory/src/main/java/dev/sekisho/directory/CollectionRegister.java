package dev.sekisho.directory;

import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.collection.EventCollection;
import java.time.Instant;
import java.util.Optional;

/** What one customer chose to have stored of its events. */
public interface CollectionRegister {
    /** What is in force; everything is kept until somebody chooses. */
    Chosen chosen();

    /**
     * Replaces the choice; in force in this process when this returns, elsewhere within five seconds. The same choice again
     * changes nothing.
     *
     * @param expected the version that was read, 0 if nobody chose before
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT} if somebody else chose meanwhile, {@code INVALID_INPUT} if
     *     something in it cannot be chosen
     */
    Chosen choose(CollectionChoice choice, long expected);

    /** What a choice would do to events, without making it. */
    EventCollection trial(CollectionChoice choice);

    /**
     * A choice in force.
     *
     * @param since from when on; empty until somebody chooses
     * @param version from 1, one more at each change; 0 until somebody chooses
     */
    record Chosen(CollectionChoice choice, Optional<Instant> since, long version) {}
}
