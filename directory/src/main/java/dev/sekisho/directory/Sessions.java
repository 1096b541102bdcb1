package dev.sekisho.directory;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.List;

/** Open sessions of the people of one owner (a customer, or the provider). */
public interface Sessions {
    /** The person's open sessions, newest first. */
    List<Session> list(PersonToken person);

    /** Ends a session of the person; {@code false} if there is none. */
    boolean revoke(PersonToken person, Id128 id);

    /** Ends all sessions of the person; answers how many. */
    int revokeAll(PersonToken person);

    /**
     * A session without its secret.
     *
     * @param id its handle
     * @param person whose it is
     * @param started when the person signed in
     * @param expires when it ends unless it is used
     * @param device what it was opened with, in a few words chosen by the caller, for example {@code Firefox on Linux}
     */
    record Session(Id128 id, PersonToken person, Instant started, Instant expires, String device) {}
}
