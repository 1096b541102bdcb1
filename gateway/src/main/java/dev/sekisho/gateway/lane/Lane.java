package dev.sekisho.gateway.lane;

import dev.sekisho.gateway.event.EventIds;
import dev.sekisho.gateway.event.Outbox;
import io.netty.channel.EventLoop;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An event loop and its share of the gateway. Timeouts are kept by one coarse tick that looks at everything that is watched:
 * a request sets and clears several, and a timer for each would cost more than the request.
 */
public final class Lane {
    /** How often deadlines are looked at; a timeout is late by at most this. */
    public static final long TICK_MILLIS = 100;

    private final EventLoop loop;
    private final EventIds ids;
    private final Outbox outbox;
    private final Set<Watched> watched = Collections.newSetFromMap(new IdentityHashMap<>());
    private volatile long nowNanos = System.nanoTime();

    /** Something with deadlines. */
    public interface Watched {
        /** Looks at its deadlines; may unwatch itself. */
        void tick(long nowNanos);
    }

    /** A lane that does not tick yet. */
    public Lane(EventLoop loop, EventIds ids, Outbox outbox) {
        this.loop = loop;
        this.ids = ids;
        this.outbox = outbox;
    }

    /** Starts ticking; it ends with the loop. */
    public void start() {
        loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        nowNanos = System.nanoTime();
        outbox.retry();
        for (Watched each : watched.toArray(Watched[]::new)) {
            each.tick(nowNanos);
        }
    }

    /** The loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Identifiers for events. */
    public EventIds ids() {
        return ids;
    }

    /** Where events go. */
    public Outbox outbox() {
        return outbox;
    }

    /** {@link System#nanoTime} at the last tick: good enough for deadlines. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Ticks {@code each} from now on. */
    public void watch(Watched each) {
        watched.add(each);
    }

    /** No longer. */
    public void unwatch(Watched each) {
        watched.remove(each);
    }

    /**
     * Calls {@code then} on this lane's loop when the stage is done: at once if it is done already. Exactly one of the two
     * arguments is null, unless the stage completes with null.
     */
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        var future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally() && loop.inEventLoop()) {
            then.accept(future.getNow(null), null);
            return;
        }
        stage.whenComplete((value, failure) -> {
            if (loop.inEventLoop()) {
                then.accept(value, failure);
            } else {
                loop.execute(() -> then.accept(value, failure));
            }
        });
    }
}
