package dev.sekisho.gateway.event;

import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Events on their way to the log. When the log does not take one for a moment, it waits here, in memory, and is offered
 * again; when too many wait, or the gateway stops, what is left is counted as a gap of its customer. Nothing is dropped
 * uncounted. Every customer has a line of its own, and at most half of the room: a customer whose events the log does not take
 * costs nobody else an event or a request. What happens meanwhile is each customer's choice; those who let traffic go on take
 * at most half of the room all together. One for each event loop, used on that loop only.
 */
public final class Outbox {
    /** Most bytes that wait, estimated: an event's size is the client's choice up to some 30 KiB. */
    static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;

    private final EventSink sink;
    private final int waitingMax;
    private final LongAdder gaps;
    private final Map<CustomerId, Line> lines = new LinkedHashMap<>();
    private final Room all = new Room();
    private final Room lenient = new Room();

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
    public boolean admits(CustomerScope scope, WhenLogFails whenLogFails) {
        return whenLogFails == WhenLogFails.GAP || (!lines.containsKey(scope.customer()) && sink.ready(scope));
    }

    /** Sends an event of a customer with this choice on its way. */
    public void put(CustomerScope scope, WhenLogFails whenLogFails, WebEvent event) {
        Line line = lines.get(scope.customer());
        if (line == null && sink.offer(scope, event)) {
            return;
        }
        Waiting one = new Waiting(scope, event, EventSize.of(event), whenLogFails == WhenLogFails.GAP);
        if (line == null) {
            line = new Line();
        }
        if (fits(line, one)) {
            lines.put(scope.customer(), line);
            line.waiting.add(one);
            count(line, one, 1);
        } else {
            gap(scope);
        }
    }

    private boolean fits(Line line, Waiting one) {
        int half = (waitingMax + 1) / 2;
        return all.fits(one, waitingMax, MAX_WAITING_BYTES)
                && line.room.fits(one, half, MAX_WAITING_BYTES / 2)
                && (!one.lenient() || lenient.fits(one, half, MAX_WAITING_BYTES / 2));
    }

    private void count(Line line, Waiting one, int sign) {
        all.count(one, sign);
        line.room.count(one, sign);
        if (one.lenient()) {
            lenient.count(one, sign);
        }
    }

    /** Offers again what waits, each customer's oldest first. */
    public void retry() {
        Iterator<Line> each = lines.values().iterator();
        while (each.hasNext()) {
            Line line = each.next();
            Waiting next;
            while ((next = line.waiting.peek()) != null && sink.offer(next.scope(), next.event())) {
                count(line, line.waiting.remove(), -1);
            }
            if (line.waiting.isEmpty()) {
                each.remove();
            }
        }
    }

    /** How many events wait. */
    public int waiting() {
        return all.events;
    }

    /** The gateway stops: a last try, then what is left is a gap. */
    public void close() {
        retry();
        for (Line line : lines.values()) {
            Waiting next;
            while ((next = line.waiting.poll()) != null) {
                count(line, next, -1);
                gap(next.scope());
            }
        }
        lines.clear();
    }

    private void gap(CustomerScope scope) {
        gaps.increment();
        sink.gap(scope, 1);
    }

    private record Waiting(CustomerScope scope, WebEvent event, long bytes, boolean lenient) {}

    /** One customer's events, oldest first; there is one only while something waits. */
    private static final class Line {
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private final Room room = new Room();
    }

    /** What waits of some kind. */
    private static final class Room {
        private int events;
        private long bytes;

        boolean fits(Waiting one, int maxEvents, long maxBytes) {
            return events < maxEvents && bytes + one.bytes() <= maxBytes;
        }

        void count(Waiting one, int sign) {
            events += sign;
            bytes += sign * one.bytes();
        }
    }
}
