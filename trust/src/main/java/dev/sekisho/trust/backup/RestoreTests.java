package dev.sekisho.trust.backup;

import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Restores the newest set and a random older one each night, because a set that was never restored is a hope. Remembered for thirteen
 * months; a test that failed, and one that is overdue, is said by health until a later one passes.
 */
final class RestoreTests {
    /** How long after the last one a test is overdue. */
    static final Duration OVERDUE = Duration.ofHours(48);

    private static final Duration KEPT = Duration.ofDays(400);
    private static final String CHECK =
            "Restore the set with sekisho restore on a machine of your own, and compare the counts that it prints.";

    private final BackupOptions options;
    private final ReceiptBook receipts;
    private final SetTest test;
    private final Instant opened;
    private final SecureRandom random = new SecureRandom();

    RestoreTests(BackupOptions options, ReceiptBook receipts, SetTest test) {
        this.options = options;
        this.receipts = receipts;
        this.test = test;
        this.opened = options.clock().instant();
    }

    private record Candidate(Target target, Manifest set) {}

    /** Tests the newest set, and one older set if there is one whose key copy is still open to us. */
    synchronized List<StoredRestoreTest> run() {
        Instant now = options.clock().instant();
        List<StoredRestoreTest> done = new ArrayList<>();
        List<Candidate> candidates = candidates(now);
        if (candidates.isEmpty()) {
            done.add(keep(failed(now, "no full set can be read from any target")));
            return done;
        }
        long newest = candidates.stream()
                .mapToLong(candidate -> candidate.set().number())
                .max()
                .orElseThrow();
        // Both in random order, so that every target is read from in the long run.
        Collections.shuffle(candidates, random);
        List<Candidate> chosen = new ArrayList<>();
        candidates.stream()
                .filter(candidate -> candidate.set().number() == newest)
                .findFirst()
                .ifPresent(chosen::add);
        candidates.stream()
                .filter(candidate -> candidate.set().number() != newest)
                .findFirst()
                .ifPresent(chosen::add);
        for (Candidate candidate : chosen) {
            done.add(keep(run(candidate)));
        }
        return done;
    }

    private List<Candidate> candidates(Instant now) {
        List<Candidate> candidates = new ArrayList<>();
        for (Target target : options.targets()) {
            try {
                new SetReader(target, options.vault().installation())
                        .manifests().stream()
                                .filter(manifest -> manifest.base().isEmpty())
                                .filter(manifest ->
                                        manifest.time().plus(Keeping.AT_LEAST).isAfter(now))
                                .forEach(manifest -> candidates.add(new Candidate(target, manifest)));
            } catch (IOException e) {
                // The others have the same sets; that this one is away, the maker and the check say.
                continue;
            }
        }
        return candidates;
    }

    private StoredRestoreTest run(Candidate candidate) {
        long start = System.nanoTime();
        SetTest.Compared compared;
        try {
            compared = test.test(candidate.target(), candidate.set());
        } catch (SekishoException e) {
            compared = new SetTest.Compared(0, 0, 0, 0, 0, List.of("it could not be restored: " + e.code()));
        } catch (RuntimeException e) {
            compared = new SetTest.Compared(
                    0,
                    0,
                    0,
                    0,
                    0,
                    List.of("it could not be restored: " + e.getClass().getSimpleName()));
        }
        return new StoredRestoreTest(
                candidate.target().name(),
                candidate.set().number(),
                candidate.set().time().toEpochMilli(),
                options.clock().instant().toEpochMilli(),
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                compared.rows(),
                compared.events(),
                compared.queries(),
                compared.erased(),
                compared.missing(),
                compared.differences());
    }

    private static StoredRestoreTest failed(Instant now, String why) {
        return new StoredRestoreTest("", 0, 0, now.toEpochMilli(), 0, 0, 0, 0, 0, 0, List.of(why));
    }

    private StoredRestoreTest keep(StoredRestoreTest stored) {
        long limit = stored.time() - KEPT.toMillis();
        options.records().installation().transact(transaction -> {
            StoredRestoreTest.KIND.all(transaction).stream()
                    .filter(row -> row.value().time() < limit)
                    .forEach(row -> StoredRestoreTest.KIND.delete(transaction, row.id()));
            return StoredRestoreTest.KIND.insert(transaction, Id128.random(random), stored, Map.of());
        });
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("set", Long.toString(stored.number()));
        facts.put("result", stored.passed() ? "equal" : String.join("; ", stored.differences()));
        facts.put("captured", Instant.ofEpochMilli(stored.captured()).toString());
        facts.put("target", stored.target());
        facts.put("milliseconds", Long.toString(stored.millis()));
        facts.put("rows", Long.toString(stored.rows()));
        facts.put("events", Long.toString(stored.events()));
        facts.put("queries", Integer.toString(stored.queries()));
        facts.put("queries-not-comparable", Integer.toString(stored.erased()));
        facts.put("missing", Integer.toString(stored.missing()));
        var unused = receipts.append(
                new Subject.Installation(),
                new Statement(
                        ReceiptKind.RESTORE_TEST,
                        facts,
                        List.of("I4"),
                        "job:" + BackupJob.NAME + "-restore-test",
                        CHECK));
        return stored;
    }

    /** Tests, the newest first. */
    List<StoredRestoreTest> all() {
        return options.records().installation().transact(StoredRestoreTest.KIND::all).stream()
                .map(Row::value)
                .sorted(Comparator.comparingLong(StoredRestoreTest::time).reversed())
                .toList();
    }

    /** What is wrong, for health; empty if nothing is. */
    String problem() {
        List<StoredRestoreTest> all = all();
        Optional<Instant> last = all.stream().findFirst().map(stored -> Instant.ofEpochMilli(stored.time()));
        if (last.orElse(opened).plus(OVERDUE).isBefore(options.clock().instant())) {
            return last.map(time -> "no set was restored for a test since " + time)
                    .orElse("no set was restored for a test yet");
        }
        // What one night found counts together: a failure is not hidden by the other set of the same night.
        return all.stream()
                .filter(stored -> !stored.passed())
                .filter(stored -> last.isPresent()
                        && Instant.ofEpochMilli(stored.time())
                                .plus(Duration.ofHours(12))
                                .isAfter(last.get()))
                .findFirst()
                .map(stored -> "set " + stored.number() + " did not come back equal when it was restored for a test: "
                        + String.join("; ", stored.differences()))
                .orElse("");
    }
}
