package dev.sekisho.gateway.destination;

import dev.sekisho.kernel.scope.CustomerId;
import java.util.concurrent.CompletableFuture;

/** Something that knows the addresses of names. */
interface Lookup extends AutoCloseable {
    /** Asks for a normalised name, for a customer; never blocks, never fails, and completes within a bounded time of its own. */
    CompletableFuture<Answer> find(CustomerId customer, String name);

    @Override
    void close();
}
