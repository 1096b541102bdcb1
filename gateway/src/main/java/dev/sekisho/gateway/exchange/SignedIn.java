package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.Identity.Person;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, and since when we know.
 *
 * @param person empty if the on-ramp does not ask for sign-in
 * @param groups the person's groups, sorted, joined by a comma
 * @param method {@code none} or {@code basic}
 * @param atNanos when it was checked
 */
record SignedIn(Optional<Person> person, String groups, String method, long atNanos) {
    static final SignedIn NOBODY = new SignedIn(Optional.empty(), "", "none", 0);

    static SignedIn basic(Person person, long nowNanos) {
        return new SignedIn(Optional.of(person), String.join(",", person.groups()), "basic", nowNanos);
    }

    Set<String> groupNames() {
        return person.<Set<String>>map(Person::groups).orElse(Set.of());
    }
}
