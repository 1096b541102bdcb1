package dev.sekisho.control.access;

import dev.sekisho.kernel.id.PersonToken;
import java.util.Optional;
import java.util.Set;

/**
 * One reading of personal data, as the audit trail notes it: never a value that was searched for, except whom a search named, as a
 * token.
 *
 * @param verb what was read, for example {@code events.read}
 * @param filters names of the parameters that narrowed it
 * @param of whose data it was; everybody's if empty
 */
public record Look(String verb, Set<String> filters, Optional<PersonToken> of) {
    /** Copies the names. */
    public Look {
        filters = Set.copyOf(filters);
    }

    /** Everybody's. */
    public static Look at(String verb) {
        return new Look(verb, Set.of(), Optional.empty());
    }

    /** One person's. */
    public static Look of(String verb, PersonToken person) {
        return new Look(verb, Set.of(), Optional.of(person));
    }
}
