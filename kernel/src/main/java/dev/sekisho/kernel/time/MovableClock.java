package dev.sekisho.kernel.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that runs with another one and can be moved forward: for data life and jobs, never for the validity of
 * certificates, tokens or sessions.
 */
public final class MovableClock implements InstantSource {
    private final InstantSource base;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** A clock that starts equal to {@code base}. */
    public MovableClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    /**
     * Moves the clock so that it now shows {@code target}.
     *
     * @throws IllegalArgumentException if that is in this clock's past: data once deleted cannot come back
     */
    public void moveTo(Instant target) {
        Duration wanted = Duration.between(base.instant(), target);
        ahead.updateAndGet(current -> {
            if (wanted.compareTo(current) < 0) {
                throw new IllegalArgumentException("the clock only moves forward; it shows " + instant());
            }
            return wanted;
        });
    }
}
