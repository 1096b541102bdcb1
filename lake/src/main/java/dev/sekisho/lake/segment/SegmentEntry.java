package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ParquetFile.Range;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the manifest knows about one segment. Its content is a Parquet file of {@code parquetBytes} bytes and behind it the filter
 * of its event identifiers.
 *
 * @param id the segment, also its file's name
 * @param day the UTC day of its events
 * @param rows how many events
 * @param minTime the first event's time, in microseconds since 1970
 * @param maxTime the last event's
 * @param fileBytes size of the sealed file
 * @param parquetBytes size of the Parquet file in it
 * @param root the HMAC over all tags that sealing returned
 * @param chunks where each column lies
 * @param footer where Parquet's footer lies
 * @param idFilter where the filter of event identifiers lies
 * @param persons which persons it may hold
 * @param hosts which hosts it may hold: {@code .host} and every suffix {@code .domain} of it
 * @param rollup its sums, unless there are too many
 * @param lastSeen when each column last held a value, in microseconds since 1970; columns that never did are missing
 * @param concealed the version of {@link Concealed} that was held against its rows
 */
public record SegmentEntry(
        Id128 id,
        LocalDate day,
        int rows,
        long minTime,
        long maxTime,
        long fileBytes,
        long parquetBytes,
        byte[] root,
        Map<String, Range> chunks,
        Range footer,
        Range idFilter,
        ValueFilter persons,
        ValueFilter hosts,
        Optional<Rollup> rollup,
        Map<String, Long> lastSeen,
        long concealed) {
    private static final int MAX_COLUMNS = 1_000;

    void writeTo(ByteWriter out) {
        out.int64(id.high()).int64(id.low()).zigzag(day.toEpochDay()).varint(rows);
        out.zigzag(minTime)
                .zigzag(maxTime)
                .varint(fileBytes)
                .varint(parquetBytes)
                .block(root);
        out.varint(chunks.size());
        chunks.forEach((name, range) -> {
            out.text(name).varint(range.offset()).varint(range.length());
        });
        out.varint(footer.offset()).varint(footer.length());
        out.varint(idFilter.offset()).varint(idFilter.length());
        persons.writeTo(out);
        hosts.writeTo(out);
        out.write(rollup.isPresent() ? 1 : 0);
        rollup.ifPresent(sums -> sums.writeTo(out));
        out.varint(lastSeen.size());
        lastSeen.forEach((name, micros) -> out.text(name).zigzag(micros - maxTime));
        out.varint(concealed);
    }

    static SegmentEntry read(ByteReader in, int format) {
        Id128 id = new Id128(in.int64(), in.int64());
        LocalDate day = LocalDate.ofEpochDay(in.zigzag());
        int rows = in.count(Integer.MAX_VALUE);
        long minTime = in.zigzag();
        long maxTime = in.zigzag();
        long fileBytes = in.varint();
        long parquetBytes = in.varint();
        byte[] root = in.block();
        Map<String, Range> chunks = new LinkedHashMap<>();
        for (int left = in.count(MAX_COLUMNS); left > 0; left--) {
            chunks.put(in.text(), range(in));
        }
        Range footer = range(in);
        Range idFilter = range(in);
        ValueFilter persons = ValueFilter.read(in);
        ValueFilter hosts = ValueFilter.read(in);
        Optional<Rollup> rollup = in.read() == 1 ? Optional.of(Rollup.read(in)) : Optional.empty();
        Map<String, Long> lastSeen = new LinkedHashMap<>();
        for (int left = in.count(MAX_COLUMNS); left > 0; left--) {
            lastSeen.put(in.text(), maxTime + in.zigzag());
        }
        long concealed = format >= DayManifest.WITH_CONCEALED ? in.varint() : 0;
        return new SegmentEntry(
                id,
                day,
                rows,
                minTime,
                maxTime,
                fileBytes,
                parquetBytes,
                root,
                chunks,
                footer,
                idFilter,
                persons,
                hosts,
                rollup,
                lastSeen,
                concealed);
    }

    /** The same segment, found to hold no rows of persons who were concealed up to a version. */
    public SegmentEntry checked(long version) {
        return new SegmentEntry(
                id,
                day,
                rows,
                minTime,
                maxTime,
                fileBytes,
                parquetBytes,
                root,
                chunks,
                footer,
                idFilter,
                persons,
                hosts,
                rollup,
                lastSeen,
                version);
    }

    private static Range range(ByteReader in) {
        return new Range(in.varint(), in.count(Integer.MAX_VALUE));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SegmentEntry that && id.equals(that.id) && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Names nothing but the size. */
    @Override
    public String toString() {
        return "segment of " + rows + " rows";
    }
}
