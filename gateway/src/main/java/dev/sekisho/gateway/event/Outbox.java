package dev.sekisho.gateway.event;

import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;

/**
 * Events on their way to the log. When the log does not take one for a moment, it waits here, in memory, and is offered
 * again; when too many wait, or the gateway stops, what is left is counted as a gap of its customer. Nothing is dropped
 * uncounted. What happens while the log takes nothing is each customer's choice; events of customers who let traffic go on then
 * take at most half of the room, so that they cost nobody else an event. One for each event loop, used on that loop only.
 */
public final class Outbox {
    /** Most bytes that wait, estimated: an event's size is the client's choice up to some 30 KiB. */
    static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;

    private final EventSink sink;
    private final int waitingMax;
    private final LongAdder gaps;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private long waitingBytes;

    private record Waiting(CustomerScope scope, WebEvent event, long bytes) {}

    /**
     * An empty outbox.
     *
     * @param waitingMax most events that wait
     * @param gaps counts the events that were not stored
     */
    public Outbox(EventSink sink, int waitingMax, LongAdder gaps) {
        this.sink = sink;
        this.waitingMax = waitingMax;
        this.gaps = gaps;
    }

    /** Whether a request of a customer with this choice may go out as far as the log is concerned. */
    public boolean admits(WhenLogFails whenLogFails) {
        return whenLogFails == WhenLogFails.GAP || (waiting.isEmpty() && sink.ready());
    }

    /** Sends an event of a customer with this choice on its way. */
    public void put(CustomerScope scope, WhenLogFails whenLogFails, WebEvent event) {
        int room = whenLogFails == WhenLogFails.GAP ? (waitingMax + 1) / 2 : waitingMax;
        if (waiting.isEmpty() && sink.offer(scope, event)) {
            return;
        }
        long bytes = EventSize.of(event);
        long roomBytes = whenLogFails == WhenLogFails.GAP ? MAX_WAITING_BYTES / 2 : MAX_WAITING_BYTES;
        if (waiting.size() < room && waitingBytes + bytes <= roomBytes) {
            waiting.add(new Waiting(scope, event, bytes));
            waitingBytes += bytes;
        } else {
            gap(scope);
        }
    }

    /** Offers again what waits, oldest first. */
    public void retry() {
        Waiting next;
        while ((next = waiting.peek()) != null && sink.offer(next.scope(), next.event())) {
            waitingBytes -= waiting.remove().bytes();
        }
    }

    /** How many events wait. */
    public int waiting() {
        return waiting.size();
    }

    /** The gateway stops: a last try, then what is left is a gap. */
    public void close() {
        retry();
        Waiting next;
        while ((next = waiting.poll()) != null) {
            waitingBytes -= next.bytes();
            gap(next.scope());
        }
    }

    private void gap(CustomerScope scope) {
        gaps.increment();
        sink.gap(scope, 1);
    }
}
