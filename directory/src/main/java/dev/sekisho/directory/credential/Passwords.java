package dev.sekisho.directory.credential;

import dev.sekisho.directory.Role;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/**
 * Everything about passwords in one place.
 *
 * @param rules what is good enough
 * @param hashes how they are hashed
 * @param delay how long a login waits after failures
 * @param bySource how many proxy sign-ins of one customer from one source may fail
 * @param byCustomer how many proxy sign-ins of one customer may fail
 */
public record Passwords(
        PasswordRules rules, Argon2Hash hashes, SignInDelay delay, FailureLimit bySource, FailureLimit byCustomer) {
    private static final int FAILURES_OF_SOURCE = 30;
    private static final int FAILURES_OF_CUSTOMER = 120;

    /** With the rules and limits of the product. */
    public static Passwords of(SecureRandom random, InstantSource realClock) {
        return new Passwords(
                PasswordRules.load(),
                new Argon2Hash(random),
                new SignInDelay(realClock),
                new FailureLimit(realClock, FAILURES_OF_SOURCE),
                new FailureLimit(realClock, FAILURES_OF_CUSTOMER));
    }

    /** As {@link PasswordRules#check}. */
    public void check(char[] password, Optional<Role> role, Collection<String> context) {
        rules.check(password, role, context);
    }

    /** As {@link Argon2Hash#hash}. */
    public String hash(char[] password) {
        return hashes.hash(password);
    }
}
