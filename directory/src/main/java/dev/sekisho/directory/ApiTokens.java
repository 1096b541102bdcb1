package dev.sekisho.directory;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** API tokens of a customer, or of an operator. A token is 256 random bits; only a keyed digest of it is stored. */
public interface ApiTokens {
    /**
     * Makes a token.
     *
     * @param name what it is for, 1 to 100 characters
     * @param role what it may do; ignored for operators
     * @param expires when it ends; empty for never
     */
    Made make(String name, Role role, Optional<Instant> expires);

    /** All tokens, oldest first. */
    List<ApiToken> list();

    /** The person who made a token, if it was a person and is known: whom the token acts for where two persons are needed. */
    Optional<PersonToken> maker(Id128 id);

    /** Ends a token at once; {@code false} if there is none. */
    boolean revoke(Id128 id);

    /**
     * A token without its secret.
     *
     * @param id its handle
     */
    record ApiToken(Id128 id, String name, Role role, Instant created, Optional<Instant> expires) {}

    /**
     * A new token.
     *
     * @param secret shown once, never stored
     */
    record Made(ApiToken token, String secret) {}
}
