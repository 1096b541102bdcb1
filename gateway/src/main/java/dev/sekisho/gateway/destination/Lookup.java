package dev.sekisho.gateway.destination;

import java.util.concurrent.CompletableFuture;

/** Something that knows the addresses of names. */
interface Lookup extends AutoCloseable {
    /** Asks for a normalised name; never blocks, never fails, and completes within a bounded time of its own. */
    CompletableFuture<Answer> find(String name);

    @Override
    void close();
}
