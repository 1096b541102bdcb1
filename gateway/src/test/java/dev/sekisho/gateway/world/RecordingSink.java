package dev.sekisho.gateway.world;

import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A log in memory that can be told to take nothing. */
public final class RecordingSink implements EventSink {
    private final List<Stored> stored = new CopyOnWriteArrayList<>();
    private final AtomicLong gaps = new AtomicLong();
    private volatile boolean taking = true;
    private volatile Set<CustomerId> refused = Set.of();

    /** An event of a customer. */
    public record Stored(CustomerId customer, WebEvent event) {}

    @Override
    public boolean offer(CustomerScope scope, WebEvent event) {
        return taking && !refused.contains(scope.customer()) && stored.add(new Stored(scope.customer(), event));
    }

    @Override
    public boolean ready() {
        return taking;
    }

    @Override
    public boolean ready(CustomerScope scope) {
        return taking && !refused.contains(scope.customer());
    }

    @Override
    public void gap(CustomerScope scope, long events) {
        gaps.addAndGet(events);
    }

    /** Takes events, or does not. */
    public void taking(boolean now) {
        taking = now;
    }

    /** Takes no events of these customers from here on. */
    public void takingNothingOf(Set<CustomerId> customers) {
        refused = customers;
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
