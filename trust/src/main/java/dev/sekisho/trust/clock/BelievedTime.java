package dev.sekisho.trust.clock;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The latest time that {@link ClockGuard} believed, for what destroys something because its time is over and cannot ask the guard
 * each time. It is behind the clock by minutes, and stands still while the clock cannot be believed. Before the first reading it is
 * the beginning of 1970, when nothing was over.
 */
public final class BelievedTime implements InstantSource {
    private volatile Instant latest = Instant.EPOCH;

    /** The clock was believed. */
    void believe(Instant now) {
        latest = now;
    }

    @Override
    public Instant instant() {
        return latest;
    }
}
