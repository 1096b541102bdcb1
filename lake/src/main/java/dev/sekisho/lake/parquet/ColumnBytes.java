package dev.sekisho.lake.parquet;

import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData.NumberType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of a column as the plain bytes of its pages, in the wanted order, with their extremes. */
record ColumnBytes(
        byte @Nullable [] dictionary,
        int dictionarySize,
        byte[] data,
        int dataLength,
        byte @Nullable [] min,
        byte @Nullable [] max) {
    private static final int MAX_STATISTIC_BYTES = 64;

    static ColumnBytes of(ColumnData column, int rows, int @Nullable [] order) {
        return switch (column) {
            case ColumnData.Dictionary d -> dictionary(d, rows, order);
            case ColumnData.Text t -> text(t, rows, order);
            case ColumnData.Identifiers i -> identifiers(i, rows, order);
            case ColumnData.Numbers n -> numbers(n, rows, order);
        };
    }

    private static ColumnBytes dictionary(ColumnData.Dictionary column, int rows, int @Nullable [] order) {
        ByteWriter entries = new ByteWriter();
        byte[] min = null;
        byte[] max = null;
        boolean tooLong = false;
        for (int i = 0; i < column.size(); i++) {
            byte[] entry = column.entries()[i];
            entries.littleEndian32(entry.length).write(entry);
            min = min == null || Arrays.compareUnsigned(entry, min) < 0 ? entry : min;
            max = max == null || Arrays.compareUnsigned(entry, max) > 0 ? entry : max;
            tooLong |= entry.length > MAX_STATISTIC_BYTES;
        }
        int[] codes = column.codes();
        if (order != null) {
            codes = new int[rows];
            for (int i = 0; i < rows; i++) {
                codes[i] = column.codes()[order[i]];
            }
        }
        ByteWriter data = new ByteWriter();
        HybridEncoder.write(data, codes, rows, column.size());
        return new ColumnBytes(
                entries.toBytes(),
                column.size(),
                data.array(),
                data.size(),
                tooLong ? null : min,
                tooLong ? null : max);
    }

    private static ColumnBytes text(ColumnData.Text column, int rows, int @Nullable [] order) {
        ByteWriter data = new ByteWriter();
        for (int i = 0; i < rows; i++) {
            int row = order == null ? i : order[i];
            int start = row == 0 ? 0 : column.ends()[row - 1];
            int length = column.ends()[row] - start;
            data.littleEndian32(length).write(column.arena(), start, length);
        }
        return new ColumnBytes(null, 0, data.array(), data.size(), null, null);
    }

    private static ColumnBytes identifiers(ColumnData.Identifiers column, int rows, int @Nullable [] order) {
        ByteWriter data = new ByteWriter();
        for (int i = 0; i < rows; i++) {
            int row = order == null ? i : order[i];
            data.int64(column.halves()[2 * row]).int64(column.halves()[2 * row + 1]);
        }
        return new ColumnBytes(null, 0, data.array(), data.size(), null, null);
    }

    private static ColumnBytes numbers(ColumnData.Numbers column, int rows, int @Nullable [] order) {
        ByteWriter data = new ByteWriter();
        boolean wide = column.type() != NumberType.INT32;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            long value = column.values()[order == null ? i : order[i]];
            put(data, value, wide);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        byte[] low = put(new ByteWriter(), min, wide).toBytes();
        byte[] high = put(new ByteWriter(), max, wide).toBytes();
        return new ColumnBytes(null, 0, data.array(), data.size(), rows == 0 ? null : low, rows == 0 ? null : high);
    }

    private static ByteWriter put(ByteWriter out, long value, boolean wide) {
        return wide ? out.littleEndian64(value) : out.littleEndian32((int) value);
    }
}
