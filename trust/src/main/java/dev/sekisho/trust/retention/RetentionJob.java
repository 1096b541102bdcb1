package dev.sekisho.trust.retention;

import dev.sekisho.directory.Directory;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.Lake;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.desk.Turns;
import dev.sekisho.trust.hold.SealedHolds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes each customer's events whose days are over, soon after every UTC midnight: what refusal pages promise. Each customer of
 * whom something was deleted gets a receipt: that a run begins is noted before, and what it deleted is kept until it is stated, so
 * that a run that fails or is interrupted leaves nothing unsaid. One customer whose events cannot be deleted does not hold up the
 * others; the job fails at the end, and is tried again. A clock that cannot be believed deletes nothing.
 */
public final class RetentionJob implements Job {
    /** The job's name. */
    public static final String NAME = "trust.retention";

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    /** After midnight, so that the last events of the day have arrived. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofSeconds(5);

    private static final Kind<Run> RUNS = Kind.of("retention-run", Run.class);
    private static final Id128 ONE = new Id128(0, 1);
    private static final Actor.Job ACTOR = new Actor.Job(NAME);
    private static final String CHECK =
            "Search for events before the day that is named here, or restore a backup of the lake from before:"
                    + " neither shows one, because the keys of those days are gone from every place of the key store.";

    private static final String CHECK_PART =
            "Search for events before the day that is named here: nothing shows one. Days that a damaged legal hold still needs keep"
                    + " their keys and files until it is restored or released; a receipt that follows says when they went.";

    private final Customers customers;
    private final Desk desk;
    private final Turns turns = new Turns();

    /** Whose events there are, and how they are kept and deleted. */
    interface Customers {
        List<CustomerScope> scopes(Actor.Job actor);

        int days(CustomerScope scope);

        /** Lets the lake hold what legal holds of the customer keep, where it does not yet. */
        void carryOutHolds(CustomerScope scope);

        Retained retain(CustomerScope scope, int days);
    }

    RetentionJob(Customers customers, Desk desk) {
        this.customers = customers;
        this.desk = desk;
    }

    /** For the customers of a directory, by their settings. */
    public static RetentionJob of(Desk desk, Lake lake, Function<CustomerScope, SealedHolds> holds) {
        Directory directory = desk.directory();
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
                    public void carryOutHolds(CustomerScope scope) {
                        holds.apply(scope).carryOut();
                    }

                    @Override
                    public Retained retain(CustomerScope scope, int days) {
                        return lake.of(scope).retain(days);
                    }
                },
                desk);
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
            Instant now = desk.sure();
            try {
                Retained retained = keep(scope, now);
                deletedDays += retained.days();
                events += retained.events();
                if (retained.failure().isPresent()) {
                    throw retained.failure().get();
                }
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
        Retained retained = keep(scope, desk.sure());
        if (retained.failure().isPresent()) {
            throw retained.failure().get();
        }
        return retained;
    }

    /** States what was deleted, also where something is left. */
    private Retained keep(CustomerScope scope, Instant now) {
        return turns.of(scope.customer(), () -> {
            int days = customers.days(scope);
            LocalDate kept = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days - 1L);
            customers.carryOutHolds(scope);
            boolean interrupted = begin(scope, kept);
            Retained retained = customers.retain(scope, days);
            end(scope, kept, days, retained, interrupted);
            return retained;
        });
    }

    /** Notes that a run begins; answers whether one began before that did not end, so that nobody counted what it deleted. */
    private boolean begin(CustomerScope scope, LocalDate kept) {
        return desk.store(scope).transact(transaction -> {
            boolean interrupted = RUNS.find(transaction, ONE).isPresent();
            var unused = RUNS.put(transaction, ONE, new Run(kept.toString()));
            return interrupted;
        });
    }

    /** In one transaction: that the run ended, and what is to be stated of it. */
    private void end(CustomerScope scope, LocalDate kept, int days, Retained retained, boolean interrupted) {
        boolean some = retained.days() > 0 || retained.events() > 0 || interrupted;
        boolean stated = desk.store(scope).transact(transaction -> {
            if (some) {
                state(transaction, scope, kept, days, retained, interrupted);
            }
            RUNS.delete(transaction, ONE);
            return some;
        });
        if (stated) {
            desk.outbox(scope).drain();
        }
    }

    private void state(
            Transaction transaction,
            CustomerScope scope,
            LocalDate kept,
            int days,
            Retained retained,
            boolean interrupted) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("days", Integer.toString(retained.days()));
        facts.put("before", kept.toString());
        facts.put("retention-days", Integer.toString(days));
        facts.put("events", Long.toString(retained.events()));
        facts.put("segments", Long.toString(retained.segments()));
        if (interrupted) {
            facts.put("interrupted", "an earlier run did not end; what it deleted is not in these numbers");
        }
        boolean part = retained.failure().isPresent();
        facts.put(
                "keys",
                part
                        ? "day keys of the days that were deleted; those of the others are kept until a legal hold that cannot be"
                                + " read is restored or released"
                        : "day keys of every UTC day before " + kept);
        desk.outbox(scope)
                .add(
                        transaction,
                        ReceiptKind.RETENTION_DAY,
                        facts,
                        List.of("H1", "H5"),
                        part ? CHECK_PART : CHECK,
                        "",
                        desk.newId());
    }

    /** @param before the first day that is kept */
    record Run(String before) {}
}
