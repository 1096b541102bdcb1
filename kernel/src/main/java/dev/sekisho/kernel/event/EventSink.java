package dev.sekisho.kernel.event;

import dev.sekisho.kernel.scope.CustomerScope;

/**
 * Where a gateway puts its events. Both methods return at once and may be called from an event loop. An accepted event is
 * durable within the configured interval (20 ms by default) and then in every query.
 */
public interface EventSink {
    /**
     * Takes one event.
     *
     * @return {@code false} if the sink's bounded buffer is full or it cannot write: the event was <em>not</em> taken, and the
     *     gateway refuses traffic or counts a gap, as configured
     */
    boolean offer(CustomerScope scope, WebEvent event);

    /** Whether a new event would be accepted now; gateways that refuse rather than lose ask before they let a request out. */
    boolean ready();

    /** The same for one customer, whose share of the sink may be full, or whose keys withdrawn, while others go on. */
    default boolean ready(CustomerScope scope) {
        return ready();
    }

    /** Records that {@code events} events of the customer were not stored; the count itself is kept and shown. */
    void gap(CustomerScope scope, long events);
}
