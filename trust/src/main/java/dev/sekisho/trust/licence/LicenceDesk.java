package dev.sekisho.trust.licence;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Departures.Departure;
import dev.sekisho.directory.Departures.Former;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.departure.CustomerDeletion;
import dev.sekisho.trust.licence.StepBook.Done;
import dev.sekisho.trust.receipt.ReceiptBook;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The licences of a region over the directory, and the clock that moves them. */
public final class LicenceDesk implements Licences {
    private static final Logger LOG = LoggerFactory.getLogger(LicenceDesk.class);
    private static final int MAX_YEARS_AHEAD = 10;
    private static final Actor.Job ACTOR = new Actor.Job(LicenceClock.NAME);

    private final Directory directory;
    private final InstantSource clock;
    private final StepBook steps;
    private final LicenceClock job;

    /** Of one region; {@code records} are the installation's. */
    public LicenceDesk(
            Directory directory,
            RecordStore records,
            ReceiptBook receipts,
            CustomerDeletion deletion,
            ClockGuard guard,
            InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        this.steps = new StepBook(records);
        this.job = new LicenceClock(directory, steps, receipts, deletion, guard, clock);
    }

    /** The clock, for the job table. */
    public Job job() {
        return job;
    }

    @Override
    public List<Standing> list() {
        List<Standing> all = new ArrayList<>();
        directory
                .customers()
                .list()
                .forEach(customer -> find(customer.reference()).ifPresent(all::add));
        directory.departures().begun().forEach(departure -> all.add(leaving(departure)));
        directory.departures().former().forEach(former -> all.add(gone(former)));
        return List.copyOf(all);
    }

    @Override
    public Optional<Standing> find(CustomerReference reference) {
        Optional<CustomerScope> scope = directory.customers().scope(reference, ACTOR);
        if (scope.isPresent()) {
            Licence licence = directory.of(scope.get()).licence();
            return Optional.of(standing(reference, scope.get().customer(), licence));
        }
        return directory.departures().begun().stream()
                .filter(departure -> departure.reference().equals(reference))
                .map(LicenceDesk::leaving)
                .findFirst()
                .or(() -> directory.departures().former().stream()
                        .filter(former -> former.reference().equals(reference))
                        .map(LicenceDesk::gone)
                        .findFirst());
    }

    @Override
    public Standing renew(
            CustomerReference reference, Licence.Kind kind, LocalDate expires, long expected, Actor actor) {
        LocalDate latest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusYears(MAX_YEARS_AHEAD);
        if (expires.isAfter(latest)) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "expires: at most ten years ahead, " + latest);
        }
        Licence renewed = directory.customers().renew(reference, kind, expires, expected, actor);
        directory
                .customers()
                .scope(reference, ACTOR)
                .ifPresent(scope -> directory.of(scope).audit().write(actor, "licence.renew", expires.toString()));
        try {
            job.settle(reference, renewed);
        } catch (SekishoException e) {
            // It is renewed; what tells of it is made up for by the next run.
            LOG.warn("A renewal could not be stated yet: {}", e.code());
        }
        return find(reference)
                .orElseThrow(() -> new SekishoException(ErrorCode.NOT_FOUND, "There is no such customer."));
    }

    /** The dates of a customer's licence, and which of them are past and done. */
    public List<Step> steps(CustomerId customer, Licence licence) {
        Instant now = clock.instant();
        List<Done> done = steps.of(customer);
        return Calendar.of(licence).stream()
                .map(date -> new Step(date.at(), date.what(), done(date, done, now)))
                .toList();
    }

    /** A change of state is done when its time has come; a notice when it was made; a deletion never while there is a licence. */
    private static boolean done(Calendar.Date date, List<Done> done, Instant now) {
        return switch (date.what()) {
            case NOTICE ->
                done.stream()
                        .anyMatch(step -> step.at().equals(date.at())
                                && step.what().equals(date.what().name()));
            case EXPIRED, LOCKED -> !date.at().isAfter(now);
            case DELETION -> false;
        };
    }

    private Standing standing(CustomerReference reference, CustomerId customer, Licence licence) {
        return new Standing(
                reference, licence, licence.at(clock.instant()), steps(customer, licence), Optional.empty());
    }

    private static Standing leaving(Departure departure) {
        return new Standing(
                departure.reference(),
                departure.licence(),
                Licence.State.DELETING,
                past(departure.licence(), departure.began()),
                Optional.empty());
    }

    private static Standing gone(Former former) {
        Licence licence = new Licence(former.kind(), former.expired(), Licence.LockedTraffic.PASS, 0);
        return new Standing(
                former.reference(),
                licence,
                Licence.State.DELETING,
                past(licence, former.deleted()),
                Optional.of(former.deleted()));
    }

    private static List<Step> past(Licence licence, Instant until) {
        return Calendar.of(licence).stream()
                .filter(date -> date.what() != Step.What.NOTICE)
                .map(date -> new Step(date.at(), date.what(), !date.at().isAfter(until)))
                .toList();
    }
}
