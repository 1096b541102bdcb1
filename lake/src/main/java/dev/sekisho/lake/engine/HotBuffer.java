package dev.sekisho.lake.engine;

import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.RowValues;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.log.Frame;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A buffer between its first row and its segment: what of it is in the log already, and in which logs. The ingest thread owns it
 * until it is frozen, the sealing thread from then on.
 */
final class HotBuffer {
    final Shard shard;
    final EventBuffer rows;
    final Instant since;
    /** Whether its day was deleted before a crash: only holds may still want its rows. */
    final boolean onlyHeld;
    /** Completed when all rows are in a segment that the manifest names. */
    final CompletableFuture<Void> sealed = new CompletableFuture<>();

    private ByteWriter pending = new ByteWriter();
    private final Map<Long, Long> pendingGaps = new TreeMap<>();
    private int framedRows;
    private int nextOrdinal;
    private long loggedBytes;
    private long charged;
    private boolean released;
    private volatile long firstLog;
    private volatile long lastLog;

    /**
     * A buffer.
     *
     * @param since when it was started
     * @param log the log that its first frame will be in, or a later one
     */
    HotBuffer(Shard shard, EventBuffer rows, Instant since, long log) {
        this(shard, rows, since, log, false);
    }

    /** A buffer that was found in a log; see {@link #onlyHeld}. */
    HotBuffer(Shard shard, EventBuffer rows, Instant since, long log, boolean onlyHeld) {
        this.onlyHeld = onlyHeld;
        this.shard = shard;
        this.rows = rows;
        this.since = since;
        this.firstLog = log;
        this.lastLog = log;
        this.framedRows = rows.appended();
    }

    void append(RowValues values) {
        rows.append(values, pending);
    }

    void addGap(long hour, long events) {
        rows.addGap(hour, events);
        pendingGaps.merge(hour, events, Long::sum);
    }

    boolean hasPending() {
        return rows.appended() > framedRows || !pendingGaps.isEmpty();
    }

    int pendingBytes() {
        return pending.size();
    }

    /** What was appended since the last frame, as a frame. */
    Frame takeFrame() {
        Frame frame = new Frame(
                false,
                rows.id(),
                rows.day(),
                nextOrdinal++,
                framedRows,
                rows.appended() - framedRows,
                new TreeMap<>(pendingGaps),
                pending.toBytes());
        loggedBytes += pending.size();
        pending.clear();
        pendingGaps.clear();
        framedRows = rows.appended();
        return frame;
    }

    /** All rows as one frame, which makes earlier logs unnecessary once it is durable. */
    Frame takeFullFrame() {
        ByteWriter all = new ByteWriter();
        rows.rewrite(all);
        loggedBytes = all.size();
        pending.clear();
        pendingGaps.clear();
        framedRows = rows.appended();
        return new Frame(
                true,
                rows.id(),
                rows.day(),
                nextOrdinal++,
                0,
                framedRows,
                new TreeMap<>(rows.appendedGaps()),
                all.toBytes());
    }

    /** Bytes that its rows take in a log, those not framed yet apart. */
    long loggedBytes() {
        return loggedBytes;
    }

    /** Counts the memory that it takes now; nothing once it was released. */
    synchronized void charge() {
        if (!released) {
            long now = rows.bytes() + pending.array().length;
            shard.share.hot(now - charged);
            charged = now;
        }
    }

    /** Its memory is free, or will be as soon as no query reads it. */
    synchronized void release() {
        shard.share.hot(-charged);
        charged = 0;
        released = true;
    }

    /** Bytes counted. */
    synchronized long charged() {
        return charged;
    }

    /** Takes no more rows: what it would write them to goes. */
    void freeze() {
        pending = new ByteWriter();
        charge();
    }

    /** A frame of it became durable in a log. */
    void logged(long log, boolean full) {
        lastLog = log;
        if (full) {
            firstLog = log;
        }
    }

    /** The oldest log that is needed for its rows. */
    long firstLog() {
        return firstLog;
    }

    /** The newest log that holds rows of it. */
    long lastLog() {
        return lastLog;
    }
}
