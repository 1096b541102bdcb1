package dev.sekisho.trust.world;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that shows what it was set to, also an earlier time. */
public final class HandClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /** Set to a time. */
    public HandClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** Sets it. */
    public void set(Instant time) {
        now.set(time);
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
