package dev.sekisho.gateway.world;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for conditions, at most ten seconds. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration STILL = Duration.ofMillis(500);

    private Eventually() {}

    /** The first value that is good. */
    public static <T> T get(Supplier<T> value, Predicate<T> good, Supplier<?> otherwise) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        T last = value.get();
        while (!good.test(last)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not come about; seen: " + otherwise.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            last = value.get();
        }
        return last;
    }

    /** What a number that only grows has come to when it has not grown for half a second. */
    public static long stalled(LongSupplier number) {
        long[] seen = {number.getAsLong(), System.nanoTime()};
        until(() -> {
            long now = number.getAsLong();
            if (now != seen[0]) {
                seen[0] = now;
                seen[1] = System.nanoTime();
            }
            return now > 0 && System.nanoTime() - seen[1] > STILL.toNanos();
        });
        return seen[0];
    }

    /** Waits until it is so. */
    public static void until(Supplier<Boolean> condition) {
        get(condition, so -> so, () -> "nothing");
    }
}
