package dev.sekisho.seal;

import java.time.Duration;
import java.time.Instant;

/** Real time that a test moves: the wall clock also backwards, the steady one never. */
final class MovedTime implements RealTime {
    private Instant wall = Instant.parse("2026-11-22T12:00:00Z");
    private long ticks = 1_000_000_000L;

    synchronized void pass(Duration time) {
        wall = wall.plus(time);
        ticks += time.toNanos();
    }

    synchronized void setBack(Duration time) {
        wall = wall.minus(time);
    }

    /** The machine slept: the steady clock stood still. */
    synchronized void sleep(Duration time) {
        wall = wall.plus(time);
    }

    @Override
    public synchronized Instant now() {
        return wall;
    }

    @Override
    public synchronized long ticks() {
        return ticks;
    }
}
