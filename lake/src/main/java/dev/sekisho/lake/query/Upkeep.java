package dev.sekisho.lake.query;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Forgotten;
import dev.sekisho.lake.CustomerLake.Held;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.CustomerLake.Rewritten;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What changes one customer's stored rows; see the methods of the same names of {@link dev.sekisho.lake.CustomerLake}. */
public interface Upkeep {
    /** Keeps the last UTC days. */
    Retained retain(int days);

    /** Hides persons. */
    void conceal(Set<PersonToken> persons);

    /** Removes rows of hidden persons. */
    Rewritten rewrite(int segments);

    /** Deletes everything. */
    Forgotten forget();

    /** Keeps events beyond their retention. */
    Held hold(Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to);

    /** Gives out what a hold keeps. */
    Coverage exportHold(Id128 hold, Consumer<WebEvent> target);

    /** Ends a hold. */
    void release(Id128 hold);
}
