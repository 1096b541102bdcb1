package dev.sekisho.gateway.world;

import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A log in memory that can be told to take nothing. */
public final class RecordingSink implements EventSink {
    private final List<Stored> stored = new CopyOnWriteArrayList<>();
    private final AtomicLong gaps = new AtomicLong();
    private volatile boolean taking = true;

    /** An event of a customer. */
    public record Stored(CustomerId customer, WebEvent event) {}

    @Override
    public boolean offer(CustomerScope scope, WebEvent event) {
        return taking && stored.add(new Stored(scope.customer(), event));
    }

    @Override
    public boolean ready() {
        return taking;
    }

    @Override
    public void gap(CustomerScope scope, long events) {
        gaps.addAndGet(events);
    }

    /** Takes events, or does not. */
    public void taking(boolean now) {
        taking = now;
    }

    /** All events so far. */
    public List<WebEvent> events() {
        return stored.stream().map(Stored::event).toList();
    }

    /** All events with their customers. */
    public List<Stored> stored() {
        return stored;
    }

    /** Events counted as not stored. */
    public long gaps() {
        return gaps.get();
    }
}
