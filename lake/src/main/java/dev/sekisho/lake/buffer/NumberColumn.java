package dev.sekisho.lake.buffer;

import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData;
import java.util.Arrays;

/** A column of integers; times go into the log as differences to the row before. */
final class NumberColumn implements Column {
    private final int ordinal;
    private final ColumnData.NumberType type;
    private final boolean differences;
    private long[] values = new long[16];
    private volatile long[] shared = values;
    private long last;

    NumberColumn(EventColumn column) {
        this.ordinal = column.ordinal();
        this.differences = column.kind() == EventColumn.Kind.TIME;
        this.type = switch (column.kind()) {
            case INT -> ColumnData.NumberType.INT32;
            case TIME -> ColumnData.NumberType.TIMESTAMP;
            case LONG, DICTIONARY, TEXT, IDENTIFIER -> ColumnData.NumberType.INT64;
        };
    }

    @Override
    public void append(int at, RowValues row, ByteWriter log) {
        long value = row.numbers[ordinal];
        log.zigzag(differences ? value - last : value);
        set(at, value);
    }

    @Override
    public void replay(int at, ByteReader log) {
        long value = log.zigzag();
        set(at, differences ? last + value : value);
    }

    @Override
    public void rewrite(int at, ByteWriter log, Rewrite state) {
        log.zigzag(differences ? values[at] - state.last : values[at]);
        state.last = values[at];
    }

    private void set(int at, long value) {
        if (at == values.length) {
            values = Arrays.copyOf(values, at * 2);
            shared = values;
        }
        values[at] = value;
        last = value;
    }

    /** The number of a published row. */
    long number(int at) {
        return shared[at];
    }

    @Override
    public ColumnData.Numbers data(int rows) {
        return new ColumnData.Numbers(shared, type);
    }

    @Override
    public long bytes() {
        return values.length * 8L;
    }
}
