package dev.sekisho.trust.erasure;

import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what is due, each minute, and looks which clocks ran out. One customer whose request fails does not hold up the others; the
 * job fails at the end, is tried again, and health shows it.
 */
public final class ErasureJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureJob.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ErasureDesk parts;
    private volatile String problem = "";

    /** For every customer. */
    public ErasureJob(ErasureDesk parts) {
        this.parts = parts;
    }

    @Override
    public String name() {
        return "trust.erasure";
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) throws InterruptedException {
        @Nullable SekishoException failure = null;
        long overdue = 0;
        for (CustomerScope scope : parts.desk().directory().customers().scopes(new Actor.Job(name()))) {
            try {
                new ErasureRun(parts, scope).run();
                overdue += overdue(scope);
            } catch (SekishoException e) {
                LOG.warn("Requests for erasure of a customer could not be carried out yet: {}", e.code());
                failure = e;
            }
        }
        problem = overdue == 0 ? "" : overdue + " request(s) for erasure are not answered or not done in time";
        if (failure != null) {
            throw failure;
        }
    }

    private long overdue(CustomerScope scope) {
        Instant now = parts.desk().now();
        return parts.of(scope).rows().stream()
                .map(Row::value)
                .filter(form -> form.overdue(now))
                .count();
    }

    /** What is wrong, without naming a customer; empty if nothing is. */
    public String problem() {
        String ledger = parts.ledger().problem();
        return problem.isEmpty() || ledger.isEmpty() ? problem + ledger : problem + "; " + ledger;
    }
}
