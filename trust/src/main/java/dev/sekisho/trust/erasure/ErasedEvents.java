package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.Optional;
import java.util.Set;

/** The events of people who are erased; each call can be made again and then changes nothing. */
public interface ErasedEvents {
    /** How many events there are, of one person or of everybody. */
    long count(CustomerScope scope, Optional<PersonToken> person);

    /** Hides every event of these people from every query, at once and for good. */
    void conceal(CustomerScope scope, Set<PersonToken> people);

    /**
     * Writes segments with events of concealed people anew without them, and destroys the salts of the old ones.
     *
     * @return how many segments are left; 0 if nothing of them is anywhere
     */
    long rewrite(CustomerScope scope);
}
