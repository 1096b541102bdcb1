package dev.sekisho.app.demo;

import java.time.Duration;

/** When the next request may go out, for all browsers together: a burst first, then a drip. */
final class Pace {
    private final int burst;
    private final long burstNanos;
    private final long dripNanos;
    private long taken;
    private long next = System.nanoTime();

    /**
     * A pace that starts now.
     *
     * @param burst how many requests the burst has
     * @param burstTime how long it takes
     * @param dripPerSecond how many requests a second follow
     */
    Pace(int burst, Duration burstTime, double dripPerSecond) {
        this.burst = burst;
        this.burstNanos = burstTime.toNanos() / Math.max(1, burst);
        this.dripNanos = (long) (1e9 / dripPerSecond);
    }

    /** Waits for the caller's turn. Time that nobody used is not made up for. */
    void await() throws InterruptedException {
        long wait = take(System.nanoTime());
        if (wait > 0) {
            Thread.sleep(Duration.ofNanos(wait));
        }
    }

    /** Takes the next turn and says in how many nanoseconds it is. */
    synchronized long take(long now) {
        long turn = Math.max(next, now);
        next = turn + (taken < burst ? burstNanos : dripNanos);
        taken++;
        return turn - now;
    }

    /** Whether the burst is over. */
    synchronized boolean dripping() {
        return taken > burst;
    }
}
