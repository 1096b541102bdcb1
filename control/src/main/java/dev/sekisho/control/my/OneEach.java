package dev.sekisho.control.my;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.id.PersonToken;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets each person have one piece of long work at a time, so that nobody's exports take everybody's memory and threads. */
final class OneEach {
    private final Set<PersonToken> busy = ConcurrentHashMap.newKeySet();

    /** Work that writes to a client. */
    interface Work {
        void run() throws IOException;
    }

    /** @throws Refusal {@code OVERLOADED} if work of the person is under way */
    void run(PersonToken person, Work work) throws IOException {
        if (!busy.add(person)) {
            throw Refusal.of(
                    ErrorCode.OVERLOADED, "An export of yours is under way already. Try again when it has ended.");
        }
        try {
            work.run();
        } finally {
            busy.remove(person);
        }
    }
}
