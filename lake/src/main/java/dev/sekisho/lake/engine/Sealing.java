package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.segment.Concealed;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that turns frozen buffers into segments: Parquet, seal, file, manifest, in this order, so that rows are in the
 * manifest exactly once wherever a crash falls. What fails stays hot and in the log, and is tried again.
 */
final class Sealing implements Runnable, Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final LogLedger ledger;
    private final Counters counters;
    private final Compaction compaction;
    private final Holdings holdings;
    private final LongSupplier oldestLog;
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private volatile boolean stopping;

    Sealing(LogLedger ledger, Counters counters, Compaction compaction, Holdings holdings, LongSupplier oldestLog) {
        this.holdings = holdings;
        this.ledger = ledger;
        this.counters = counters;
        this.compaction = compaction;
        this.oldestLog = oldestLog;
    }

    LogLedger ledger() {
        return ledger;
    }

    /** A buffer that takes no more rows. */
    void add(HotBuffer buffer) {
        work.add(() -> seal(buffer));
    }

    /** Work for this thread. */
    @Override
    public void execute(Runnable task) {
        work.add(task);
    }

    /** Completed when every buffer that exists now is sealed, and the logs that nobody needs are gone. */
    CompletableFuture<Void> all() {
        CompletableFuture<Void> sealed = CompletableFuture.allOf(
                ledger.live().stream().map(buffer -> buffer.sealed).toArray(CompletableFuture[]::new));
        return sealed.thenRunAsync(this::clean, this);
    }

    /**
     * Completed when every buffer of a customer that exists now is sealed and the logs before a number are dark for it; answers in
     * how many they are not.
     */
    CompletableFuture<Integer> all(Shard shard, long beforeLog) {
        CompletableFuture<Void> sealed = CompletableFuture.allOf(ledger.live().stream()
                .filter(buffer -> buffer.shard == shard)
                .map(buffer -> buffer.sealed)
                .toArray(CompletableFuture[]::new));
        return sealed.thenApplyAsync(
                none -> {
                    int left = ledger.darken(shard, beforeLog);
                    clean();
                    return left;
                },
                this);
    }

    void stop() {
        stopping = true;
        work.add(() -> {});
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                Runnable next = work.poll(1, TimeUnit.SECONDS);
                if (next == null) {
                    clean();
                } else {
                    next.run();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Work on segments failed", e);
            }
        }
    }

    /** Frees every buffer of a customer, whose rows stay in logs. */
    void abandon(Shard shard) {
        ledger.live().stream().filter(buffer -> buffer.shard == shard).forEach(this::done);
    }

    /** Gives up every buffer of a customer that was deleted and makes its logs dark. */
    void drop(Shard shard) {
        abandon(shard);
        ledger.release(shard.vault);
        ledger.darken(shard, Long.MAX_VALUE);
        clean();
    }

    private void seal(HotBuffer buffer) {
        if (buffer.sealed.isDone()) {
            return;
        }
        boolean kept = !buffer.onlyHeld && buffer.shard.keeps(buffer.rows.day());
        try {
            if (kept) {
                commit(buffer);
            } else {
                holdings.take(buffer.shard, buffer.rows);
                buffer.shard.drop(buffer.rows);
                done(buffer);
            }
            counters.sealProblem.set("");
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_DESTROYED || e.code() == ErrorCode.KEY_UNKNOWN) {
                giveUp(buffer, e);
            } else {
                again(buffer, e);
            }
            return;
        } catch (IOException | RuntimeException e) {
            again(buffer, e);
            return;
        }
        clean();
        if (kept) {
            compaction.after(buffer.shard, buffer.rows.day());
        }
    }

    private void commit(HotBuffer buffer) throws IOException {
        store(buffer, oldestLog.getAsLong());
        done(buffer);
    }

    /**
     * Puts a buffer's rows into a segment, those of concealed persons apart, and shows them there.
     *
     * @param oldestLog the oldest log that may exist
     */
    static void store(HotBuffer buffer, long oldestLog) throws IOException {
        Shard shard = buffer.shard;
        DayManifest before = shard.snapshot().day(buffer.rows.day());
        Concealed concealed = shard.concealed();
        EventBuffer rows = buffer.rows.without(concealed.persons().keySet());
        Optional<SegmentEntry> segment =
                rows.rows() > 0 ? Optional.of(shard.segments.write(rows, concealed.version())) : Optional.empty();
        DayManifest after =
                before.withBuffer(buffer.rows.id(), segment, buffer.rows.gaps(), buffer.lastLog(), oldestLog);
        shard.manifests.write(after);
        shard.sealed(buffer.rows, after);
    }

    private void done(HotBuffer buffer) {
        counters.hotRows.addAndGet(-buffer.rows.rows());
        ledger.release(buffer);
        buffer.sealed.complete(null);
    }

    /** The customer or the day was deleted: the rows must go, and are counted. */
    private void giveUp(HotBuffer buffer, SekishoException e) {
        LOG.warn("{} rows of {} are dropped: {}", buffer.rows.rows(), buffer.rows.day(), e.code());
        counters.gaps.addAndGet(buffer.rows.rows());
        buffer.shard.sealed(buffer.rows, buffer.shard.snapshot().day(buffer.rows.day()));
        done(buffer);
    }

    private void again(HotBuffer buffer, Exception e) {
        if (counters.sealProblem.get().isEmpty()) {
            LOG.error("Rows cannot be sealed; they stay in the log and it is tried again", e);
        }
        counters.sealProblem.set("rows cannot be sealed: " + CommitLog.problem(e));
        CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> add(buffer));
    }

    /** Deletes logs that nobody needs. */
    void clean() {
        try {
            ledger.clean();
        } catch (IOException | SekishoException e) {
            LOG.warn("A log that is not needed could not be deleted; it is tried again: {}", e.getMessage());
        }
    }
}
