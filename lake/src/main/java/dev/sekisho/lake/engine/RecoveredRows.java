package dev.sekisho.lake.engine;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.log.Frame;
import dev.sekisho.lake.log.LogReplay;
import dev.sekisho.seal.CustomerVault;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Puts the frames of replayed logs together to buffers again. A frame that comes twice counts once; rows behind a missing frame
 * cannot be read without it (their dictionary entries are in it), and are counted as lost.
 */
final class RecoveredRows {
    private static final long HOUR_SECONDS = 3_600;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Id128, Growing> growing = new LinkedHashMap<>();
    private final Map<Shard, Long> lostFrames = new HashMap<>();
    private final Map<Shard, Long> missing = new HashMap<>();
    private final Map<Id128, Long> lastFrames;
    private final List<HotBuffer> whole = new ArrayList<>();
    private long frames;
    private long bytes;
    private long lost;

    /**
     * Nothing yet.
     *
     * @param lastFrames which frame, counted over all logs from 1, is the last of each buffer; a buffer that is not in it is not
     *     known to be whole before the end
     */
    RecoveredRows(InstantSource clock, Map<Id128, Long> lastFrames) {
        this.clock = clock;
        this.lastFrames = lastFrames;
    }

    /** Bytes of all rows that are held now. */
    long bytes() {
        return bytes;
    }

    /** The buffers of which no frame follows, visible; they are held no longer. */
    List<HotBuffer> takeWhole() {
        List<HotBuffer> taken = List.copyOf(whole);
        whole.clear();
        taken.forEach(buffer -> bytes -= buffer.rows.bytes());
        return taken;
    }

    private static final class Growing {
        final Shard shard;
        final long firstLog;
        long lastLog;
        EventBuffer rows;
        int nextOrdinal;
        int missingRows;
        int unreadRows;
        int expectedRows;
        boolean onlyHeld;

        Growing(Shard shard, EventBuffer rows, long log) {
            this.shard = shard;
            this.rows = rows;
            this.firstLog = log;
        }
    }

    /** Takes the frames of one log. */
    LogReplay.Target ofLog(long sequence, Function<CustomerVault, Shard> shards) {
        return new LogReplay.Target() {
            @Override
            public void frame(CustomerVault vault, Frame frame) {
                frames++;
                Growing before = growing.get(frame.buffer());
                long held = before == null ? 0 : before.rows.bytes();
                take(sequence, shards.apply(vault), frame);
                Growing after = growing.get(frame.buffer());
                if (after != null) {
                    bytes += after.rows.bytes() - held;
                    if (lastFrames.getOrDefault(frame.buffer(), 0L) == frames) {
                        growing.remove(frame.buffer());
                        whole.add(finish(after));
                    }
                }
            }

            @Override
            public void lost(CustomerVault vault, int rows) {
                lostFrames.merge(shards.apply(vault), (long) rows, Long::sum);
            }
        };
    }

    private void take(long log, Shard shard, Frame frame) {
        boolean recovers = shard.recovers(frame.day(), log);
        if ((!recovers && !shard.holds(frame.day()))
                || shard.snapshot().day(frame.day()).buffers().containsKey(frame.buffer())) {
            return;
        }
        Growing buffer = growing.computeIfAbsent(
                frame.buffer(), id -> new Growing(shard, new EventBuffer(id, frame.day()), log));
        buffer.lastLog = log;
        buffer.onlyHeld |= !recovers;
        if (frame.full() && frame.ordinal() >= buffer.nextOrdinal) {
            buffer.rows = new EventBuffer(frame.buffer(), frame.day());
            buffer.missingRows = 0;
            buffer.unreadRows = 0;
            buffer.nextOrdinal = frame.ordinal();
            buffer.expectedRows = 0;
        }
        if (frame.ordinal() < buffer.nextOrdinal) {
            return;
        }
        if (frame.ordinal() > buffer.nextOrdinal || buffer.unreadRows > 0 || buffer.missingRows > 0) {
            buffer.missingRows += Math.max(0, frame.firstRow() - buffer.expectedRows);
            buffer.unreadRows += frame.rows();
        } else {
            buffer.rows.replay(new ByteReader(frame.bytes()), frame.rows());
        }
        frame.gaps().forEach(buffer.rows::addGap);
        buffer.expectedRows = frame.firstRow() + frame.rows();
        buffer.nextOrdinal = frame.ordinal() + 1;
    }

    private HotBuffer finish(Growing buffer) {
        missing.merge(buffer.shard, (long) buffer.missingRows, Long::sum);
        gap(buffer.rows, buffer.missingRows + (long) buffer.unreadRows);
        return finish(buffer.shard, buffer.rows, buffer.firstLog, buffer.lastLog, buffer.onlyHeld);
    }

    /** All buffers that are held, visible, with what is lost of them as gaps. */
    List<HotBuffer> buffers() {
        List<HotBuffer> buffers = new ArrayList<>(whole);
        growing.values().forEach(buffer -> buffers.add(finish(buffer)));
        lostFrames.forEach((shard, rows) -> {
            long beyond = rows - missing.getOrDefault(shard, 0L);
            if (beyond > 0) {
                EventBuffer note = new EventBuffer(Id128.random(random), today());
                gap(note, beyond);
                buffers.add(finish(shard, note, 0, 0, false));
            }
        });
        return buffers;
    }

    private HotBuffer finish(Shard shard, EventBuffer rows, long firstLog, long lastLog, boolean onlyHeld) {
        HotBuffer buffer = new HotBuffer(shard, rows, clock.instant(), firstLog, onlyHeld);
        buffer.logged(lastLog, false);
        rows.publish(rows.appended());
        return buffer;
    }

    private void gap(EventBuffer buffer, long events) {
        if (events > 0) {
            lost += events;
            buffer.addGap(Math.floorDiv(clock.instant().getEpochSecond(), HOUR_SECONDS), events);
        }
    }

    private LocalDate today() {
        Instant now = clock.instant();
        return LocalDate.ofEpochDay(Math.floorDiv(now.getEpochSecond(), 86_400L));
    }

    /** How many rows are lost. */
    long lost() {
        return lost;
    }
}
