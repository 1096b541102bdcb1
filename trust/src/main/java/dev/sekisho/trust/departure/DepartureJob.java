package dev.sekisho.trust.departure;

import dev.sekisho.directory.Departures.Departure;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends each minute what began: deletions that somebody asked for, and such as were interrupted. */
public final class DepartureJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(DepartureJob.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final CustomerDeletion deletion;

    /** Of this routine. */
    public DepartureJob(CustomerDeletion deletion) {
        this.deletion = deletion;
    }

    @Override
    public String name() {
        return "trust.departures";
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) throws InterruptedException {
        @Nullable SekishoException failure = null;
        for (Departure departure : deletion.unfinished()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two customers");
            }
            try {
                var ignored = deletion.resume(departure, new Actor.Job(name()));
            } catch (SekishoException e) {
                LOG.warn("A customer could not be deleted to the end yet: {}", e.code());
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
