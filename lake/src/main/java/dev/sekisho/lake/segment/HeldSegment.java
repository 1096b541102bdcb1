package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.time.LocalDate;

/**
 * One segment under the keys of a hold. Its content is a Parquet file and nothing else: it is read as a whole.
 *
 * @param id the segment
 * @param day the UTC day of its events
 * @param rows how many events
 * @param minTime the first event's time, in microseconds since 1970
 * @param maxTime the last event's
 */
public record HeldSegment(Id128 id, LocalDate day, int rows, long minTime, long maxTime) {
    void writeTo(ByteWriter out) {
        out.int64(id.high()).int64(id.low()).zigzag(day.toEpochDay()).varint(rows);
        out.zigzag(minTime).zigzag(maxTime);
    }

    static HeldSegment read(ByteReader in) {
        return new HeldSegment(
                new Id128(in.int64(), in.int64()),
                LocalDate.ofEpochDay(in.zigzag()),
                in.count(Integer.MAX_VALUE),
                in.zigzag(),
                in.zigzag());
    }

    /** Whether it may hold an event of a time between these two, in microseconds since 1970. */
    public boolean overlaps(long min, long max) {
        return minTime <= max && maxTime >= min;
    }
}
