package dev.sekisho.directory;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who did what, of one owner; sealed, without names of people. The directory writes its own changes itself. */
public interface AuditTrail {
    /**
     * Writes an entry.
     *
     * @param actor who
     * @param verb what was done, for example {@code policy.publish}: lower-case words, digits and hyphens, joined by dots
     * @param object to what, as a token, a handle or a version; never a name of a person; at most 200 characters
     */
    void write(Actor actor, String verb, String object);

    /**
     * Writes an entry of which more may follow: {@link #revise} replaces its object while it is counted up.
     *
     * @return its identifier
     */
    Id128 open(Actor actor, String verb, String object);

    /** Replaces the object of an entry of {@link #open}; time, actor and verb stay. */
    void revise(Id128 id, String object);

    /** Entries, newest first, older than {@code before}, at most {@code limit} (1 to 1,000). */
    List<Entry> list(Optional<Id128> before, int limit);

    /**
     * One entry.
     *
     * @param id its identifier and place in the trail
     */
    record Entry(Id128 id, Instant time, Actor actor, String verb, String object) {}
}
