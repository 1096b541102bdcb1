package dev.sekisho.records;

import java.time.Instant;
import java.util.Optional;

/**
 * The one store that is asked before a scope exists: from a credential to what it opens. It keeps HMAC(regional key, kind and
 * credential) and a sealed ticket, nothing else, under a database role of its own.
 */
public interface Gatekeeper {
    /** Remembers a credential until it expires; replaces what it had. */
    void put(String kind, byte[] credential, byte[] ticket, Optional<Instant> expires);

    /** What a credential opens, unless it expired. */
    Optional<byte[]> find(String kind, byte[] credential);

    /** Forgets a credential. */
    void remove(String kind, byte[] credential);

    /** Forgets all that expired before {@code now}; answers how many. */
    int removeExpired(Instant now);
}
