package dev.sekisho.trust;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Customers;
import dev.sekisho.directory.Departures.Departure;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.Lake;
import dev.sekisho.records.RecordStore;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.clock.ClockJob;
import dev.sekisho.trust.departure.CustomerDeletion;
import dev.sekisho.trust.departure.DepartureJob;
import dev.sekisho.trust.departure.LakeStore;
import dev.sekisho.trust.departure.RecordsStore;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.erasure.ErasureDesk;
import dev.sekisho.trust.erasure.ErasureJob;
import dev.sekisho.trust.erasure.LateErasures;
import dev.sekisho.trust.erasure.LateLake;
import dev.sekisho.trust.erasure.LedgerReplay;
import dev.sekisho.trust.erasure.RecordsAnchor;
import dev.sekisho.trust.erasure.WholeCustomer;
import dev.sekisho.trust.hold.HoldJob;
import dev.sekisho.trust.keys.KeyRotationJob;
import dev.sekisho.trust.keys.KeyRotations;
import dev.sekisho.trust.licence.LicenceDesk;
import dev.sekisho.trust.licence.Licences;
import dev.sekisho.trust.licence.NoticeStore;
import dev.sekisho.trust.mail.MailIntake;
import dev.sekisho.trust.mail.MailboxJob;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.retention.RetentionJob;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The trust engine over records, lake and directory of one process. */
final class TrustService implements Trust {
    private static final Duration LATE = Duration.ofHours(24);
    private static final Actor.Job ON_REQUEST = new Actor.Job("trust.erasure");

    private final TrustOptions options;
    private final ClockGuard guard;
    private final CustomerDeletion deletion;
    private final LicenceDesk licences;
    private final ErasureDesk erasures;
    private final ErasureJob erasureJob;
    private final LateErasures late;
    private final MailIntake mails;
    private final MailboxJob mailbox;
    private final RetentionJob retention;
    private final List<Job> jobs;

    private TrustService(TrustOptions options) {
        this.options = options;
        RecordStore installation = options.records().installation();
        this.guard = new ClockGuard(
                installation, options.dataClock(), System::nanoTime, options.laboratory(), options.believed());
        this.deletion = new CustomerDeletion(
                options.directory(),
                options.vault(),
                installation,
                options.ledger(),
                options.receipts(),
                List.of(
                        new LakeStore(options.lake()),
                        new RecordsStore(options.records(), options.directory()),
                        new NoticeStore(installation)),
                options.dataClock());
        this.licences = new LicenceDesk(
                options.directory(), installation, options.receipts(), deletion, guard, options.dataClock());
        Desk desk = new Desk(
                options.records(),
                options.directory(),
                options.vault(),
                options.receipts(),
                options.dataClock(),
                guard,
                new SecureRandom());
        LakeEvents events = new LakeEvents(options.lake());
        this.erasures = new ErasureDesk(desk, options.ledger(), events, events, this::begin, options.erasure());
        this.erasureJob = new ErasureJob(erasures);
        this.late = new LateErasures(erasures);
        this.mails = new MailIntake(erasures);
        this.mailbox = new MailboxJob(desk, mails, options.mailbox());
        this.retention = RetentionJob.of(desk, options.lake(), erasures::holds);
        List<Job> all = new ArrayList<>(List.of(
                new ClockJob(guard),
                licences.job(),
                new DepartureJob(deletion),
                retention,
                erasureJob,
                late,
                mailbox,
                new HoldJob(desk, events),
                new KeyRotationJob(new KeyRotations(options.vault().installation()), options.receipts(), guard)));
        all.addAll(options.receipts().jobs(guard));
        this.jobs = List.copyOf(all);
    }

    static Trust open(TrustOptions options) {
        TrustService service = new TrustService(options);
        options.ledger().anchor(new RecordsAnchor(options.records().installation()));
        var ignored = new LedgerReplay(options.ledger(), options.vault(), options.scopes())
                .stores(service.erasures, service.late);
        return service;
    }

    private void begin(CustomerScope scope, WholeCustomer.Cause why) {
        String cause = switch (why) {
            case REQUEST -> CustomerDeletion.BY_REQUEST;
            case ERASED_BEFORE -> CustomerDeletion.ERASED_BEFORE;
        };
        reference(scope).ifPresent(reference -> {
            var ignored = deletion.begin(reference, cause, ON_REQUEST);
        });
    }

    /** From the register, not from the customer's own records: its keys may be gone already. */
    private Optional<CustomerReference> reference(CustomerScope scope) {
        Customers customers = options.directory().customers();
        return customers.list().stream()
                .map(Customers.Customer::reference)
                .filter(known -> customers
                        .scope(known, ON_REQUEST)
                        .filter(same -> same.customer().equals(scope.customer()))
                        .isPresent())
                .findFirst();
    }

    @Override
    public CustomerTrust of(CustomerScope scope) {
        return new ScopedTrust(options, licences, retention, erasures, mails, scope);
    }

    @Override
    public Licences licences() {
        return licences;
    }

    @Override
    public ReceiptBook receipts() {
        return options.receipts();
    }

    @Override
    public MailIntake mails() {
        return mails;
    }

    @Override
    public Lake lake() {
        return new LateLake(options.lake(), late);
    }

    @Override
    public List<Job> jobs() {
        return jobs;
    }

    @Override
    public Map<String, Long> figures() {
        return mailbox.figures();
    }

    @Override
    public String problem() {
        try {
            return Stream.of(
                            guard.problem(),
                            late(),
                            erasureJob.problem(),
                            late.problem(),
                            mailbox.problem(),
                            options.receipts().problem())
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("; "));
        } catch (SekishoException e) {
            return "it cannot be told: " + e.code().code();
        }
    }

    private String late() {
        Instant limit = options.dataClock().instant().minus(LATE);
        long late = deletion.unfinished().stream()
                .map(Departure::began)
                .filter(limit::isAfter)
                .count();
        return late == 0 ? "" : late + " deletion(s) of a customer began more than 24 hours ago and did not end";
    }

    @Override
    public void close() {
        // Everything it stands on is closed by whoever opened it; its jobs end with the job table.
    }
}
