package dev.sekisho.lake.buffer;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData;
import java.util.Arrays;

/** The column of event identifiers. */
final class IdentifierColumn implements Column {
    private long[] halves = new long[32];
    private volatile long[] shared = halves;

    @Override
    public void append(int at, RowValues row, ByteWriter log) {
        log.int64(row.identifier.high()).int64(row.identifier.low());
        set(at, row.identifier.high(), row.identifier.low());
    }

    @Override
    public void replay(int at, ByteReader log) {
        set(at, log.int64(), log.int64());
    }

    @Override
    public void rewrite(int at, ByteWriter log, Rewrite state) {
        log.int64(halves[2 * at]).int64(halves[2 * at + 1]);
    }

    private void set(int at, long high, long low) {
        if (2 * at == halves.length) {
            halves = Arrays.copyOf(halves, at * 4);
            shared = halves;
        }
        halves[2 * at] = high;
        halves[2 * at + 1] = low;
    }

    /** The identifier of a published row. */
    Id128 identifier(int at) {
        long[] all = shared;
        return new Id128(all[2 * at], all[2 * at + 1]);
    }

    @Override
    public ColumnData.Identifiers data(int rows) {
        return new ColumnData.Identifiers(shared);
    }

    @Override
    public long bytes() {
        return halves.length * 8L;
    }
}
