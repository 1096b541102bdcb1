package dev.sekisho.control.trust;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.kernel.id.PersonToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person of the customer; the name only where it may be shown. */
public record WhoItem(
        String user, String pseudonym, @Nullable String userName) {
    static WhoItem of(PersonToken person, CustomerDesk desk) {
        return new WhoItem(person.toString(), person.pseudonym(), desk.nameOf(person));
    }

    static @Nullable WhoItem of(Optional<PersonToken> person, CustomerDesk desk) {
        return person.map(token -> of(token, desk)).orElse(null);
    }
}
