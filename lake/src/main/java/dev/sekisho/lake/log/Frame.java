package dev.sekisho.lake.log;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of one buffer that are made durable together: what is sealed in a log frame.
 *
 * @param full whether it holds all rows of the buffer so far, so that frames in earlier logs are not needed
 * @param buffer the buffer
 * @param day the UTC day of the rows
 * @param ordinal its number among the buffer's frames, from 0: a missing or repeated frame shows
 * @param firstRow the buffer's rows before it
 * @param rows how many rows
 * @param gaps events that were not stored, by hour since 1970: since the frame before, or all of the buffer if {@code full}
 * @param bytes the rows
 */
public record Frame(
        boolean full,
        Id128 buffer,
        LocalDate day,
        int ordinal,
        int firstRow,
        int rows,
        Map<Long, Long> gaps,
        byte[] bytes) {
    private static final int VERSION = 1;
    private static final int MAX_ROWS = 1 << 24;

    /** The content to be sealed; {@code log} and {@code node} bind the frame to its log. */
    byte[] encode(long log, String node) {
        ByteWriter out = new ByteWriter();
        out.write(VERSION).write(full ? 1 : 0).varint(log).text(node);
        out.int64(buffer.high()).int64(buffer.low()).zigzag(day.toEpochDay());
        out.varint(ordinal).varint(firstRow).varint(rows).varint(gaps.size());
        gaps.forEach((hour, events) -> out.zigzag(hour).varint(events));
        return out.write(bytes).toBytes();
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws IllegalArgumentException if it is not such a content, or of another log or node
     */
    static Frame decode(byte[] content, long log, String node) {
        ByteReader in = new ByteReader(content);
        if (in.read() != VERSION) {
            throw new IllegalArgumentException("a log frame of another version");
        }
        boolean full = in.read() == 1;
        if (in.varint() != log || !in.text().equals(node)) {
            throw new IllegalArgumentException("a log frame of another log");
        }
        Id128 buffer = new Id128(in.int64(), in.int64());
        LocalDate day = LocalDate.ofEpochDay(in.zigzag());
        int ordinal = in.count(Integer.MAX_VALUE);
        int firstRow = in.count(MAX_ROWS);
        int rows = in.count(MAX_ROWS);
        Map<Long, Long> gaps = new TreeMap<>();
        for (int left = in.count(MAX_ROWS); left > 0; left--) {
            gaps.put(in.zigzag(), in.varint());
        }
        return new Frame(full, buffer, day, ordinal, firstRow, rows, gaps, in.rest());
    }
}
