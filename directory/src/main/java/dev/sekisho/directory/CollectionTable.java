package dev.sekisho.directory;

import dev.sekisho.kernel.collection.EventCollection;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.Optional;

/** What is stored of each customer's events, in memory. */
@FunctionalInterface
public interface CollectionTable {
    /** What to do to events of the scope's customer; empty if the customer is not known, then nothing may be stored. Never blocks. */
    Optional<EventCollection> collection(CustomerScope scope);
}
