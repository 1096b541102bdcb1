package dev.sekisho.lake.parquet;

import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData.NumberType;
import dev.sekisho.lake.parquet.ParquetFile.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes flat Parquet: one row group, one page a column chunk, required columns, plain or dictionary encoding, zstd or nothing
 * (parquet.thrift of Apache Parquet format 2.10). Every Parquet reader reads that; general writers cost two to six times as much
 * (docs/adr/040).
 */
public final class ParquetWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;

    private final Codec codec;
    private final ByteWriter out = new ByteWriter();
    private final List<Chunk> chunks = new ArrayList<>();

    private ParquetWriter(Codec codec) {
        this.codec = codec;
    }

    /** A finished column chunk. */
    private record Chunk(
            String name, ColumnData data, long start, long dataPage, long plainBytes, int length, ColumnBytes values) {}

    /**
     * Writes a file.
     *
     * @param columns the columns, in the file's order
     * @param rows how many of the columns' rows
     * @param order the rows in the wanted order, or null to keep theirs
     */
    public static ParquetFile write(Map<String, ColumnData> columns, int rows, int @Nullable [] order, Codec codec) {
        ParquetWriter writer = new ParquetWriter(codec);
        writer.out.write(MAGIC);
        columns.forEach((name, data) -> writer.chunk(name, data, rows, order));
        return writer.finish(rows);
    }

    private void chunk(String name, ColumnData data, int rows, int @Nullable [] order) {
        ColumnBytes values = ColumnBytes.of(data, rows, order);
        long start = out.size();
        long plainBytes = 0;
        if (values.dictionary() != null) {
            plainBytes += page(
                    DICTIONARY_PAGE, values.dictionary(), values.dictionary().length, PLAIN, values.dictionarySize());
        }
        long dataPage = out.size();
        int encoding = values.dictionary() != null ? RLE_DICTIONARY : PLAIN;
        plainBytes += page(DATA_PAGE, values.data(), values.dataLength(), encoding, rows);
        chunks.add(new Chunk(name, data, start, dataPage, plainBytes, (int) (out.size() - start), values));
    }

    private long page(int type, byte[] plain, int length, int encoding, int values) {
        byte[] packed = codec.compress(plain, length);
        int before = out.size();
        ThriftWriter header = new ThriftWriter(out);
        header.i32(1, type).i32(2, length).i32(3, packed.length);
        if (type == DATA_PAGE) {
            header.struct(5)
                    .i32(1, values)
                    .i32(2, encoding)
                    .i32(3, RLE)
                    .i32(4, RLE)
                    .end();
        } else {
            header.struct(7).i32(1, values).i32(2, encoding).end();
        }
        header.end();
        int headerBytes = out.size() - before;
        out.write(packed);
        return headerBytes + (long) length;
    }

    private ParquetFile finish(int rows) {
        int start = out.size();
        ThriftWriter footer = new ThriftWriter(out);
        footer.i32(1, 2);
        footer.structs(2, chunks.size() + 1);
        footer.element().text(4, "events").i32(5, chunks.size()).end();
        chunks.forEach(chunk -> schema(footer, chunk));
        footer.i64(3, rows);
        footer.structs(4, 1).element().structs(1, chunks.size());
        chunks.forEach(chunk -> metadata(footer, chunk, rows));
        long plainBytes = chunks.stream().mapToLong(Chunk::plainBytes).sum();
        footer.i64(2, plainBytes).i64(3, rows).end();
        footer.text(6, "sekisho");
        footer.structs(7, chunks.size());
        chunks.forEach(chunk -> footer.element().struct(1).end().end());
        footer.end();
        int length = out.size() - start;
        out.littleEndian32(length).write(MAGIC);
        Map<String, Range> map = new LinkedHashMap<>();
        chunks.forEach(chunk -> map.put(chunk.name(), new Range(chunk.start(), chunk.length())));
        return new ParquetFile(out.toBytes(), map, new Range(start, out.size() - start));
    }

    private static void schema(ThriftWriter footer, Chunk chunk) {
        footer.element().i32(1, physical(chunk.data()));
        if (chunk.data() instanceof ColumnData.Identifiers) {
            footer.i32(2, 16);
        }
        footer.i32(3, 0).text(4, chunk.name());
        if (chunk.data() instanceof ColumnData.Dictionary || chunk.data() instanceof ColumnData.Text) {
            footer.i32(6, 0).struct(10).struct(1).end().end();
        } else if (chunk.data() instanceof ColumnData.Numbers n && n.type() == NumberType.TIMESTAMP) {
            footer.i32(6, 10)
                    .struct(10)
                    .struct(8)
                    .bool(1, true)
                    .struct(2)
                    .struct(2)
                    .end()
                    .end()
                    .end()
                    .end();
        }
        footer.end();
    }

    private static int physical(ColumnData data) {
        return switch (data) {
            case ColumnData.Dictionary d -> 6;
            case ColumnData.Text t -> 6;
            case ColumnData.Identifiers i -> 7;
            case ColumnData.Numbers n -> n.type() == NumberType.INT32 ? 1 : 2;
        };
    }

    private void metadata(ThriftWriter footer, Chunk chunk, int rows) {
        footer.element().i64(2, chunk.start()).struct(3);
        footer.i32(1, physical(chunk.data()));
        if (chunk.values().dictionary() != null) {
            footer.i32s(2, PLAIN, RLE, RLE_DICTIONARY);
        } else {
            footer.i32s(2, PLAIN, RLE);
        }
        footer.texts(3, chunk.name()).i32(4, codec.number).i64(5, rows);
        footer.i64(6, chunk.plainBytes()).i64(7, chunk.length()).i64(9, chunk.dataPage());
        if (chunk.values().dictionary() != null) {
            footer.i64(11, chunk.start());
        }
        byte[] min = chunk.values().min();
        byte[] max = chunk.values().max();
        if (min != null && max != null) {
            footer.struct(12).i64(3, 0).binary(5, max).binary(6, min).end();
        }
        footer.end().end();
    }
}
