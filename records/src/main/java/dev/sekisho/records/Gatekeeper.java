package dev.sekisho.records;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one store that is asked before a scope exists: from a credential to what it opens. It keeps HMAC(regional key, kind and
 * credential) and a sealed ticket, nothing else, under a database role of its own.
 */
public interface Gatekeeper {
    /** Remembers a credential until it expires; replaces what it had. */
    void put(String kind, byte[] credential, byte[] ticket, Optional<Instant> expires);

    /**
     * Remembers a credential unless it is remembered already; what expired counts as not remembered. Of several that claim the
     * same at once, one succeeds.
     *
     * @return {@code false} if it is remembered already
     */
    boolean claim(String kind, byte[] credential, byte[] ticket, Optional<Instant> expires);

    /** What a credential opens, unless it expired. */
    Optional<byte[]> find(String kind, byte[] credential);

    /** Forgets a credential; of several that take the same at once, one is answered {@code true}. */
    boolean remove(String kind, byte[] credential);

    /**
     * Forgets every credential whose ticket is of this kind, for a customer that leaves; what does not open any more is left, it
     * opens nothing. Reads the whole store in steps.
     *
     * @return how many
     */
    int removeMatching(Predicate<byte[]> ticket);

    /** Forgets all that expired before {@code now}; answers how many. */
    int removeExpired(Instant now);
}
