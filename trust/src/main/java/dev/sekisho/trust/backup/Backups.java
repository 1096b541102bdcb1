package dev.sekisho.trust.backup;

import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sets of a region: made, shipped, kept and looked at; one at a time. */
public final class Backups {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final String CHECK =
            "Run sekisho backup verify with the verifier key over each target: it reads every object of the set and opens none.";

    private final BackupOptions options;
    private final ReceiptBook receipts;
    private final ClockGuard guard;
    private final SetMaker maker;
    private final BackupBook book;
    private final LedgerInTargets ledger;
    private final Optional<RestoreTests> tests;
    private final ReentrantLock making = new ReentrantLock();
    private final Instant opened;
    private SetMaker.@Nullable Base base;

    /** @param ledger the erasure ledger's part in the targets */
    public Backups(BackupOptions options, ReceiptBook receipts, ClockGuard guard, LedgerInTargets ledger) {
        this(options, receipts, guard, ledger, Optional.empty());
    }

    /**
     * As above, and restores sets for a test each night.
     *
     * @param test how; without one health says nothing about tests
     */
    public Backups(
            BackupOptions options,
            ReceiptBook receipts,
            ClockGuard guard,
            LedgerInTargets ledger,
            Optional<SetTest> test) {
        this.options = options;
        this.receipts = receipts;
        this.guard = guard;
        this.ledger = ledger;
        this.tests = test.map(how -> new RestoreTests(options, receipts, how));
        this.maker = new SetMaker(options);
        this.book = new BackupBook(options.records().installation());
        this.opened = options.clock().instant();
    }

    /**
     * A full set, as operators see it.
     *
     * @param number its number
     * @param time when it was captured
     * @param objects how many objects it has
     * @param bytes of all its objects
     * @param written bytes that had to be put, of all targets
     * @param missing files of the lake that it should have and has not
     * @param targets that have it
     * @param failed targets that did not take it
     * @param good whether two places have all of it
     */
    public record SetState(
            long number,
            Instant time,
            int objects,
            long bytes,
            long written,
            int missing,
            List<String> targets,
            List<String> failed,
            boolean good) {}

    /**
     * A look at a target.
     *
     * @param faults how many findings
     * @param findings the first hundred of them
     */
    public record CheckState(
            String target, Instant time, int sets, long objects, long bytes, int faults, List<String> findings) {}

    /**
     * A set that was restored for a test.
     *
     * @param millis how long it took
     * @param queries sampled queries that were compared
     * @param erased sampled queries that could not be
     * @param missing files of the lake that the set had not
     * @param differences what was not equal, or why the test ended; empty if it passed
     */
    public record TestState(
            String target,
            long number,
            Instant captured,
            Instant time,
            long millis,
            long rows,
            long events,
            int queries,
            int erased,
            int missing,
            List<String> differences) {}

    /** The sets that were made, the newest first. */
    public List<SetState> sets() {
        return book.sets().stream().map(Row::value).map(Backups::state).toList();
    }

    private static SetState state(StoredSet set) {
        return new SetState(
                set.number(),
                Instant.ofEpochMilli(set.time()),
                set.objects(),
                set.bytes(),
                set.written(),
                set.missing(),
                set.targets(),
                set.failed(),
                set.good());
    }

    /** Looks at targets, the newest first. */
    public List<CheckState> checks() {
        return book.checks().stream()
                .map(Row::value)
                .map(check -> new CheckState(
                        check.target(),
                        Instant.ofEpochMilli(check.time()),
                        check.sets(),
                        check.objects(),
                        check.bytes(),
                        check.faults(),
                        check.findings()))
                .toList();
    }

    /** The targets. */
    public List<Target> targets() {
        return options.targets();
    }

    /** Makes a full set now. */
    public SetState make() {
        making.lock();
        try {
            // A manifest names a line of the ledger: the targets have it first.
            ledger.catchUp();
            SetMaker.Made made = maker.make(Optional.empty());
            base = made.next();
            StoredSet stored = book.add(made, options.targets());
            state(made, stored);
            return state(stored);
        } finally {
            making.unlock();
        }
    }

    private void state(SetMaker.Made made, StoredSet stored) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("set", Manifest.hex(made.set()));
        facts.put("number", Long.toString(made.number()));
        facts.put("captured", made.time().toString());
        facts.put("objects", Integer.toString(made.objects()));
        facts.put("bytes", Long.toString(made.bytes()));
        facts.put("missing", Integer.toString(made.missing()));
        facts.put("places", Integer.toString(stored.places()));
        made.heads()
                .forEach((target, head) -> facts.put(
                        "head." + target,
                        head.number() + " " + java.util.HexFormat.of().formatHex(head.hash())));
        var unused = receipts.append(
                new Subject.Installation(),
                new Statement(ReceiptKind.BACKUP_SET, facts, List.of("I1", "I2"), "job:" + BackupJob.NAME, CHECK));
    }

    /** Ships what changed since the last set or shipment; makes a full set where nothing is there to go on from. */
    void ship() {
        making.lock();
        try {
            SetMaker.Base from = base == null ? maker.lastBase().orElse(null) : base;
            if (from == null) {
                return;
            }
            SetMaker.Made made = maker.make(Optional.of(from));
            base = made.next();
            if (made.failures().isEmpty()) {
                options.records().copy().forgetChanges(from.mark());
            }
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            LOG.info("The records do not know where the last shipment ended; a full set is made");
            var unused = make();
        } finally {
            making.unlock();
        }
    }

    /** Removes what is too old, by a clock that can be believed; a target that cannot be reached now is tried again. */
    void keep() throws IOException {
        making.lock();
        try {
            keepOnce();
        } finally {
            making.unlock();
        }
    }

    /** Never while a set is made: what its newest set lists the maker does not put again. */
    private void keepOnce() throws IOException {
        Instant now = guard.require();
        Set<String> named = new HashSet<>();
        @Nullable IOException failure = null;
        for (Target target : options.targets()) {
            try {
                target.prune();
                new SetReader(target, options.vault().installation())
                        .manifests()
                        .forEach(manifest -> named.add(manifest.keyCopy()));
            } catch (IOException e) {
                failure = e;
            }
        }
        ledger.catchUp();
        book.forget(now);
        if (failure != null) {
            // What its sets name nobody knows now; copy keys that are over go all the same.
            options.keyCopies().list().forEach(copy -> named.add(copy.name()));
        }
        options.keyCopies().expire(now, named);
        if (failure != null) {
            throw failure;
        }
    }

    /** Reads the newest set of each target and one other, all of their objects. */
    public List<CheckState> check() throws IOException {
        List<CheckState> done = new ArrayList<>();
        for (Target target : options.targets()) {
            SetVerifier verifier = SetVerifier.of(options.vault().installation());
            SetVerifier.Report report = settled(target, verifier.verify(target, Optional.empty()));
            StoredCheck stored = book.add(target.name(), options.clock().instant(), report);
            done.add(new CheckState(
                    stored.target(),
                    Instant.ofEpochMilli(stored.time()),
                    stored.sets(),
                    stored.objects(),
                    stored.bytes(),
                    stored.faults(),
                    stored.findings()));
        }
        return done;
    }

    /** A look takes long: what came meanwhile and what went is no finding. No set is made or removed while this looks again. */
    private SetVerifier.Report settled(Target target, SetVerifier.Report report) throws IOException {
        if (report.findings().isEmpty()) {
            return report;
        }
        making.lock();
        try {
            Set<String> listed = new HashSet<>();
            new SetReader(target, options.vault().installation())
                    .manifests()
                    .forEach(manifest -> manifest.entries().forEach(entry -> listed.add(entry.name())));
            List<Finding> staying = report.findings().stream()
                    .filter(finding -> switch (finding.kind()) {
                        case UNLISTED -> !listed.contains(finding.object());
                        case MISSING -> listed.contains(finding.object());
                        default -> true;
                    })
                    .toList();
            return new SetVerifier.Report(report.sets(), report.objects(), report.bytes(), report.head(), staying);
        } finally {
            making.unlock();
        }
    }

    /** Restores the newest set and a random older one beside the region, compares, and writes a receipt of each. */
    public List<TestState> test() {
        return tests.map(RestoreTests::run).orElse(List.of()).stream()
                .map(Backups::state)
                .toList();
    }

    /** Sets that were restored for a test, the newest first. */
    public List<TestState> tested() {
        return tests.map(RestoreTests::all).orElse(List.of()).stream()
                .map(Backups::state)
                .toList();
    }

    private static TestState state(StoredRestoreTest test) {
        return new TestState(
                test.target(),
                test.number(),
                Instant.ofEpochMilli(test.captured()),
                Instant.ofEpochMilli(test.time()),
                test.millis(),
                test.rows(),
                test.events(),
                test.queries(),
                test.erased(),
                test.missing(),
                test.differences());
    }

    /** Sets, shipments, keeping, looking and, where there is a way to do it, restoring for a test; for the job table. */
    public List<Job> jobs() {
        if (options.targets().isEmpty()) {
            return List.of();
        }
        List<Job> jobs = new ArrayList<>(BackupJob.all(this));
        if (tests.isPresent()) {
            jobs.add(BackupJob.restoreTest(this));
        }
        return List.copyOf(jobs);
    }

    /** What is wrong, for health; empty if nothing is. */
    public String problem() {
        if (options.targets().isEmpty()) {
            return "there are no backups: name at least two targets in backup.targets";
        }
        List<String> problems = new ArrayList<>();
        long places = options.targets().stream().map(Target::place).distinct().count();
        if (places < StoredSet.PLACES) {
            problems.add("all targets of backups are in one place");
        }
        Instant now = options.clock().instant();
        Optional<Instant> last = book.lastGood();
        if (Slots.overdue(last.orElse(opened), now)) {
            problems.add(
                    last.map(time -> "no good backup set since " + time).orElse("no good backup set was made yet"));
        }
        options.targets()
                .forEach(target -> book.checks().stream()
                        .map(Row::value)
                        .filter(check -> check.target().equals(target.name()))
                        .findFirst()
                        .filter(check -> check.faults() > 0)
                        .ifPresent(check -> problems.add(
                                check.faults() + " fault(s) in the backup sets of target " + target.name())));
        add(problems, options.keyCopies().problem());
        add(problems, ledger.problem());
        tests.ifPresent(known -> add(problems, known.problem()));
        return String.join("; ", problems);
    }

    private static void add(List<String> problems, String problem) {
        if (!problem.isEmpty()) {
            problems.add(problem);
        }
    }
}
