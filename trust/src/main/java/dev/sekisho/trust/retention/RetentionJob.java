package dev.sekisho.trust.retention;

import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.Lake;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes each customer's events whose days are over, soon after every UTC midnight: what refusal pages promise. Each customer of
 * whom something was deleted gets a receipt. One customer whose events cannot be deleted does not hold up the others; the job fails
 * at the end, and is tried again. A clock that cannot be believed deletes nothing.
 */
public final class RetentionJob implements Job {
    /** The job's name. */
    public static final String NAME = "trust.retention";

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    /** After midnight, so that the last events of the day have arrived. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofSeconds(5);

    private static final Actor.Job ACTOR = new Actor.Job(NAME);
    private static final String CHECK =
            "Search for events before the day that is named here, or restore a backup of the lake from before:"
                    + " neither shows one, because the keys of those days are gone from every place of the key store.";

    private final Customers customers;
    private final ReceiptBook receipts;
    private final ClockGuard guard;

    /** Whose events there are, and how they are kept and deleted. */
    interface Customers {
        List<CustomerScope> scopes(Actor.Job actor);

        int days(CustomerScope scope);

        Retained retain(CustomerScope scope, int days);

        Subject subject(CustomerScope scope);
    }

    RetentionJob(Customers customers, ReceiptBook receipts, ClockGuard guard) {
        this.customers = customers;
        this.receipts = receipts;
        this.guard = guard;
    }

    /** For the customers of a directory, by their settings. */
    public static RetentionJob of(Directory directory, Lake lake, ReceiptBook receipts, ClockGuard guard) {
        return new RetentionJob(
                new Customers() {
                    @Override
                    public List<CustomerScope> scopes(Actor.Job actor) {
                        return directory.customers().scopes(actor);
                    }

                    @Override
                    public int days(CustomerScope scope) {
                        return directory.of(scope).settings().logRetentionDays();
                    }

                    @Override
                    public Retained retain(CustomerScope scope, int days) {
                        return lake.of(scope).retain(days);
                    }

                    @Override
                    public Subject subject(CustomerScope scope) {
                        return new Subject.Customer(directory.of(scope).reference());
                    }
                },
                receipts,
                guard);
    }

    @Override
    public String name() {
        return NAME;
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
        for (CustomerScope scope : customers.scopes(ACTOR)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two customers");
            }
            Instant now = guard.require();
            try {
                Retained retained = keep(scope, now);
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

    /**
     * Keeps of one customer what its settings say, now rather than after the next midnight: for a customer that shortened its
     * retention.
     *
     * @throws SekishoException if something of it is left; the next run ends it
     */
    public Retained keep(CustomerScope scope) {
        return keep(scope, guard.require());
    }

    private Retained keep(CustomerScope scope, Instant now) {
        int days = customers.days(scope);
        Retained retained = customers.retain(scope, days);
        if (retained.days() > 0 || retained.events() > 0) {
            state(scope, now, days, retained);
        }
        return retained;
    }

    private void state(CustomerScope scope, Instant now, int days, Retained retained) {
        LocalDate kept = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days - 1L);
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("days", Integer.toString(retained.days()));
        facts.put("before", kept.toString());
        facts.put("retention-days", Integer.toString(days));
        facts.put("events", Long.toString(retained.events()));
        facts.put("segments", Long.toString(retained.segments()));
        facts.put("keys", "day keys of every UTC day before " + kept);
        var unused = receipts.append(
                customers.subject(scope),
                new Statement(ReceiptKind.RETENTION_DAY, facts, List.of("H1", "H5"), "job:" + NAME, CHECK));
    }
}
