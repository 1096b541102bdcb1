package dev.sekisho.lake.engine;

import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.ManifestStore;
import dev.sekisho.lake.segment.Retention;
import dev.sekisho.lake.segment.RetentionStore;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.CustomerVault;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Everything of one customer: keys, folder, hot buffers and manifests. */
final class Shard {
    final CustomerVault vault;
    final String folder;
    final ManifestStore manifests;
    final RetentionStore retentions;
    final SegmentWriter segments;
    final Leases leases;
    final Memory.Share share;
    /** Permits for queries of this customer. */
    final Semaphore queries;
    /** Permits for its exports, which last longer and hold one page. */
    final Semaphore exports;
    /** The buffer that takes new rows of a day; for the ingest thread alone. */
    final Map<LocalDate, HotBuffer> filling = new HashMap<>();

    private final InstantSource clock;
    private final AtomicLong late = new AtomicLong();
    private volatile Snapshot snapshot;
    private volatile Retention retention = Retention.unknown();

    /** A customer's shard; by {@code clock} its days end. */
    Shard(
            LakeFiles files,
            CustomerVault vault,
            String folder,
            Snapshot snapshot,
            Executor background,
            InstantSource clock,
            Memory.Share share,
            int queries) {
        this.share = share;
        this.queries = new Semaphore(queries);
        this.exports = new Semaphore(2 * queries);
        this.clock = clock;
        this.vault = vault;
        this.folder = folder;
        this.manifests = new ManifestStore(files, vault, folder);
        this.retentions = new RetentionStore(files, vault, folder);
        this.segments = new SegmentWriter(files, vault, folder);
        this.leases = new Leases(background);
        this.snapshot = snapshot;
    }

    /** All its rows now, also those whose time is over and that are not deleted yet. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** All rows that a query may see now. */
    Snapshot visible() {
        LocalDate today = today();
        Retention now = retention;
        return snapshot.only(day -> now.keeps(day, today));
    }

    /** The UTC day that it is. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** How long its events live. */
    Retention retention() {
        return retention;
    }

    /** Says how long its events live from here on. */
    void retention(Retention next) {
        retention = next;
    }

    /** Whether events of a day live. */
    boolean keeps(LocalDate day) {
        return retention.keeps(day, today());
    }

    /** Whether rows of a day that are found in a log live. */
    boolean recovers(LocalDate day, long log) {
        return retention.recovers(day, today(), log);
    }

    /** An event came when its day was over and gone. */
    void late() {
        late.incrementAndGet();
    }

    /** How many events were dropped because their day was gone, since the last call. */
    long takeLate() {
        return late.getAndSet(0);
    }

    /** Drops a buffer whose day is over. */
    synchronized void drop(EventBuffer buffer) {
        if (snapshot.hot().contains(buffer)) {
            late.addAndGet(buffer.rows());
            snapshot = snapshot.without(buffer);
        }
    }

    /** Shows nothing of a deleted day any more. */
    synchronized void forget(LocalDate day) {
        snapshot = snapshot.only(other -> !other.equals(day));
    }

    /** Shows a new hot buffer to queries. */
    synchronized void add(EventBuffer buffer) {
        snapshot = snapshot.withBuffer(buffer);
    }

    /** Shows a new manifest, and no longer the buffer whose rows it holds. */
    synchronized void sealed(EventBuffer buffer, DayManifest manifest) {
        snapshot = snapshot.withSealed(buffer, manifest);
    }

    /** Shows a new manifest. */
    synchronized void merged(DayManifest manifest) {
        snapshot = snapshot.withManifest(manifest);
    }
}
