package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.GatewayOptions.Limits;
import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.kernel.scope.CustomerId;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop that wait for their customer's next request. Kept in memory only; each is closed when it
 * has waited for the configured time, when the site closes it, or when too many wait.
 */
public final class UpstreamPool implements Lane.Watched {
    /** A request that must not be sent twice takes only a connection that was in use this short a time ago. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Lane lane;
    private final Connector connector;
    private final Limits limits;
    private final UpstreamFigures figures;
    private final Map<UpstreamKey, ArrayDeque<UpstreamConnection>> idle = new HashMap<>();
    private int idleCount;

    /** How old the connection may be. */
    public enum Want {
        /** Any that works. */
        ANY,
        /** One that a site is most unlikely to be closing now. */
        RECENT,
        /** A new one. */
        NEW
    }

    /** Hears the outcome, on the loop. */
    public interface Taker {
        /**
         * A connection, now the taker's until it is released or closed.
         *
         * @param connectNanos time to connect, -1 if it was there already
         * @param tlsNanos time of handshake and certificate check, -1 if there was none
         */
        void ready(UpstreamConnection connection, long connectNanos, long tlsNanos);

        /** There is none. */
        void failed(UpstreamFailure failure);
    }

    /** An empty pool. */
    public UpstreamPool(Lane lane, Connector connector, Limits limits, UpstreamFigures figures) {
        this.lane = lane;
        this.connector = connector;
        this.limits = limits;
        this.figures = figures;
    }

    /** Finds or makes a connection to the site. */
    public void take(Site site, Want want, Taker taker) {
        UpstreamConnection waiting = want == Want.NEW ? null : poll(site, want);
        if (waiting != null) {
            figures.reused().increment();
            taker.ready(waiting, -1, -1);
        } else {
            connector.connect(lane, this, site, taker);
        }
    }

    private @Nullable UpstreamConnection poll(Site site, Want want) {
        for (InetSocketAddress address : site.addresses()) {
            ArrayDeque<UpstreamConnection> waiting = idle.get(UpstreamKey.of(site, address));
            UpstreamConnection newest = waiting == null ? null : waiting.peekLast();
            if (newest != null
                    && newest.active()
                    && (want == Want.ANY || lane.nowNanos() - newest.idleSinceNanos() < RECENT_NANOS)) {
                remove(newest);
                return newest;
            }
        }
        return null;
    }

    void putIdle(UpstreamConnection connection) {
        ArrayDeque<UpstreamConnection> waiting = idle.computeIfAbsent(connection.key(), key -> new ArrayDeque<>(4));
        if (waiting.size() >= limits.idleUpstreamPerSite() || idleCount >= limits.idleUpstreamPerLoop()) {
            connection.close();
            return;
        }
        connection.idleSince(lane.nowNanos());
        waiting.addLast(connection);
        idleCount++;
        figures.idle().increment();
    }

    /** The connection is closed; it may or may not have been waiting. */
    void gone(UpstreamConnection connection) {
        remove(connection);
        figures.open().decrement();
    }

    private void remove(UpstreamConnection connection) {
        ArrayDeque<UpstreamConnection> waiting = idle.get(connection.key());
        if (waiting != null && waiting.removeLastOccurrence(connection)) {
            idleCount--;
            figures.idle().decrement();
            if (waiting.isEmpty()) {
                idle.remove(connection.key());
            }
        }
    }

    @Override
    public void tick(long nowNanos) {
        ArrayList<UpstreamConnection> old = new ArrayList<>(0);
        for (ArrayDeque<UpstreamConnection> waiting : idle.values()) {
            Iterator<UpstreamConnection> oldestFirst = waiting.iterator();
            while (oldestFirst.hasNext()) {
                UpstreamConnection next = oldestFirst.next();
                if (nowNanos - next.idleSinceNanos() < limits.idleUpstream().toNanos()) {
                    break;
                }
                old.add(next);
            }
        }
        old.forEach(UpstreamConnection::close);
    }

    /** Closes what waits of one customer. */
    public void forget(CustomerId customer) {
        ArrayList<UpstreamConnection> waiting = new ArrayList<>();
        idle.forEach((key, connections) -> {
            if (key.customer().equals(customer)) {
                waiting.addAll(connections);
            }
        });
        waiting.forEach(UpstreamConnection::close);
    }

    /** Closes what waits. */
    public void close() {
        ArrayList<UpstreamConnection> all = new ArrayList<>();
        idle.values().forEach(all::addAll);
        all.forEach(UpstreamConnection::close);
    }
}
