package dev.sekisho.trust.licence;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Departures.Departure;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.departure.CustomerDeletion;
import dev.sekisho.trust.licence.StepBook.Done;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten seconds after every UTC midnight: tells customers where their licence stands, states every change of it, and deletes those
 * whose time is over. What was missed is made up for once: a change of state always, a notice only if nothing came after it. One
 * customer that fails holds up no other; the job fails at the end, and is tried again.
 */
public final class LicenceClock implements Job {
    /** The job's name. */
    public static final String NAME = "trust.licence";

    private static final Logger LOG = LoggerFactory.getLogger(LicenceClock.class);
    private static final Duration AFTER_MIDNIGHT = Duration.ofSeconds(10);
    private static final Actor.Job ACTOR = new Actor.Job(NAME);
    private static final int RECENT = 20;
    private static final String CHECK =
            "Count whole UTC days from the day of expiry D: a full licence has 30 days of grace from D, is locked"
                    + " from D+30, and its data is deleted from D+121; a trial is locked from D and deleted from D+45.";

    private final Directory directory;
    private final StepBook steps;
    private final ReceiptBook receipts;
    private final CustomerDeletion deletion;
    private final ClockGuard guard;
    private final InstantSource clock;

    LicenceClock(
            Directory directory,
            StepBook steps,
            ReceiptBook receipts,
            CustomerDeletion deletion,
            ClockGuard guard,
            InstantSource clock) {
        this.directory = directory;
        this.steps = steps;
        this.receipts = receipts;
        this.deletion = deletion;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Ten seconds after the next UTC midnight; at once the first time. */
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
        Tries tries = new Tries();
        for (Departure departure : deletion.unfinished()) {
            tries.make(() -> {
                var ignored = deletion.resume(departure, ACTOR);
            });
        }
        for (Map.Entry<CustomerReference, Licence> each :
                directory.customers().licences().entrySet()) {
            tries.make(() -> settle(each.getKey(), each.getValue()));
            if (!clock.instant().isBefore(each.getValue().deletion())) {
                tries.make(() -> end(each.getKey()));
            }
        }
        tries.end();
    }

    /** The licence is read again: it may have been renewed since the run began. */
    private void end(CustomerReference reference) {
        Instant now = guard.require();
        Licence licence = directory.customers().licences().get(reference);
        if (licence == null || now.isBefore(licence.deletion())) {
            return;
        }
        if (deletion.delete(reference, licence, ACTOR).isPresent()) {
            LOG.info("A customer was deleted whose licence had ended");
        }
    }

    /**
     * Does what is due now for one customer, and was not done yet.
     *
     * @throws SekishoException {@code CLOCK_SET_BACK} or {@code CLOCK_LEAPT}: nothing is stated by a clock that cannot be believed
     */
    void settle(CustomerReference reference, Licence licence) {
        Optional<CustomerScope> scope = directory.customers().scope(reference, ACTOR);
        if (scope.isPresent()) {
            settle(reference, scope.get(), licence);
        }
    }

    private void settle(CustomerReference reference, CustomerScope scope, Licence licence) {
        Instant now = guard.require();
        List<Done> done = steps.of(scope.customer());
        List<Calendar.Date> due = Calendar.of(licence).stream()
                .filter(date -> !date.at().isAfter(now))
                .toList();
        for (Calendar.Date date : due) {
            if ((date.what() == Step.What.EXPIRED || date.what() == Step.What.LOCKED) && !has(done, date)) {
                state(
                        reference,
                        licence,
                        date.what() == Step.What.EXPIRED ? Licence.State.GRACE : Licence.State.LOCKED,
                        date.at());
                note(scope, date, now, date.what() == Step.What.EXPIRED ? "licence.grace" : "licence.locked");
            }
        }
        if (!due.isEmpty() && due.getLast().what() == Step.What.NOTICE && !has(done, due.getLast())) {
            note(scope, due.getLast(), now, "licence.notice");
        }
        if (licence.at(now) == Licence.State.ACTIVE && lapsed(done)) {
            Instant since = now.truncatedTo(ChronoUnit.MILLIS);
            state(reference, licence, Licence.State.ACTIVE, since);
            steps.add(scope.customer(), new Done(since, StepBook.RENEWED, since));
        }
    }

    private static boolean has(List<Done> done, Calendar.Date date) {
        return done.stream()
                .anyMatch(step -> step.at().equals(date.at())
                        && step.what().equals(date.what().name()));
    }

    /** Whether the last change of state that was stated is one away from active. */
    private static boolean lapsed(List<Done> done) {
        return done.stream()
                .map(Done::what)
                .filter(what -> !what.equals(Step.What.NOTICE.name()))
                .reduce((earlier, later) -> later)
                .filter(what -> !what.equals(StepBook.RENEWED))
                .isPresent();
    }

    private void note(CustomerScope scope, Calendar.Date date, Instant now, String verb) {
        directory.of(scope).audit().write(ACTOR, verb, date.at().toString());
        steps.add(scope.customer(), new Done(date.at(), date.what().name(), now.truncatedTo(ChronoUnit.MILLIS)));
    }

    private void state(CustomerReference reference, Licence licence, Licence.State state, Instant at) {
        Subject subject = new Subject.Customer(reference);
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("state", state.name().toLowerCase(Locale.ROOT));
        facts.put("since", at.toString());
        facts.put("kind", licence.kind().name().toLowerCase(Locale.ROOT));
        facts.put("expires", licence.expires().toString());
        facts.put("lock", licence.lock().toString());
        facts.put("deletion", licence.deletion().toString());
        // A crash after the receipt must not lead to a second one.
        boolean stated = receipts.list(subject, Long.MAX_VALUE, RECENT).stream()
                .map(receipt -> receipt.statement())
                .anyMatch(statement -> statement.kind() == ReceiptKind.LICENCE_STEP
                        && statement.facts().equals(facts));
        if (!stated) {
            var unused = receipts.append(
                    subject,
                    new Statement(
                            ReceiptKind.LICENCE_STEP,
                            facts,
                            List.of(licence.kind() == Licence.Kind.FULL ? "H2" : "H3"),
                            "job:" + NAME,
                            CHECK));
        }
    }

    /** Tries for one customer after the other; what failed is thrown at the end. */
    private static final class Tries {
        private @Nullable SekishoException failure;

        void make(Runnable work) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two customers");
            }
            try {
                work.run();
            } catch (SekishoException e) {
                LOG.warn("The licence of a customer could not be seen to yet: {}", e.code());
                failure = e;
            }
        }

        void end() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
