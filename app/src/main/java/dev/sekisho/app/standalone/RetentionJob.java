package dev.sekisho.app.standalone;

import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.Lake;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes each customer's events whose days are over, soon after every UTC midnight: what refusal pages promise. One customer
 * whose events cannot be deleted does not hold up the others; the job fails at the end, and is tried again.
 */
final class RetentionJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    /** After midnight, so that the last events of the day have arrived. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofSeconds(5);

    private final Function<Actor.Job, List<CustomerScope>> customers;
    private final ToIntFunction<CustomerScope> days;
    private final Retaining lake;

    /** What keeps a customer's last days and deletes the others. */
    @FunctionalInterface
    interface Retaining {
        Retained retain(CustomerScope scope, int days);
    }

    RetentionJob(
            Function<Actor.Job, List<CustomerScope>> customers, ToIntFunction<CustomerScope> days, Retaining lake) {
        this.customers = customers;
        this.days = days;
        this.lake = lake;
    }

    /** For the customers of a directory, by their settings. */
    static RetentionJob of(Directory directory, Lake lake) {
        return new RetentionJob(
                actor -> directory.customers().scopes(actor),
                scope -> directory.of(scope).settings().logRetentionDays(),
                (scope, days) -> lake.of(scope).retain(days));
    }

    @Override
    public String name() {
        return "lake.retention";
    }

    /** Five seconds after the next UTC midnight; at once the first time. */
    @Override
    public Instant nextDue(Instant last, Instant now) {
        if (last.equals(Instant.EPOCH)) {
            return now;
        }
        Instant sameDay = last.truncatedTo(ChronoUnit.DAYS).plus(AFTER_MIDNIGHT);
        return last.isBefore(sameDay) ? sameDay : sameDay.plus(Duration.ofDays(1));
    }

    @Override
    public void run(Instant due) throws InterruptedException {
        @Nullable SekishoException failure = null;
        int deletedDays = 0;
        long events = 0;
        for (CustomerScope scope : customers.apply(new Actor.Job(name()))) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two customers");
            }
            try {
                Retained retained = lake.retain(scope, days.applyAsInt(scope));
                deletedDays += retained.days();
                events += retained.events();
            } catch (SekishoException e) {
                LOG.warn("Old events of a customer could not be deleted yet: {}", e.code());
                failure = e;
            }
        }
        LOG.info("{} events of {} days whose time is over were deleted", events, deletedDays);
        if (failure != null) {
            throw failure;
        }
    }
}
