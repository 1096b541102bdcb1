package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.log.Frame;
import dev.sekisho.lake.log.LogFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes frames durable, whatever the disk does. Frames that could not be confirmed are kept and written to a new log, because
 * after a failed write nobody knows what the old one holds; replay drops what it finds twice. For the ingest thread.
 */
final class CommitLog {
    private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);
    private static final int MAX_CLOSED_LOGS = 4;
    private static final long FIRST_RETRY_MILLIS = 50;
    private static final long MAX_RETRY_MILLIS = 2_000;

    private final LakeOptions options;
    private final LakeFiles files;
    private final LogLedger ledger;
    private final Customers customers;
    private final Counters counters;
    private final List<Unconfirmed> unconfirmed = new ArrayList<>();
    private @Nullable LogFile file;
    private @Nullable Instant started;
    private volatile long nextSequence;
    private long retryMillis;

    private record Unconfirmed(HotBuffer buffer, Frame frame, int rowsAfter) {}

    CommitLog(
            LakeOptions options,
            LakeFiles files,
            LogLedger ledger,
            Customers customers,
            Counters counters,
            long nextSequence) {
        this.options = options;
        this.files = files;
        this.ledger = ledger;
        this.customers = customers;
        this.counters = counters;
        this.nextSequence = nextSequence;
    }

    /** The log that the next frame goes to. */
    long sequence() {
        return file == null ? nextSequence : file.sequence();
    }

    /** Whether the last commit failed, so that frames wait for the next. */
    boolean failing() {
        return retryMillis > 0;
    }

    /** How long to wait before the next attempt. */
    long retryMillis() {
        return retryMillis;
    }

    /** Makes everything appended to these buffers durable and visible; false if it could not be written yet. */
    boolean commit(List<HotBuffer> dirty) {
        for (HotBuffer buffer : dirty) {
            if (buffer.hasPending()) {
                unconfirmed.add(new Unconfirmed(buffer, buffer.takeFrame(), buffer.rows.appended()));
            }
        }
        return write();
    }

    /** Logs these buffers again in full. If that fails, the next commit does it. */
    void relog(List<HotBuffer> buffers) {
        buffers.forEach(
                buffer -> unconfirmed.add(new Unconfirmed(buffer, buffer.takeFullFrame(), buffer.rows.appended())));
        write();
    }

    private boolean write() {
        try {
            LogFile open = file == null ? start() : file;
            for (Unconfirmed next : List.copyOf(unconfirmed)) {
                if (unconfirmed.contains(next)) {
                    add(open, next);
                }
            }
            open.commit();
            for (Unconfirmed written : unconfirmed) {
                publish(written, open.sequence());
            }
            unconfirmed.clear();
            if (failing()) {
                LOG.info("The log can be written again");
            }
            retryMillis = 0;
            counters.logProblem.set("");
            return true;
        } catch (IOException | SekishoException e) {
            fail(e);
            return false;
        }
    }

    private void publish(Unconfirmed written, long sequence) {
        HotBuffer buffer = written.buffer();
        int more = written.rowsAfter() - buffer.rows.rows();
        buffer.logged(sequence, written.frame().full());
        buffer.rows.publish(written.rowsAfter());
        counters.hotRows.addAndGet(more);
        counters.durable.addAndGet(more);
    }

    private void add(LogFile open, Unconfirmed next) {
        try {
            open.add(next.buffer().shard.vault, next.frame());
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_WITHDRAWN) {
                // Nobody else waits for this customer; the vault tells the lake, which then drops the rest.
                Shard shard = next.buffer().shard;
                ledger.keep(shard.vault);
                customers.leave(shard);
                forgetRows(shard);
                return;
            }
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_UNKNOWN) {
                throw e;
            }
            // The customer was deleted: nothing of it may be written any more.
            LOG.info("Rows of a customer whose keys were destroyed are dropped");
            counters.gaps.addAndGet(next.frame().rows());
            unconfirmed.remove(next);
            drop(next.buffer());
            List.copyOf(next.buffer().shard.filling.values()).forEach(this::drop);
            next.buffer().shard.filling.clear();
            customers.remove(next.buffer().shard);
        }
    }

    /** Writes nothing of a customer any more, and ends the log that may hold frames of it. */
    void drop(Shard shard) {
        forgetRows(shard);
        rotate();
    }

    private void forgetRows(Shard shard) {
        unconfirmed.removeIf(frame -> frame.buffer().shard == shard);
        for (HotBuffer buffer : List.copyOf(shard.filling.values())) {
            long unlogged = buffer.rows.appended() - (long) buffer.rows.rows();
            counters.gaps.addAndGet(unlogged);
            shard.lost(unlogged);
            drop(buffer);
        }
        shard.filling.clear();
    }

    private void drop(HotBuffer buffer) {
        if (buffer.sealed.complete(null)) {
            counters.hotRows.addAndGet(-buffer.rows.rows());
        }
        ledger.release(buffer);
    }

    private LogFile start() throws IOException {
        LogFile fresh = LogFile.start(files, nextSequence, options.node());
        skip();
        file = fresh;
        started = null;
        return fresh;
    }

    private void fail(Exception e) {
        String what = problem(e);
        if (!failing()) {
            LOG.error("The log cannot be written ({}); no more events are taken until it can", what, e);
        }
        counters.logProblem.set("the log cannot be written: " + what);
        retryMillis = failing() ? Math.min(MAX_RETRY_MILLIS, retryMillis * 2) : FIRST_RETRY_MILLIS;
        rotate();
        skip();
    }

    /** A number is used once, also if its file could not be made. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes it
    private void skip() {
        nextSequence++;
    }

    /** The oldest log that may exist; for any thread. */
    long oldest() {
        return ledger.oldest(nextSequence - 1);
    }

    /** The newest log that may hold anything; for any thread. */
    long newest() {
        return nextSequence - 1;
    }

    /** What an administrator can do about it. */
    static String problem(Exception e) {
        if (e instanceof SekishoException failure) {
            return failure.code().code() + ", " + failure.getMessage();
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = message.contains("no space left") || message.contains("quota");
        return full
                ? ErrorCode.DISK_FULL.code() + ", free some space"
                : ErrorCode.DISK_FAILED.code() + ", check the disk";
    }

    /** Ends the log if it is large or old enough: old rows must not stay readable through a log. */
    void rotateIfDue(Instant now) {
        if (file == null || file.bytes() == 0) {
            return;
        }
        if (started == null) {
            started = now;
        }
        if (file.bytes() >= options.logBytes() || Duration.between(started, now).compareTo(options.sealAge()) >= 0) {
            rotate();
        }
    }

    /** Ends the log; the next frame starts another. */
    void rotate() {
        LogFile old = file;
        if (old == null) {
            return;
        }
        file = null;
        ledger.close(old.sequence(), old.keys());
        try {
            old.close();
        } catch (IOException e) {
            LOG.warn("A log could not be closed", e);
        }
    }

    /** Numbers what is written from here on above {@code number}, which a manifest from elsewhere remembers. */
    void above(long number) {
        if (sequence() <= number) {
            rotate();
            nextSequence = Math.max(nextSequence, number + 1);
        }
    }

    /** Buffers that take rows and still need the oldest of too many logs. */
    List<HotBuffer> holdingUp() {
        if (ledger.size() <= MAX_CLOSED_LOGS || failing()) {
            return List.of();
        }
        long oldest = oldest();
        return ledger.live().stream()
                .filter(buffer -> buffer.firstLog() <= oldest
                        && buffer.shard.filling.get(buffer.rows.day()) == buffer
                        && !buffer.hasPending())
                .toList();
    }

    void close() {
        rotate();
    }
}
