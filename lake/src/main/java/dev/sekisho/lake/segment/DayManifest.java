package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything sealed of one customer's UTC day. It is replaced as a whole, so that a segment and the note that a buffer's rows are
 * in it appear together: rows are sealed exactly once, whatever happens in between.
 *
 * @param day the UTC day
 * @param version how often it was written
 * @param segments its segments
 * @param buffers the buffers that are in them, and the last log that still holds rows of each
 * @param gaps events that were not stored, by hour since 1970
 */
public record DayManifest(
        LocalDate day, long version, List<SegmentEntry> segments, Map<Id128, Long> buffers, Map<Long, Long> gaps) {
    /** The format in which segments note the list of concealed persons; the one before was the first. */
    static final int WITH_CONCEALED = 2;

    private static final int FORMAT = WITH_CONCEALED;
    private static final int MAX_ENTRIES = 1 << 20;

    /** A day without segments. */
    public static DayManifest empty(LocalDate day) {
        return new DayManifest(day, 0, List.of(), Map.of(), Map.of());
    }

    /**
     * The next version, with a buffer's rows.
     *
     * @param segment its rows, if it has any
     * @param lastLog the last log that holds rows of it
     * @param oldestLog the oldest log that exists: buffers in older ones cannot come back and are forgotten
     */
    public DayManifest withBuffer(
            Id128 buffer, Optional<SegmentEntry> segment, Map<Long, Long> bufferGaps, long lastLog, long oldestLog) {
        List<SegmentEntry> nextSegments = new ArrayList<>(segments);
        segment.ifPresent(nextSegments::add);
        Map<Id128, Long> nextBuffers = new LinkedHashMap<>(buffers);
        nextBuffers.values().removeIf(log -> log < oldestLog);
        nextBuffers.put(buffer, lastLog);
        Map<Long, Long> nextGaps = new TreeMap<>(gaps);
        bufferGaps.forEach((hour, events) -> nextGaps.merge(hour, events, Long::sum));
        return new DayManifest(day, version + 1, List.copyOf(nextSegments), nextBuffers, nextGaps);
    }

    /** The next version, with one segment in place of several, or with nothing if no row is left of them. */
    public DayManifest withMerged(List<SegmentEntry> old, Optional<SegmentEntry> merged) {
        List<SegmentEntry> next = new ArrayList<>(segments);
        next.removeAll(old);
        merged.ifPresent(next::add);
        return new DayManifest(day, version + 1, List.copyOf(next), buffers, gaps);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.write(FORMAT).zigzag(day.toEpochDay()).varint(version).varint(segments.size());
        segments.forEach(segment -> segment.writeTo(out));
        out.varint(buffers.size());
        buffers.forEach((id, log) -> out.int64(id.high()).int64(id.low()).varint(log));
        out.varint(gaps.size());
        gaps.forEach((hour, events) -> out.zigzag(hour).varint(events));
        return out.toBytes();
    }

    static DayManifest decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int format = in.read();
        if (format < 1 || format > FORMAT) {
            throw new IllegalArgumentException("a manifest of another format");
        }
        LocalDate day = LocalDate.ofEpochDay(in.zigzag());
        long version = in.varint();
        List<SegmentEntry> segments = new ArrayList<>();
        for (int left = in.count(MAX_ENTRIES); left > 0; left--) {
            segments.add(SegmentEntry.read(in, format));
        }
        Map<Id128, Long> buffers = new LinkedHashMap<>();
        for (int left = in.count(MAX_ENTRIES); left > 0; left--) {
            buffers.put(new Id128(in.int64(), in.int64()), in.varint());
        }
        Map<Long, Long> gaps = new TreeMap<>();
        for (int left = in.count(MAX_ENTRIES); left > 0; left--) {
            gaps.put(in.zigzag(), in.varint());
        }
        return new DayManifest(day, version, List.copyOf(segments), buffers, gaps);
    }
}
