package dev.sekisho.trust.clock;

import dev.sekisho.kernel.job.Job;
import java.time.Duration;
import java.time.Instant;

/** Reads the clock every five minutes, so that the mark is never older than that while the product runs. */
public final class ClockJob implements Job {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private final ClockGuard guard;

    /** Of this guard. */
    public ClockJob(ClockGuard guard) {
        this.guard = guard;
    }

    @Override
    public String name() {
        return "trust.clock";
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) {
        ClockGuard.Reading ignored = guard.read();
    }
}
