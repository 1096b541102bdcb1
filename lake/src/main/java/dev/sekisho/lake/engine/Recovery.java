package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.log.LogReplay;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.Retention;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start does before anything is taken in: manifests are read, logs are replayed, buffers that a manifest lists are skipped,
 * segments that no manifest names are destroyed. A start that cannot read its logs fails; it does not begin without them.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final LakeFiles files;
    private final Vault vault;
    private final String node;
    private final Customers customers;
    private final LogLedger ledger;
    private final Counters counters;
    private final Compaction compaction;
    private final InstantSource clock;

    Recovery(
            LakeFiles files,
            Vault vault,
            String node,
            Customers customers,
            LogLedger ledger,
            Counters counters,
            Compaction compaction,
            InstantSource clock) {
        this.files = files;
        this.vault = vault;
        this.node = node;
        this.customers = customers;
        this.ledger = ledger;
        this.counters = counters;
        this.compaction = compaction;
        this.clock = clock;
    }

    /**
     * Recovers everything.
     *
     * @param buffers gets the buffers with rows that are in logs only, to be sealed
     * @return the number of the next log
     */
    long run(List<HotBuffer> buffers) throws IOException {
        for (CustomerId customer : vault.customers()) {
            try {
                customers.put(customer, load(customer));
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_UNKNOWN) {
                    throw e;
                }
            }
        }
        long next = 1;
        RecoveredRows rows = new RecoveredRows(clock);
        LogReplay replay = new LogReplay(files, node, this::owner);
        for (long sequence : LogReplay.sequences(files)) {
            LogReplay.Replayed log = replay.read(sequence, rows.ofLog(sequence, this::shard));
            ledger.close(sequence, log.keys());
            report(log);
            next = sequence + 1;
        }
        for (HotBuffer buffer : rows.buffers()) {
            ledger.need(buffer);
            buffer.shard.add(buffer.rows);
            counters.hotRows.addAndGet(buffer.rows.rows());
            buffers.add(buffer);
        }
        counters.gaps.addAndGet(rows.lost());
        return next;
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
        return vault.ownerOfLogKey(logKey).map(customer -> customers.shard(customer).vault);
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
        Shard shard = customers.make(customer, new Snapshot(List.of(), days, damaged));
        shard.retention(retention(shard));
        if (damaged.isEmpty()) {
            destroyUnnamed(shard);
        }
        return shard;
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

    /** Segments that were written, or replaced, just before a crash. */
    private void destroyUnnamed(Shard shard) throws IOException {
        Set<String> named = new HashSet<>();
        for (DayManifest day : shard.snapshot().days().values()) {
            for (SegmentEntry entry : day.segments()) {
                named.add(SegmentWriter.name(shard.folder, entry.id()));
            }
        }
        List<String> unnamed = new ArrayList<>(files.list(shard.folder));
        unnamed.removeAll(named);
        for (String name : unnamed) {
            if (name.endsWith(SegmentWriter.SUFFIX)) {
                int start = shard.folder.length() + 1;
                compaction.destroy(
                        shard, Id128.parse(name.substring(start, name.length() - SegmentWriter.SUFFIX.length())));
            }
        }
    }
}
