package dev.sekisho.trust.backup;

import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore;
import dev.sekisho.trust.backup.SetMaker.Made;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an installation remembers of its sets and of looks at them, in its own records; kept for thirteen months, for the trend. */
final class BackupBook {
    private static final Duration KEPT = Duration.ofDays(400);

    private final RecordStore records;
    private final SecureRandom random = new SecureRandom();

    BackupBook(RecordStore records) {
        this.records = records;
    }

    /** Notes a full set. */
    StoredSet add(Made made, List<Target> targets) {
        Set<String> places = new HashSet<>();
        targets.stream()
                .filter(target -> made.heads().containsKey(target.name()))
                .forEach(target -> places.add(target.place()));
        StoredSet stored = new StoredSet(
                made.number(),
                made.time().toEpochMilli(),
                made.objects(),
                made.bytes(),
                made.written(),
                made.missing(),
                List.copyOf(made.heads().keySet()),
                places.size(),
                List.copyOf(made.failures().keySet()));
        records.transact(transaction -> StoredSet.KIND.insert(transaction, made.set(), stored, Map.of()));
        return stored;
    }

    /** Notes a look. */
    StoredCheck add(String target, Instant now, SetVerifier.Report report) {
        List<String> findings = report.findings().stream()
                .limit(StoredCheck.MAX_FINDINGS)
                .map(finding -> finding.kind() + " " + finding.object())
                .toList();
        StoredCheck stored = new StoredCheck(
                target,
                now.toEpochMilli(),
                report.sets(),
                report.objects(),
                report.bytes(),
                findings,
                report.findings().size() + (report.sets() == 0 ? 1 : 0),
                report.head().map(SetVerifier.Head::number).orElse(0L));
        records.transact(transaction -> StoredCheck.KIND.insert(transaction, Id128.random(random), stored, Map.of()));
        return stored;
    }

    /** Sets, the newest first. */
    List<Row<StoredSet>> sets() {
        return records.transact(StoredSet.KIND::all).stream()
                .sorted(Comparator.comparingLong(
                                (Row<StoredSet> row) -> row.value().time())
                        .reversed())
                .toList();
    }

    /** Looks, the newest first. */
    List<Row<StoredCheck>> checks() {
        return records.transact(StoredCheck.KIND::all).stream()
                .sorted(Comparator.comparingLong(
                                (Row<StoredCheck> row) -> row.value().time())
                        .reversed())
                .toList();
    }

    /** When the newest set was captured that at least two places have whole. */
    Optional<Instant> lastGood() {
        return sets().stream()
                .filter(row -> row.value().good())
                .map(row -> Instant.ofEpochMilli(row.value().time()))
                .findFirst();
    }

    /** Forgets what is too old for a trend. */
    void forget(Instant now) {
        long limit = now.minus(KEPT).toEpochMilli();
        records.transact(transaction -> {
            StoredSet.KIND.all(transaction).stream()
                    .filter(row -> row.value().time() < limit)
                    .forEach(row -> StoredSet.KIND.delete(transaction, row.id()));
            StoredCheck.KIND.all(transaction).stream()
                    .filter(row -> row.value().time() < limit)
                    .forEach(row -> StoredCheck.KIND.delete(transaction, row.id()));
            return true;
        });
    }
}
