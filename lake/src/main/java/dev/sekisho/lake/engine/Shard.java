package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Hidden;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.Concealed;
import dev.sekisho.lake.segment.ConcealedStore;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.HoldManifest;
import dev.sekisho.lake.segment.HoldStore;
import dev.sekisho.lake.segment.ManifestStore;
import dev.sekisho.lake.segment.Retention;
import dev.sekisho.lake.segment.RetentionStore;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.CustomerVault;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Everything of one customer: keys, folder, hot buffers and manifests. */
final class Shard {
    final CustomerVault vault;
    final String folder;
    final ManifestStore manifests;
    final RetentionStore retentions;
    final ConcealedStore concealments;
    final HoldStore holdStore;
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
    private final InstantSource believed;
    private final AtomicLong late = new AtomicLong();
    private volatile Snapshot snapshot;
    private volatile Retention retention = Retention.unknown();
    private volatile Concealed concealed = Concealed.nobody();
    private final Map<Id128, HoldManifest> holds = new ConcurrentHashMap<>();
    /** Events that were not stored while its keys are withdrawn. */
    private final AtomicLong lost = new AtomicLong();

    private volatile boolean withdrawn;
    /** Whether the customer was deleted. */
    private volatile boolean forgotten;
    /** How many days the newest call wants to keep, which counts at once, also before it is durable; 0 if nobody said. */
    private volatile int wanted;
    /** Whether the list of concealed persons was found damaged, so that nobody knows what may be shown. */
    private volatile boolean concealedUnknown;
    /** Holds that have not ended as far as anybody knows and that nobody can read: what they keep must not go. */
    private final Set<Id128> holdsUnknown = ConcurrentHashMap.newKeySet();
    /** The version of the list up to which logs hold nothing of concealed persons any more; for the caller of a rewrite. */
    volatile long logsCleanTo;
    /** Segments that no manifest names any more, and whether the last query of them has ended; until their salts are destroyed. */
    final Map<Id128, Boolean> replaced = new ConcurrentHashMap<>();
    /** The lengths of held segments, by name, as far as a copy asked for them. */
    final Map<String, Long> heldLengths = new ConcurrentHashMap<>();

    /** A customer's shard; by {@code clock} its days end for who asks, and by {@code believed} for what destroys. */
    Shard(
            LakeFiles files,
            CustomerVault vault,
            String folder,
            Snapshot snapshot,
            Executor background,
            InstantSource clock,
            InstantSource believed,
            Memory.Share share,
            int queries) {
        this.share = share;
        this.queries = new Semaphore(queries);
        this.exports = new Semaphore(2 * queries);
        this.clock = clock;
        this.believed = believed;
        this.vault = vault;
        this.folder = folder;
        this.manifests = new ManifestStore(files, vault, folder);
        this.retentions = new RetentionStore(files, vault, folder);
        this.concealments = new ConcealedStore(files, vault, folder);
        this.holdStore = new HoldStore(files, vault, folder);
        this.segments = new SegmentWriter(files, vault, folder);
        this.leases = new Leases(background);
        this.snapshot = snapshot;
    }

    /** All its rows now, also those whose time is over and that are not deleted yet. */
    Snapshot snapshot() {
        return snapshot;
    }

    /**
     * All rows that a query may see now.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} if nobody knows which
     */
    Snapshot visible() {
        return shown(snapshot);
    }

    /** What of rows of this moment or an earlier one a query may see now; failures are those of {@link #visible}. */
    Snapshot shown(Snapshot rows) {
        requireAlive();
        requireConcealed();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Retention now = retention;
        int days = wanted;
        Snapshot newest = snapshot;
        Snapshot hiding = rows == newest ? rows : rows.hidingAlso(newest);
        return hiding.only(day -> now.keeps(day, today) && Retention.isWithin(days, day, today));
    }

    /** The UTC day that it is, by the time that may destroy something. */
    LocalDate today() {
        return LocalDate.ofInstant(believed.instant(), ZoneOffset.UTC);
    }

    /** How long its events live. */
    Retention retention() {
        return retention;
    }

    /** Shows no older days from here on, whatever becomes of the call that says so. */
    void want(int days) {
        wanted = days;
    }

    /** Says how long its events live from here on. */
    void retention(Retention next) {
        retention = next;
    }

    /** Whose events are shown to nobody. */
    Concealed concealed() {
        return concealed;
    }

    /** Says whose events are shown to nobody from here on. */
    synchronized void conceal(Concealed next) {
        concealed = next;
        snapshot = snapshot.hiding(new Hidden(next.pending()));
    }

    /** The list of concealed persons cannot be read: nothing is shown rather than too much. */
    void concealedUnknown() {
        concealedUnknown = true;
    }

    /** @throws SekishoException {@code RECORD_DAMAGED} if the list of concealed persons cannot be read */
    void requireConcealed() {
        if (concealedUnknown) {
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED,
                    "the list of persons whose events were erased is damaged; restore it from a backup and restart");
        }
    }

    /** Whether an event of this person is not taken any more. */
    boolean conceals(String person) {
        Map<String, Long> persons = concealed.persons();
        return !persons.isEmpty() && persons.containsKey(person);
    }

    /** Whether events of a day live. */
    boolean keeps(LocalDate day) {
        LocalDate today = today();
        return retention.keeps(day, today) && Retention.isWithin(wanted, day, today);
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

    /** Shows nothing any more. */
    synchronized void forget() {
        forgotten = true;
        snapshot = Snapshot.empty();
    }

    /** Holds nothing any more: its keys are withdrawn, and another shard takes over when they are back. */
    synchronized void leave() {
        withdrawn = true;
        snapshot = Snapshot.empty();
    }

    /** Events were not stored because the keys are withdrawn. */
    void lost(long events) {
        lost.addAndGet(events);
    }

    /** How many events were not stored because the keys are withdrawn. */
    long takeLost() {
        return lost.getAndSet(0);
    }

    /** What a question gets while keys are withdrawn. */
    static SekishoException withdrawn() {
        return new SekishoException(
                ErrorCode.KEY_WITHDRAWN,
                "The customer's key service does not give the customer's keys; nothing of the customer opens until it does.");
    }

    /** @throws SekishoException {@code KEY_DESTROYED} if the customer was deleted, {@code KEY_WITHDRAWN} */
    void requireAlive() {
        if (withdrawn) {
            throw withdrawn();
        }
        if (forgotten) {
            throw new SekishoException(ErrorCode.KEY_DESTROYED, "The customer was deleted; its events are gone.");
        }
    }

    /** A hold cannot be read: until it is restored, or ended, nothing that it may want is deleted. */
    void holdUnknown(Id128 hold) {
        holdsUnknown.add(hold);
    }

    /** The holds that cannot be read. */
    Set<Id128> unknownHolds() {
        return Set.copyOf(holdsUnknown);
    }

    /** Whether a hold is one that cannot be read. */
    boolean isHoldUnknown(Id128 hold) {
        return holdsUnknown.contains(hold);
    }

    /** How many holds cannot be read. */
    int holdsUnknown() {
        return holdsUnknown.size();
    }

    /** @throws SekishoException {@code RECORD_DAMAGED} if a hold cannot be read */
    void requireHolds() {
        if (!holdsUnknown.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED,
                    "a legal hold is damaged, so that nobody knows what it keeps and nothing old is deleted;"
                            + " restore it from a backup and restart, or release it");
        }
    }

    /** Its holds that have not ended. */
    List<HoldManifest> holds() {
        return List.copyOf(holds.values());
    }

    /** A hold was placed, or holds more. */
    void hold(HoldManifest hold) {
        holds.put(hold.hold(), hold);
    }

    /** A hold ended. */
    void release(Id128 hold) {
        holds.remove(hold);
    }

    /** Nothing is left of a hold, also of one that nobody could read. */
    void ended(Id128 hold) {
        holdsUnknown.remove(hold);
    }

    /** Whether a hold keeps events of a day beyond their retention, or may. */
    boolean holds(LocalDate day) {
        return !holdsUnknown.isEmpty() || holds.values().stream().anyMatch(hold -> hold.covers(day));
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
