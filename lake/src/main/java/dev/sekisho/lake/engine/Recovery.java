package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.log.Frame;
import dev.sekisho.lake.log.LogFile;
import dev.sekisho.lake.log.LogReplay;
import dev.sekisho.lake.query.Hidden;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.Retention;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start does before anything is taken in: manifests are read, logs are replayed, buffers that a manifest lists are skipped,
 * segments that no manifest names are destroyed. A start that cannot read its logs fails; it does not begin without them.
 * One file because its steps have one order, and each relies on what the one before left.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    /** A row takes at most so many times the memory that it takes in a log: arrays of numbers, and half of them unused. */
    private static final int MEMORY_OF_LOGGED = 16;

    private final LakeFiles files;
    private final Vault vault;
    private final LakeOptions options;
    private final Customers customers;
    private final LogLedger ledger;
    private final Counters counters;
    private final Compaction compaction;
    private final Holdings holdings;
    private final InstantSource clock;
    private final Forgetting forgetting;
    private final Ended ended;
    /** Buffers that may be sealed only when a damaged hold is readable again. */
    private final List<HotBuffer> refused = new ArrayList<>();

    Recovery(
            LakeFiles files,
            Vault vault,
            LakeOptions options,
            Customers customers,
            LogLedger ledger,
            Counters counters,
            Compaction compaction,
            Holdings holdings,
            InstantSource clock) {
        this.holdings = holdings;
        this.files = files;
        this.vault = vault;
        this.options = options;
        this.customers = customers;
        this.ledger = ledger;
        this.counters = counters;
        this.compaction = compaction;
        this.clock = clock;
        this.forgetting = new Forgetting(files);
        this.ended = new Ended(files, counters);
    }

    /**
     * Recovers everything.
     *
     * @param buffers gets the buffers with rows that are in logs only, to be sealed
     * @return the number of the next log
     */
    long run(List<HotBuffer> buffers) throws IOException {
        Set<String> marked = forgetting.marked();
        for (CustomerId customer : vault.customers()) {
            try {
                if (marked.contains(customers.folder(customer))) {
                    customers.forget(customer);
                    continue;
                }
                customers.put(customer, load(customer));
            } catch (SekishoException e) {
                if (e.code() == ErrorCode.KEY_WITHDRAWN) {
                    Shard away = customers.make(customer, Snapshot.empty());
                    ledger.keep(away.vault);
                    customers.leave(customer, away);
                } else if (!Forgetting.isGone(e)) {
                    throw e;
                }
            }
        }
        // A manifest may come from a backup and remember logs that are not here.
        long next = 1
                + customers.all().stream()
                        .mapToLong(Recovery::rememberedLog)
                        .max()
                        .orElse(0);
        List<Long> sequences = LogReplay.sequences(files);
        RecoveredRows rows = new RecoveredRows(clock, lastFrames(sequences));
        LogReplay replay = new LogReplay(files, options.node(), this::owner);
        for (long sequence : sequences) {
            LogReplay.Target target = rows.ofLog(sequence, this::shard);
            LogReplay.Replayed log = replay.read(sequence, new Relieved(target, rows, sequences.getFirst()));
            ledger.close(sequence, log.keys());
            report(log);
            next = Math.max(next, sequence + 1);
        }
        take(rows, buffers);
        endForgetting(marked);
        return next;
    }

    /**
     * Which frame of all is the last of each buffer, if the logs are so large that what is in them may not fit into the memory
     * for hot rows. They are read twice then, because a buffer can be sealed only when all its rows are there.
     */
    private Map<Id128, Long> lastFrames(List<Long> sequences) throws IOException {
        long bytes = 0;
        for (long sequence : sequences) {
            try (LakeFiles.Source log = files.open(LogFile.name(sequence))) {
                bytes += log.length();
            }
        }
        if (bytes * MEMORY_OF_LOGGED <= options.memory().hotBytes()) {
            return Map.of();
        }
        Map<Id128, Long> last = new HashMap<>();
        LogReplay replay = new LogReplay(files, options.node(), this::owner);
        long[] frames = {0};
        for (long sequence : sequences) {
            replay.read(sequence, new LogReplay.Target() {
                @Override
                public void frame(CustomerVault vault, Frame frame) {
                    last.put(frame.buffer(), ++frames[0]);
                }

                @Override
                public void lost(CustomerVault vault, int rows) {
                    // Counted when the log is read again.
                }
            });
        }
        return last;
    }

    /** Seals what is whole as soon as half of the memory for hot rows is in use. */
    private final class Relieved implements LogReplay.Target {
        private final LogReplay.Target target;
        private final RecoveredRows rows;
        private final long oldestLog;

        Relieved(LogReplay.Target target, RecoveredRows rows, long oldestLog) {
            this.target = target;
            this.rows = rows;
            this.oldestLog = oldestLog;
        }

        @Override
        public void frame(CustomerVault vault, Frame frame) {
            target.frame(vault, frame);
            counters.mostRecovered.accumulateAndGet(rows.bytes(), Math::max);
            if (rows.bytes() > options.memory().hotBytes() / 2) {
                rows.takeWhole().forEach(buffer -> seal(buffer, oldestLog));
            }
        }

        @Override
        public void lost(CustomerVault vault, int lost) {
            target.lost(vault, lost);
        }
    }

    /**
     * Unlike later, a failure ends the start: the rows are in the log still, and without a limit the memory would end it. One
     * customer's damaged hold does not: its late rows wait.
     */
    private void seal(HotBuffer buffer, long oldestLog) {
        try {
            if (buffer.shard.keeps(buffer.rows.day()) && !buffer.onlyHeld) {
                Sealing.store(buffer, oldestLog);
            } else {
                holdings.take(buffer.shard, buffer.rows);
            }
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.RECORD_DAMAGED && buffer.shard.holdsUnknown() > 0) {
                refused.add(buffer);
                return;
            }
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_UNKNOWN) {
                throw e;
            }
            LOG.warn("{} rows of {} are dropped: {}", buffer.rows.rows(), buffer.rows.day(), e.code());
            counters.gaps.addAndGet(buffer.rows.rows());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(LogReplay.Replayed log) {
        if (log.damaged() > 0) {
            counters.damagedLogs.addAndGet(log.damaged());
            LOG.error(
                    "{} places of a log cannot be opened although later ones can: the disk is damaged; what is lost is shown as a gap",
                    log.damaged());
        }
        if (log.dark() > 0) {
            LOG.info("{} frames of a log are under destroyed keys and were skipped", log.dark());
        }
    }

    private Optional<CustomerVault> owner(Id128 logKey) {
        Optional<CustomerId> owner = vault.ownerOfLogKey(logKey);
        if (owner.isPresent() && customers.isForgotten(owner.get())) {
            customers.keys(owner.get()).ifPresent(keys -> Forgetting.unlessGone(() -> keys.destroyLogKey(logKey)));
            return Optional.empty();
        }
        return owner.map(customer -> {
            Shard away = customers.away().get(customer);
            return away == null ? customers.shard(customer).vault : away.vault;
        });
    }

    private void take(RecoveredRows rows, List<HotBuffer> buffers) {
        List<HotBuffer> found = new ArrayList<>(refused);
        refused.clear();
        found.addAll(rows.buffers());
        for (HotBuffer buffer : found) {
            ledger.need(buffer);
            if (!buffer.onlyHeld) {
                buffer.shard.add(buffer.rows);
            }
            counters.hotRows.addAndGet(buffer.rows.rows());
            buffers.add(buffer);
        }
        counters.gaps.addAndGet(rows.lost());
    }

    /**
     * Recovers one customer whose keys are back: its manifests and what logs still hold of it.
     *
     * @param before the handle of its keys from before
     * @param buffers gets its buffers with rows that are in logs only, to be sealed
     */
    Shard again(CustomerId customer, CustomerVault before, List<HotBuffer> buffers) throws IOException {
        Shard shard = load(customer);
        RecoveredRows rows = new RecoveredRows(clock, Map.of());
        LogReplay replay = new LogReplay(
                files,
                options.node(),
                logKey -> vault.ownerOfLogKey(logKey).filter(customer::equals).map(owner -> shard.vault));
        for (long sequence : ledger.logsOf(before)) {
            ledger.pass(
                    sequence,
                    replay.read(sequence, rows.ofLog(sequence, owner -> shard)).keys());
        }
        take(rows, buffers);
        return shard;
    }

    /** Ends what a forgetting before this start began; what fails is left to the next call or start. */
    private void endForgetting(Set<String> marked) {
        Map<String, CustomerId> alive = new HashMap<>();
        vault.customers().forEach(customer -> alive.put(customers.folder(customer), customer));
        for (String folder : marked) {
            try {
                forgetting.delete(folder, Optional.ofNullable(alive.get(folder)).flatMap(customers::keys));
            } catch (IOException | SekishoException e) {
                LOG.warn(
                        "A deleted customer's files are not all gone yet; the next call or start ends it: {}",
                        e.getMessage());
            }
        }
    }

    private Shard shard(CustomerVault owner) {
        return customers.all().stream()
                .filter(shard -> shard.vault == owner)
                .findFirst()
                .orElseThrow();
    }

    private Shard load(CustomerId customer) throws IOException {
        Shard empty = customers.make(customer, Snapshot.empty());
        TreeMap<LocalDate, DayManifest> days = new TreeMap<>();
        for (LocalDate day : empty.manifests.days()) {
            try {
                days.put(day, empty.manifests.read(day));
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.RECORD_DAMAGED) {
                    throw e;
                }
                LOG.error("The manifest of {} is damaged and set aside: its segments cannot be read", day);
                empty.manifests.setAside(day);
            }
        }
        Set<LocalDate> damaged = new HashSet<>(empty.manifests.damagedDays());
        counters.damagedSegments.addAndGet(damaged.size());
        Shard shard = customers.make(customer, new Snapshot(List.of(), days, damaged, Hidden.nobody()));
        shard.retention(retention(shard));
        ended.days(shard);
        conceal(shard);
        hold(shard);
        ended.holds(shard);
        List<String> found = files.list(shard.folder);
        countMissing(shard, found);
        if (damaged.isEmpty()) {
            destroyUnnamed(shard, found);
        }
        return shard;
    }

    /** The newest log that anything of a customer remembers; 0 if none. */
    static long rememberedLog(Shard shard) {
        LongStream sealed = shard.snapshot().days().values().stream()
                .flatMap(day -> day.buffers().values().stream())
                .mapToLong(Long::longValue);
        LongStream gone = shard.retention().gone().values().stream()
                .mapToLong(Long::longValue)
                .filter(log -> log < Retention.TAKEN);
        return LongStream.concat(sealed, gone).max().orElse(0);
    }

    /** Segments that should be there, for example after a restore that was not whole; days that are being deleted lack some. */
    private void countMissing(Shard shard, List<String> found) {
        Set<String> there = Set.copyOf(found);
        Set<LocalDate> going = shard.retention().going();
        List<String> named = new ArrayList<>(named(shard, day -> !going.contains(day)));
        shard.holds()
                .forEach(hold ->
                        hold.segments().forEach(segment -> named.add(shard.holdStore.name(hold.hold(), segment.id()))));
        named.removeAll(there);
        if (!named.isEmpty()) {
            counters.damagedSegments.addAndGet(named.size());
            LOG.error("{} segments of a customer are missing; restore them from a backup", named.size());
        }
    }

    private static Set<String> named(Shard shard, Predicate<LocalDate> ofDay) {
        Set<String> named = new HashSet<>();
        for (DayManifest day : shard.snapshot().days().values()) {
            if (ofDay.test(day.day())) {
                day.segments().forEach(entry -> named.add(SegmentWriter.name(shard.folder, entry.id())));
            }
        }
        return named;
    }

    private static Retention retention(Shard shard) throws IOException {
        try {
            return shard.retentions.read();
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.RECORD_DAMAGED) {
                throw e;
            }
            LOG.error("A customer's retention is damaged: until it is said again, old days are not hidden");
            return Retention.unknown();
        }
    }

    private static void hold(Shard shard) throws IOException {
        for (Id128 hold : shard.holdStore.holds()) {
            try {
                shard.holdStore.read(hold).filter(found -> !found.released()).ifPresent(shard::hold);
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.RECORD_DAMAGED) {
                    throw e;
                }
                LOG.error(
                        "A legal hold is damaged: nothing old of its customer is deleted until it is restored or released");
                shard.holdUnknown(hold);
            }
        }
    }

    private static void conceal(Shard shard) throws IOException {
        try {
            shard.conceal(shard.concealments
                    .read()
                    .against(shard.snapshot().days().values().stream()
                            .flatMap(day -> day.segments().stream())
                            .toList()));
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.RECORD_DAMAGED) {
                throw e;
            }
            LOG.error(
                    "A customer's list of concealed persons is damaged: its events are not shown until it is restored");
            shard.concealedUnknown();
        }
    }

    /** Segments that were written, or replaced, just before a crash. */
    private void destroyUnnamed(Shard shard, List<String> found) {
        List<String> unnamed = new ArrayList<>(found);
        unnamed.removeAll(named(shard, day -> true));
        for (String name : unnamed) {
            if (name.endsWith(SegmentWriter.SUFFIX)) {
                int start = shard.folder.length() + 1;
                compaction.destroy(
                        shard, Id128.parse(name.substring(start, name.length() - SegmentWriter.SUFFIX.length())));
            }
        }
    }
}
