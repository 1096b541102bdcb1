package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.RowValues;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that takes events in: each event goes in one pass into the columns of its customer's day and into the next log
 * frame; frames of all customers become durable together. While the log cannot be written it takes nothing more in and keeps what
 * it has, so that nothing accepted is lost when the disk comes back.
 *
 * <p>One file because it is the loop of one thread: its steps share what that thread alone may touch.
 */
final class Ingest implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final int COMMIT_BYTES = 256 << 10;
    private static final int MAX_FILLING_DAYS = 8;
    private static final long HOUR_SECONDS = 3_600;
    private static final long MAX_RELOG_BYTES = 8 << 20;
    private static final long AGE_CHECK_NANOS = Duration.ofMillis(100).toNanos();
    private static final long IDLE_NANOS = Duration.ofMillis(50).toNanos();

    private final LakeOptions options;
    private final Customers customers;
    private final CommitLog log;
    private final Sealing sealing;
    private final Counters counters;
    private final Memory memory;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final IngestQueue<Offered> queue;
    private final RowValues row = new RowValues();
    private final List<HotBuffer> dirty = new ArrayList<>();
    private final Map<CustomerId, AtomicLong> reportedGaps = new ConcurrentHashMap<>();
    private final AtomicLong gapsAdded = new AtomicLong();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Flush> flushes = new ConcurrentLinkedQueue<>();
    private final Object durableSignal = new Object();

    private volatile boolean parked;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;
    private long gapsTaken;
    private volatile long durableTicket;
    private volatile long durableGaps;
    private int pendingBytes;
    private long firstPendingNanos;
    private long lastAgeCheck = System.nanoTime();

    /** Somebody waits until everything up to these two counts, or all of it of one customer, is handed over to be sealed. */
    private record Flush(
            long ticket, long gaps, @Nullable Shard only, CompletableFuture<CompletableFuture<Integer>> handed) {
        boolean includes(Shard shard) {
            return only == null || only == shard;
        }
    }

    /** An event and whose it is. */
    private record Offered(CustomerId customer, WebEvent event, Memory.Share share, long bytes) {}

    Ingest(
            LakeOptions options,
            Customers customers,
            CommitLog log,
            Sealing sealing,
            Counters counters,
            Memory memory,
            InstantSource clock) {
        this.memory = memory;
        this.options = options;
        this.customers = customers;
        this.log = log;
        this.sealing = sealing;
        this.counters = counters;
        this.clock = clock;
        this.queue = new IngestQueue<>(options.queueLimit());
    }

    // ---- any thread

    boolean offer(CustomerId customer, WebEvent event) {
        boolean taken = accepting() && enqueue(customer, event);
        if (parked) {
            wake();
        }
        return taken;
    }

    private boolean enqueue(CustomerId customer, WebEvent event) {
        Memory.Share share = memory.share(customer);
        long bytes = EventSize.of(event);
        if (!share.reserve(bytes)) {
            return false;
        }
        if (queue.offer(new Offered(customer, event, share, bytes))) {
            return true;
        }
        share.release(bytes);
        return false;
    }

    boolean ready() {
        return accepting() && !queue.crowded() && !memory.queueCrowded() && !memory.full();
    }

    boolean ready(CustomerId customer) {
        Memory.Share share = memory.share(customer);
        return ready() && !share.closed() && !share.full();
    }

    private boolean accepting() {
        return !stopping && counters.logProblem.get().isEmpty() && counters.hotRows.get() < options.hotRows();
    }

    void gap(CustomerId customer, long events) {
        if (events > 0) {
            reportedGaps.computeIfAbsent(customer, c -> new AtomicLong()).addAndGet(events);
            counters.gaps.addAndGet(events);
            gapsAdded.addAndGet(events);
            wake();
        }
    }

    /** Stores a gap that was counted while there were no keys to store it under. */
    void lost(CustomerId customer, long events) {
        if (events > 0) {
            reportedGaps.computeIfAbsent(customer, c -> new AtomicLong()).addAndGet(events);
            gapsAdded.addAndGet(events);
            wake();
        }
    }

    long accepted() {
        return queue.added();
    }

    /** Waits until everything accepted before is durable. */
    boolean awaitDurable(Duration limit) throws InterruptedException {
        long ticket = queue.added();
        long gaps = gapsAdded.get();
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (durableSignal) {
            while (durableTicket < ticket || durableGaps < gaps) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                durableSignal.wait(left / 1_000_000 + 1);
            }
        }
        return true;
    }

    /** Has everything that is durable by then handed over to be sealed; the inner future completes when it is. */
    CompletableFuture<CompletableFuture<Integer>> flush() {
        return flush(null);
    }

    /** The same for one customer; the inner future answers how many older logs still hold rows of it that can be opened. */
    CompletableFuture<CompletableFuture<Integer>> flush(@Nullable Shard only) {
        Flush flush = new Flush(queue.added(), gapsAdded.get(), only, new CompletableFuture<>());
        flushes.add(flush);
        wake();
        return flush.handed();
    }

    /** Drops everything of a customer that is not sealed; completed when nothing of it can be written any more. */
    CompletableFuture<Void> drop(Shard shard) {
        CompletableFuture<Void> dropped = new CompletableFuture<>();
        tasks.add(() -> {
            dirty.removeIf(buffer -> buffer.shard == shard);
            if (dirty.isEmpty()) {
                pendingBytes = 0;
            }
            log.drop(shard);
            dropped.complete(null);
        });
        wake();
        return dropped;
    }

    /** Gives logs numbers above one that something remembers, before it takes any other event. */
    void logAbove(long number) {
        tasks.add(() -> log.above(number));
        wake();
    }

    void stop() {
        stopping = true;
        wake();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    // ---- the ingest thread

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!finished()) {
                step();
            }
        } catch (RuntimeException | Error e) {
            counters.logProblem.set("the ingest thread ended: " + e.getClass().getSimpleName());
            LOG.error("The ingest thread ended; events are refused until a restart", e);
        } finally {
            runTasks();
            log.close();
        }
    }

    private boolean finished() {
        // Events that raced with the stop are still taken; a log that cannot be written does not hold up the stop for
        // ever.
        return stopping && ((queue.added() == queue.taken() && pendingBytes == 0 && dirty.isEmpty()) || log.failing());
    }

    private void step() {
        runTasks();
        if (log.failing()) {
            LockSupport.parkNanos(Duration.ofMillis(log.retryMillis()).toNanos());
            commit();
            return;
        }
        boolean took = drain();
        takeGaps();
        if (!dirty.isEmpty()
                && (pendingBytes >= COMMIT_BYTES
                        || stopping
                        || !flushes.isEmpty()
                        || System.nanoTime() - firstPendingNanos >= options.durabilityMs() * 1_000_000L)) {
            commit();
        }
        if (!log.failing()) {
            if (dirty.isEmpty()) {
                acknowledge();
                relieve();
                age();
                serveFlushes();
            }
            if (!took) {
                rest();
            }
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private boolean drain() {
        int taken = 0;
        while (pendingBytes < COMMIT_BYTES && taken < 4_096) {
            Offered offered = queue.poll();
            if (offered == null) {
                break;
            }
            taken++;
            take(offered);
            offered.share().release(offered.bytes());
        }
        return taken > 0;
    }

    private void take(Offered offered) {
        Shard shard;
        try {
            shard = customers.shard(offered.customer());
        } catch (SekishoException e) {
            Shard away = customers.away().get(offered.customer());
            if (away != null) {
                counters.gaps.incrementAndGet();
                away.lost(1);
                return;
            }
            if (customers.isForgotten(offered.customer())) {
                counters.lateDropped.incrementAndGet();
                return;
            }
            // Nobody's keys seal this event: it is counted, and shown in the status alone.
            if (counters.gaps.incrementAndGet() % 1_000 == 1) {
                LOG.warn("Events of a customer without keys are dropped: {}", e.code());
            }
            return;
        }
        try {
            row.take(offered.event());
            counters.cutValues.addAndGet(row.takeCut());
        } catch (SekishoException e) {
            counters.gaps.incrementAndGet();
            LOG.warn("An event was dropped and counted as a gap: {}", e.getMessage());
            addGap(shard, 1);
            return;
        }
        if (shard.conceals(row.person())) {
            counters.lateDropped.incrementAndGet();
            return;
        }
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(row.time(), 86_400_000_000L));
        if (!shard.filling.containsKey(day) && !shard.keeps(day) && !shard.holds(day)) {
            shard.late();
            counters.lateDropped.incrementAndGet();
            return;
        }
        HotBuffer buffer = buffer(shard, day);
        touch(buffer);
        int before = buffer.pendingBytes();
        buffer.append(row);
        pendingBytes += buffer.pendingBytes() - before;
    }

    private void takeGaps() {
        for (Map.Entry<CustomerId, AtomicLong> reported : reportedGaps.entrySet()) {
            long events = reported.getValue().getAndSet(0);
            if (events > 0) {
                gapsTaken += events;
                Shard away = customers.away().get(reported.getKey());
                if (away != null) {
                    away.lost(events);
                    continue;
                }
                try {
                    addGap(customers.shard(reported.getKey()), events);
                } catch (SekishoException e) {
                    LOG.warn("{} events of a customer without keys were not stored: {}", events, e.code());
                }
            }
        }
    }

    private void addGap(Shard shard, long events) {
        Instant now = clock.instant();
        HotBuffer buffer = buffer(shard, LocalDate.ofEpochDay(Math.floorDiv(now.getEpochSecond(), 86_400L)));
        touch(buffer);
        buffer.addGap(Math.floorDiv(now.getEpochSecond(), HOUR_SECONDS), events);
    }

    private void touch(HotBuffer buffer) {
        if (!buffer.hasPending()) {
            if (dirty.isEmpty()) {
                firstPendingNanos = System.nanoTime();
            }
            dirty.add(buffer);
        }
    }

    private HotBuffer buffer(Shard shard, LocalDate day) {
        HotBuffer known = shard.filling.get(day);
        if (known != null) {
            return known;
        }
        EventBuffer rows = new EventBuffer(Id128.random(random), day);
        HotBuffer buffer = new HotBuffer(shard, rows, clock.instant(), log.sequence());
        sealing.ledger().need(buffer);
        shard.filling.put(day, buffer);
        shard.add(rows);
        return buffer;
    }

    private void commit() {
        List<HotBuffer> committed = List.copyOf(dirty);
        if (!log.commit(committed)) {
            return;
        }
        dirty.clear();
        pendingBytes = 0;
        acknowledge();
        for (HotBuffer buffer : committed) {
            buffer.charge();
            if (buffer.rows.rows() >= options.sealRows()
                    || buffer.charged() >= options.memory().bufferBytes()
                    || buffer.shard.filling.size() > MAX_FILLING_DAYS) {
                freeze(buffer);
            }
        }
        log.rotateIfDue(clock.instant());
        relog();
    }

    private void acknowledge() {
        if (durableTicket != queue.taken() || durableGaps != gapsTaken) {
            synchronized (durableSignal) {
                durableTicket = queue.taken();
                durableGaps = gapsTaken;
                durableSignal.notifyAll();
            }
        }
    }

    private void freeze(HotBuffer buffer) {
        if (buffer.shard.filling.remove(buffer.rows.day(), buffer)) {
            buffer.freeze();
            sealing.add(buffer);
        }
    }

    /**
     * Has rows sealed at once if events were refused for lack of memory: those of a customer with too much of it, and the largest
     * of all if there is too much altogether. What is being sealed already is left to come back; more, and smaller, segments would
     * not be quicker.
     */
    private void relieve() {
        if (!memory.takeRefused()) {
            return;
        }
        List<HotBuffer> all = new ArrayList<>();
        for (Shard shard : customers.all()) {
            List<HotBuffer> own = List.copyOf(shard.filling.values());
            if (shard.share.crowded()) {
                freezeDownTo(options.memory().customerBytes() / 4, own);
            }
            all.addAll(shard.filling.values());
        }
        if (memory.crowded()) {
            freezeDownTo(options.memory().hotBytes() / 4, all);
        }
    }

    private void freezeDownTo(long bytes, List<HotBuffer> buffers) {
        long left = buffers.stream().mapToLong(HotBuffer::charged).sum();
        List<HotBuffer> largestFirst = new ArrayList<>(buffers);
        largestFirst.sort(Comparator.comparingLong(HotBuffer::charged).reversed());
        for (HotBuffer buffer : largestFirst) {
            if (left <= bytes) {
                return;
            }
            left -= buffer.charged();
            freeze(buffer);
        }
    }

    /** Hands over buffers whose oldest row is old enough, or whose day is over and gone, ten times a second. */
    private void age() {
        long nanos = System.nanoTime();
        if (nanos - lastAgeCheck < AGE_CHECK_NANOS) {
            return;
        }
        lastAgeCheck = nanos;
        Instant now = clock.instant();
        for (Shard shard : customers.all()) {
            for (HotBuffer buffer : List.copyOf(shard.filling.values())) {
                if (Duration.between(buffer.since, now).compareTo(options.sealAge()) >= 0
                        || !shard.keeps(buffer.rows.day())) {
                    freeze(buffer);
                }
            }
        }
        log.rotateIfDue(now);
        relog();
    }

    /** Keeps logs few: small buffers that still need the oldest are logged again in full, the others are sealed. */
    private void relog() {
        long room = Math.min(MAX_RELOG_BYTES, options.logBytes() / 2);
        List<HotBuffer> small = new ArrayList<>();
        for (HotBuffer buffer : log.holdingUp()) {
            long estimate = buffer.loggedBytes();
            if (estimate <= options.logBytes() / 8 && estimate <= room) {
                small.add(buffer);
                room -= estimate;
            } else {
                freeze(buffer);
            }
        }
        if (!small.isEmpty()) {
            log.relog(small);
            sealing.execute(sealing::clean);
        }
    }

    private void serveFlushes() {
        if (log.failing()) {
            return;
        }
        Flush next;
        while ((next = flushes.peek()) != null && next.ticket() <= queue.taken() && next.gaps() <= gapsTaken) {
            flushes.remove();
            for (Shard shard : customers.all()) {
                if (next.includes(shard)) {
                    List.copyOf(shard.filling.values()).forEach(this::freeze);
                }
            }
            log.rotate();
            Shard only = next.only();
            next.handed()
                    .complete(only == null ? sealing.all().thenApply(none -> 0) : sealing.all(only, log.sequence()));
        }
    }

    private void rest() {
        parked = dirty.isEmpty();
        if (queue.added() == queue.taken() || !dirty.isEmpty()) {
            long nanos = dirty.isEmpty()
                    ? IDLE_NANOS
                    : options.durabilityMs() * 1_000_000L - (System.nanoTime() - firstPendingNanos);
            if (nanos > 0 && !stopping && !queue.crowded() && !memory.queueCrowded()) {
                LockSupport.parkNanos(nanos);
            }
        }
        parked = false;
    }
}
