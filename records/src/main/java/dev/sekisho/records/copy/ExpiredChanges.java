package dev.sekisho.records.copy;

import dev.sekisho.kernel.job.Job;
import java.time.Duration;
import java.time.Instant;

/** Forgets noted changes that nobody asked for in time, so that they do not grow where no copies are made. */
public record ExpiredChanges(TableCopy copy) implements Job {
    private static final Duration EVERY = Duration.ofHours(6);

    @Override
    public String name() {
        return "records.changes";
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now.plus(EVERY) : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) {
        copy.expire();
    }
}
