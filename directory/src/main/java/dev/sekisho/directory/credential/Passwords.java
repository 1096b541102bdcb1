package dev.sekisho.directory.credential;

import dev.sekisho.directory.Role;
import java.util.Collection;
import java.util.Optional;

/** Everything about passwords in one place: what is good enough, how they are hashed, how long a login waits after failures. */
public record Passwords(PasswordRules rules, Argon2Hash hashes, SignInDelay delay) {
    /** As {@link PasswordRules#check}. */
    public void check(char[] password, Optional<Role> role, Collection<String> context) {
        rules.check(password, role, context);
    }

    /** As {@link Argon2Hash#hash}. */
    public String hash(char[] password) {
        return hashes.hash(password);
    }
}
