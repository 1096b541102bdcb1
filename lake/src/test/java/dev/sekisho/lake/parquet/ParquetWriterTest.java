package dev.sekisho.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.lake.parquet.ColumnData.NumberType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What an independent reader, DuckDB, finds in our files. */
class ParquetWriterTest {

    private record Rows(Map<String, ColumnData> columns, List<List<Object>> values) {}

    private static Rows random(int rows, int distinct, long seed) {
        Random random = new Random(seed);
        byte[][] entries = new byte[distinct][];
        for (int i = 0; i < distinct; i++) {
            entries[i] = ("値" + i + "x".repeat(random.nextInt(80))).getBytes(StandardCharsets.UTF_8);
        }
        int[] codes = new int[rows];
        int[] ends = new int[rows];
        long[] halves = new long[rows * 2];
        long[] small = new long[rows];
        long[] large = new long[rows];
        long[] times = new long[rows];
        StringBuilder arena = new StringBuilder();
        List<List<Object>> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            codes[i] = random.nextInt(4) == 0 || i == 0 ? random.nextInt(distinct) : codes[i - 1];
            String text = "t".repeat(random.nextInt(5));
            arena.append(text);
            ends[i] = arena.length();
            halves[2 * i] = random.nextLong();
            halves[2 * i + 1] = random.nextLong();
            small[i] = random.nextInt();
            large[i] = random.nextLong();
            times[i] = 1_700_000_000_000_000L + random.nextInt();
            values.add(List.of(
                    new String(entries[codes[i]], StandardCharsets.UTF_8),
                    text,
                    String.format("%016x%016x", halves[2 * i], halves[2 * i + 1]),
                    small[i],
                    large[i],
                    times[i]));
        }
        Map<String, ColumnData> columns = new LinkedHashMap<>();
        columns.put("host", new ColumnData.Dictionary(entries, distinct, codes));
        columns.put("path", new ColumnData.Text(arena.toString().getBytes(StandardCharsets.UTF_8), ends));
        columns.put("id", new ColumnData.Identifiers(halves));
        columns.put("port", new ColumnData.Numbers(small, NumberType.INT32));
        columns.put("bytes", new ColumnData.Numbers(large, NumberType.INT64));
        columns.put("time", new ColumnData.Numbers(times, NumberType.TIMESTAMP));
        return new Rows(columns, values);
    }

    private static List<List<Object>> read(byte[] parquet) throws Exception {
        Path file = Files.createTempFile("rows", ".parquet");
        Files.write(file, parquet);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duck.createStatement()
                        .executeQuery(
                                "SELECT host, path, lower(hex(id)), port, bytes, epoch_us(time) FROM '" + file + "'")) {
            List<List<Object>> values = new ArrayList<>();
            while (rows.next()) {
                values.add(List.of(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6)));
            }
            return values;
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 60)
    void anotherReaderFindsTheSameRows(
            @ForAll @IntRange(min = 1, max = 700) int rows,
            @ForAll @IntRange(min = 1, max = 600) int distinct,
            @ForAll long seed,
            @ForAll boolean packed)
            throws Exception {
        // Given
        Rows given = random(rows, distinct, seed);

        // When
        ParquetFile file = ParquetWriter.write(given.columns(), rows, null, packed ? Codec.ZSTD : Codec.NONE);

        // Then
        assertThat(read(file.bytes())).isEqualTo(given.values());
    }

    @Test
    void rowsComeInTheWantedOrder() throws Exception {
        // Given
        Rows given = random(1_000, 50, 4);
        int[] order = IntStream.range(0, 1_000).map(i -> 999 - i).toArray();

        // When
        ParquetFile file = ParquetWriter.write(given.columns(), 1_000, order, Codec.ZSTD);

        // Then
        assertThat(read(file.bytes())).isEqualTo(given.values().reversed());
    }

    @Test
    void statisticsAndChunksAreThoseThatTheOtherReaderSees() throws Exception {
        // Given
        Rows given = random(5_000, 3, 9);
        ParquetFile file = ParquetWriter.write(given.columns(), 5_000, null, Codec.ZSTD);
        Path path = Files.createTempFile("rows", ".parquet");
        Files.write(path, file.bytes());

        // When
        Map<String, List<Object>> seen = new LinkedHashMap<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duck.createStatement()
                        .executeQuery("SELECT path_in_schema, coalesce(dictionary_page_offset, data_page_offset),"
                                + " total_compressed_size, stats_min_value, stats_max_value FROM parquet_metadata('"
                                + path
                                + "')")) {
            while (rows.next()) {
                seen.put(
                        rows.getString(1),
                        List.of(rows.getLong(2), rows.getInt(3), rows.getString(4) + ".." + rows.getString(5)));
            }
        }

        // Then
        file.chunks()
                .forEach((name, range) -> assertThat(
                                seen.getOrDefault(name, List.of()).subList(0, 2))
                        .isEqualTo(List.of(range.offset(), range.length())));
        long min = given.values().stream()
                .mapToLong(row -> (Long) row.get(4))
                .min()
                .orElseThrow();
        long max = given.values().stream()
                .mapToLong(row -> (Long) row.get(4))
                .max()
                .orElseThrow();
        assertThat(seen.getOrDefault("bytes", List.of()).get(2)).isEqualTo(min + ".." + max);
        Files.delete(path);
    }
}
