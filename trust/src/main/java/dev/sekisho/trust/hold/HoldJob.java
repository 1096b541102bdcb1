package dev.sekisho.trust.hold;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.trust.desk.Desk;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends holds whose time ran out, and completes what a crash interrupted, every ten minutes; by no clock that cannot be believed. */
public final class HoldJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(HoldJob.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Desk desk;
    private final HeldEvents events;

    /** For every customer. */
    public HoldJob(Desk desk, HeldEvents events) {
        this.desk = desk;
        this.events = events;
    }

    @Override
    public String name() {
        return "trust.holds";
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) throws InterruptedException {
        @Nullable SekishoException failure = null;
        for (CustomerScope scope : desk.directory().customers().scopes(new Actor.Job(name()))) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two customers");
            }
            try {
                new SealedHolds(desk, events, scope).settle();
            } catch (SekishoException e) {
                LOG.warn("Holds of a customer could not be settled yet: {}", e.code());
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
