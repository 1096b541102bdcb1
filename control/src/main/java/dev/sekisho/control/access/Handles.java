package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;

/** Handles in addresses. What is not one names nothing, so it is not found: as if it were somebody else's. */
public final class Handles {
    private Handles() {}

    /** @throws Refusal {@code NOT_FOUND} */
    public static Id128 parse(String text) {
        try {
            return Id128.parse(text);
        } catch (IllegalArgumentException notAHandle) {
            throw Refusal.notFound();
        }
    }

    /** @throws Refusal {@code NOT_FOUND} */
    public static EventId event(String text) {
        return new EventId(parse(text));
    }

    /** @throws Refusal {@code NOT_FOUND} */
    public static PersonToken person(String text) {
        try {
            return PersonToken.parse(text);
        } catch (IllegalArgumentException notAToken) {
            throw Refusal.notFound();
        }
    }
}
