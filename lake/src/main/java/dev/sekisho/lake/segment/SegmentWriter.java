package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.parquet.Codec;
import dev.sekisho.lake.parquet.ColumnData;
import dev.sekisho.lake.parquet.ParquetFile;
import dev.sekisho.lake.parquet.ParquetFile.Range;
import dev.sekisho.lake.parquet.ParquetWriter;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns the rows of a buffer into a sealed segment in a customer's folder. */
public final class SegmentWriter {
    /** What segment files' names end with. */
    public static final String SUFFIX = ".seg";

    private final LakeFiles files;
    private final CustomerVault vault;
    private final String folder;

    /** Writes into a customer's folder, under the customer's keys. */
    public SegmentWriter(LakeFiles files, CustomerVault vault, String folder) {
        this.files = files;
        this.vault = vault;
        this.folder = folder;
    }

    /**
     * Writes all visible rows of a buffer, sorted by time; durable when this returns. The manifest must name it afterwards.
     *
     * @param concealed the version of the list of concealed persons none of whose rows are among them
     */
    public SegmentEntry write(EventBuffer buffer, long concealed) throws IOException {
        int rows = buffer.rows();
        ParquetFile parquet = parquet(buffer, rows);
        SegmentFacts facts = SegmentFacts.of(buffer, rows);
        byte[] filter = facts.ids().bytes();
        byte[] content = new ByteWriter().write(parquet.bytes()).write(filter).toBytes();
        SealedSegment sealed = vault.sealSegment(buffer.day(), content);
        files.create(name(folder, sealed.id()), sealed.bytes());
        return new SegmentEntry(
                sealed.id(),
                buffer.day(),
                rows,
                facts.minTime(),
                facts.maxTime(),
                sealed.bytes().length,
                parquet.bytes().length,
                sealed.root(),
                parquet.chunks(),
                parquet.footer(),
                new Range(parquet.bytes().length, filter.length),
                facts.persons(),
                facts.hosts(),
                facts.rollup(),
                facts.lastSeen(),
                concealed);
    }

    /** Writes all visible rows of a buffer under the keys of a hold; durable when this returns. Its manifest must name it then. */
    public HeldSegment writeHeld(Id128 hold, EventBuffer buffer, HoldStore store) throws IOException {
        int rows = buffer.rows();
        SealedSegment sealed =
                vault.sealHeld(hold, buffer.day(), parquet(buffer, rows).bytes());
        files.create(store.name(hold, sealed.id()), sealed.bytes());
        long[] times = ((ColumnData.Numbers) buffer.data(EventColumn.TIME, rows)).values();
        return new HeldSegment(
                sealed.id(),
                buffer.day(),
                rows,
                Arrays.stream(times, 0, rows).min().orElse(0),
                Arrays.stream(times, 0, rows).max().orElse(0));
    }

    private static ParquetFile parquet(EventBuffer buffer, int rows) {
        long[] times = ((ColumnData.Numbers) buffer.data(EventColumn.TIME, rows)).values();
        return ParquetWriter.write(
                buffer.data(List.of(EventColumn.values()), rows), rows, order(times, rows), Codec.ZSTD);
    }

    /** The file of a segment. */
    public static String name(String folder, Id128 segment) {
        return folder + "/" + segment + SUFFIX;
    }

    /** The segment that a file is, by its name; empty if it is something else. */
    public static Optional<Id128> segment(String folder, String file) {
        return file.endsWith(SUFFIX)
                ? Optional.of(Id128.parse(file.substring(folder.length() + 1, file.length() - SUFFIX.length())))
                : Optional.empty();
    }

    /** The rows in order of time, or null if they are already. */
    static int @Nullable [] order(long[] times, int rows) {
        boolean sorted = true;
        for (int i = 1; i < rows && sorted; i++) {
            sorted = times[i - 1] <= times[i];
        }
        if (sorted) {
            return null;
        }
        long base = Arrays.stream(times, 0, rows).min().orElse(0);
        // Times of one day differ by less than 2^37 microseconds, so time and row fit into one long.
        return IntStream.range(0, rows)
                .mapToLong(row -> (times[row] - base) << 26 | row)
                .sorted()
                .mapToInt(key -> (int) (key & ((1 << 26) - 1)))
                .toArray();
    }
}
