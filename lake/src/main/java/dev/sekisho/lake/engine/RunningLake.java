package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeCopy;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Permits;
import dev.sekisho.lake.query.Rows;
import dev.sekisho.lake.query.Shelf;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The lake of one process: one thread takes events in, one seals them, callers' threads query. */
public final class RunningLake implements Lake, EventSink {
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(60);
    private static final Duration ERRAND_LIMIT = Duration.ofMinutes(5);
    private static final String NOT_FORGOTTEN =
            "the customer's events could not all be deleted; check the disk and call again";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    /** How long whoever must destroy waits for captures before it is told to call again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LakeOptions options;
    private final LakeFiles files;
    private final Vault vault;
    private final Customers customers;
    private final Counters counters = new Counters();
    private final Ingest ingest;
    private final Sealing sealing;
    private final Deletion deletion;
    private final Rewriting rewriting;
    private final Holdings holdings;
    private final Forgetting forgetting;
    private final Errands errands;
    private final Absences absences;
    private final Captures captures = new Captures(PATIENCE);
    private final RunningCopy copy;
    /** What was counted of customers whose deletion has begun and not ended. */
    private final Map<CustomerId, CustomerLake.Forgotten> counted = new ConcurrentHashMap<>();

    private final Thread ingestThread;
    private final Thread sealingThread;
    private final Memory memory;
    private final Semaphore queries;
    private final Semaphore exports;

    private RunningLake(
            LakeOptions options,
            LakeFiles files,
            Vault vault,
            InstantSource clock,
            InstantSource believed,
            Function<CustomerId, CustomerScope> jobScopes)
            throws IOException {
        this.options = options;
        this.files = files;
        this.vault = vault;
        this.queries = new Semaphore(options.query().concurrent());
        this.exports = new Semaphore(2 * options.query().concurrent());
        LogLedger ledger = new LogLedger(files);
        Compaction compaction = new Compaction(files, options.query(), options.sealRows());
        memory = new Memory(options.memory());
        customers = new Customers(
                files,
                vault,
                jobScopes,
                task -> background().execute(task),
                clock,
                believed,
                memory,
                Math.max(1, options.query().concurrent() / 2));
        holdings = new Holdings(files, options.query(), captures);
        List<HotBuffer> recovered = new ArrayList<>();
        Recovery recovery =
                new Recovery(files, vault, options, customers, ledger, counters, compaction, holdings, clock);
        long next = recovery.run(recovered);
        CommitLog log = new CommitLog(options, files, ledger, customers, counters, next);
        deletion = new Deletion(files, holdings, captures, log::oldest, log::newest);
        rewriting = new Rewriting(files, compaction);
        forgetting = new Forgetting(files);
        sealing = new Sealing(ledger, counters, compaction, holdings, log::oldest);
        errands = new Errands(sealing, ERRAND_LIMIT);
        recovered.forEach(sealing::add);
        sealing.execute(sealing::clean);
        ingest = new Ingest(options, customers, log, sealing, counters, memory, clock);
        absences = new Absences(customers, ledger, ingest, sealing, recovery, captures);
        copy = new RunningCopy(
                files, customers, captures, sealing, () -> ingest.flush().thenCompose(all -> all), this::frozen, clock);
        ingestThread = Thread.ofPlatform().name("lake-ingest").daemon().unstarted(ingest);
        sealingThread = Thread.ofPlatform().name("lake-seal").daemon().unstarted(sealing);
    }

    /**
     * Recovers what the storage holds and starts.
     *
     * @param believed by which days end for good
     * @throws SekishoException {@code DISK_FAILED} if the storage cannot be read
     */
    public static RunningLake start(
            LakeOptions options,
            LakeFiles files,
            Vault vault,
            InstantSource clock,
            InstantSource believed,
            Function<CustomerId, CustomerScope> jobScopes) {
        try {
            RunningLake lake = new RunningLake(options, files, vault, clock, believed, jobScopes);
            lake.ingestThread.start();
            lake.sealingThread.start();
            lake.absences.watch();
            vault.onWithdrawn(lake.absences::withdraw);
            return lake;
        } catch (IOException | UncheckedIOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "the lake cannot be read at start; check the disk that holds it", e);
        }
    }

    /** Loads what the first query needs, beside everything else. */
    public void warmUp() {
        sealing.execute(() -> Rows.warmUp(options.query()));
    }

    private Sealing background() {
        return sealing;
    }

    @Override
    public EventSink sink() {
        return this;
    }

    @Override
    public boolean offer(CustomerScope scope, WebEvent event) {
        checkRegion(scope);
        return ingest.offer(scope.customer(), event);
    }

    @Override
    public boolean ready() {
        return ingest.ready();
    }

    @Override
    public boolean ready(CustomerScope scope) {
        checkRegion(scope);
        return ingest.ready(scope.customer());
    }

    @Override
    public void gap(CustomerScope scope, long events) {
        checkRegion(scope);
        ingest.gap(scope.customer(), events);
    }

    @Override
    public CustomerLake of(CustomerScope scope) {
        checkRegion(scope);
        Shard shard;
        CustomerVault keys;
        try {
            shard = customers.shard(scope.customer());
            keys = vault.of(scope);
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_WITHDRAWN) {
                throw e;
            }
            return new DarkLake(e, () -> forget(scope.customer()));
        }
        Shelf shelf = new Shelf(files, keys, shard.folder, options.query());
        return new Rows(
                shelf,
                () -> new ShardLease(shard),
                new Permits(queries, shard.queries, exports, shard.exports),
                counters.damagedSegments::addAndGet,
                new ShardUpkeep(
                        shard,
                        errands,
                        ingest,
                        deletion,
                        rewriting,
                        holdings,
                        captures,
                        () -> forget(scope.customer())));
    }

    @Override
    public LakeCopy copy() {
        return copy;
    }

    private CustomerLake frozen(CustomerScope scope, OpenCapture capture) {
        checkRegion(scope);
        try {
            Shard shard = customers.shard(scope.customer());
            FrozenUpkeep upkeep = new FrozenUpkeep(capture, shard, holdings);
            return new Rows(
                    new Shelf(files, vault.of(scope), shard.folder, options.query()),
                    () -> capture.lease(shard.folder),
                    new Permits(queries, shard.queries, exports, shard.exports),
                    counters.damagedSegments::addAndGet,
                    upkeep);
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_WITHDRAWN) {
                throw e;
            }
            return new DarkLake(e, () -> {
                throw FrozenUpkeep.refused();
            });
        }
    }

    private CustomerLake.Forgotten forget(CustomerId customer) {
        String folder = customers.folder(customer);
        CustomerLake.Forgotten known = errands.run(NOT_FORGOTTEN, () -> {
            forgetting.mark(folder);
            Optional<Shard> shard = customers.known(customer);
            CustomerLake.Forgotten now =
                    forgetting.count(folder, shard.map(Shard::snapshot).orElse(Snapshot.empty()));
            CustomerLake.Forgotten before = counted.putIfAbsent(customer, now);
            return before == null ? now : before;
        });
        customers.forget(customer).ifPresent(shard -> {
            errands.await(NOT_FORGOTTEN, ingest.drop(shard));
            errands.run(NOT_FORGOTTEN, () -> {
                sealing.drop(shard);
                return shard;
            });
        });
        return captures.patiently(() -> errands.run(NOT_FORGOTTEN, () -> {
            if (captures.keep(folder)) {
                throw Captures.running();
            }
            forgetting.delete(folder, customers.keys(customer));
            customers.gone(customer);
            counted.remove(customer);
            return known;
        }));
    }

    private static final class ShardLease implements Rows.Lease {
        private final Shard shard;
        private final long entered;
        private final Snapshot snapshot;

        ShardLease(Shard shard) {
            this.shard = shard;
            this.entered = shard.leases.enter();
            this.snapshot = shard.visible();
        }

        @Override
        public Snapshot snapshot() {
            return snapshot;
        }

        @Override
        public void close() {
            shard.leases.leave(entered);
        }
    }

    private void checkRegion(CustomerScope scope) {
        if (!scope.region().equals(options.region())) {
            throw new SekishoException(ErrorCode.SCOPE_MISSING, "the scope is of another region than this lake");
        }
    }

    @Override
    public void flush() {
        CompletableFuture<Integer> sealed = ingest.flush().thenCompose(all -> all);
        try {
            sealed.get(FLUSH_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "not every event could be sealed: " + status().problem(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SekishoException(ErrorCode.INTERNAL, "interrupted while events were sealed", e);
        }
    }

    @Override
    public boolean awaitDurable(Duration limit) {
        try {
            return ingest.awaitDurable(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public LakeStatus status() {
        long segments = customers.all().stream()
                .flatMap(shard -> shard.snapshot().days().values().stream())
                .mapToLong(day -> day.segments().size())
                .sum();
        return new LakeStatus(
                ingest.accepted(),
                counters.durable.get(),
                counters.hotRows.get(),
                memory.bytes(),
                memory.customersAtLimit(),
                counters.cutValues.get(),
                segments,
                counters.gaps.get(),
                counters.damagedSegments.get(),
                damagedHolds(),
                counters.damagedLogs.get(),
                problem());
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("hot-bytes", memory.bytes());
        figures.put("hot-rows", counters.hotRows.get());
        figures.put("customers-at-limit", memory.customersAtLimit());
        figures.put("damaged-holds", damagedHolds());
        figures.put("values-cut", counters.cutValues.get());
        figures.put("events-late-dropped", counters.lateDropped.get());
        figures.put("events-not-stored", counters.gaps.get());
        figures.put("captures-open", (long) captures.size());
        figures.put("captures-ended-early", captures.endedEarly());
        figures.put("ended-without-keys", counters.endedWithoutKeys.get());
        return figures;
    }

    private long damagedHolds() {
        return customers.all().stream().mapToLong(Shard::holdsUnknown).sum();
    }

    private String problem() {
        String log = counters.logProblem.get();
        String seal = counters.sealProblem.get();
        if (log.isEmpty() && counters.hotRows.get() >= options.hotRows()) {
            return "too many rows wait to be sealed" + (seal.isEmpty() ? "" : "; " + seal);
        }
        if (log.isEmpty() && memory.full()) {
            return "the memory for rows that wait to be sealed is full" + (seal.isEmpty() ? "" : "; " + seal);
        }
        return log;
    }

    @Override
    public void close() {
        captures.stop();
        ingest.stop();
        join(ingestThread);
        sealing.stop();
        join(sealingThread);
        try {
            files.close();
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.DISK_FAILED, "the lake's storage could not be closed", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
