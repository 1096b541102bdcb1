package dev.sekisho.directory;

import dev.sekisho.kernel.id.PersonToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;

/**
 * A person of a customer, opened: login, name and e-mail come from the one sealed identity row and must not be stored, logged or
 * sent anywhere but to a caller who may read names.
 *
 * @param token what everything else calls the person
 * @param login as typed at sign-in, 1 to 200 characters
 * @param name display name, 1 to 200 characters
 * @param email address, or empty
 * @param role what the person may do
 * @param groups names of the person's groups, which rules may read
 * @param hasPassword whether the person can sign in by a password
 * @param created when the person was added
 * @param version from 1, one more at each change
 * @param setBy which other persons of the customer made this one, or set its password or role, and when last; what is older than
 *     {@link #SET_BY_KEPT} may be missing. A program counts as the person who made its token
 */
public record Person(
        PersonToken token,
        String login,
        String name,
        String email,
        Role role,
        SortedSet<String> groups,
        boolean hasPassword,
        Instant created,
        long version,
        Map<PersonToken, Instant> setBy) {
    /** How long it is remembered who set a person up, at least. */
    public static final Duration SET_BY_KEPT = Duration.ofDays(30);

    /** Takes a copy. */
    public Person {
        setBy = Map.copyOf(setBy);
    }

    /** A person whom no other person set up. */
    public Person(
            PersonToken token,
            String login,
            String name,
            String email,
            Role role,
            SortedSet<String> groups,
            boolean hasPassword,
            Instant created,
            long version) {
        this(token, login, name, email, role, groups, hasPassword, created, version, Map.of());
    }
}
