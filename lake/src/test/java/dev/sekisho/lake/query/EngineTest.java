package dev.sekisho.lake.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.parquet.Codec;
import dev.sekisho.lake.parquet.ColumnData;
import dev.sekisho.lake.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine itself refuses everything but the files that it was opened for. */
class EngineTest {
    @TempDir
    Path folder;

    private static MemoryFile file(long value) throws IOException {
        MemoryFile file = MemoryFile.create();
        ColumnData numbers = new ColumnData.Numbers(new long[] {value}, ColumnData.NumberType.INT64);
        file.write(
                0,
                ParquetWriter.write(Map.of("n", numbers), 1, null, Codec.NONE).bytes());
        return file;
    }

    private static long read(Engine engine, String path) {
        return engine.query("SELECT n FROM read_parquet(['" + path + "'])", List.of(), rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    @Test
    void theAllowedFileReadsAndAnotherDescriptorDoesNot() throws IOException {
        try (MemoryFile mine = file(7);
                MemoryFile other = file(8);
                Engine engine = Engine.open(List.of(mine.path()), QueryLimits.defaults())) {
            assertThat(read(engine, mine.path())).isEqualTo(7);
            assertThatThrownBy(() -> read(engine, other.path()))
                    .isInstanceOf(SekishoException.class)
                    .cause()
                    .hasMessageContaining("Permission Error");
        }
    }

    @Test
    void anOpenEngineWouldReadTheOtherDescriptor() throws IOException {
        // The control of the test above: both are readable when both are allowed.
        try (MemoryFile mine = file(7);
                MemoryFile other = file(8);
                Engine engine = Engine.open(List.of(mine.path(), other.path()), QueryLimits.defaults())) {
            assertThat(read(engine, other.path())).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_csv('/etc/passwd', sep = '|', header = false)",
                "SELECT content FROM read_text('/etc/passwd')",
                "SELECT * FROM glob('/etc/*')",
                "ATTACH 'FOLDER/new.db'",
                "COPY (SELECT 1) TO 'FOLDER/out.csv'",
                "COPY (SELECT 1) TO 'FOLDER/out.parquet' (FORMAT parquet)",
                "EXPORT DATABASE 'FOLDER/export'",
                "INSTALL httpfs",
                "LOAD 'FOLDER/evil.duckdb_extension'",
                "SET enable_external_access = true",
                "SET allowed_paths = ['/etc/passwd']",
                "SET temp_directory = 'FOLDER/tmp'",
                "SET memory_limit = '64GB'",
                "SET lock_configuration = false",
                "RESET lock_configuration"
            })
    void everythingElseIsRefused(String sql) throws IOException {
        // Given
        String statement = sql.replace("FOLDER", folder.toString());
        try (MemoryFile mine = file(7);
                Engine engine = Engine.open(List.of(mine.path()), QueryLimits.defaults())) {
            // When, Then
            assertThatThrownBy(() -> engine.execute(statement, List.of())).isInstanceOf(SekishoException.class);
            try (var left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void aQueryBeyondItsMemoryFailsAndWritesNothing() throws IOException {
        QueryLimits small = new QueryLimits(64, 1, Duration.ofSeconds(30), 1);
        try (MemoryFile mine = file(7);
                Engine engine = Engine.open(List.of(mine.path()), small)) {
            assertThatThrownBy(() -> engine.execute(
                            "CREATE TABLE t AS SELECT range AS n, repeat('x', 100) || range AS s FROM range(5000000)",
                            List.of()))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_TOO_BROAD));
        }
    }

    @Test
    void aQueryBeyondItsTimeIsStopped() throws IOException {
        QueryLimits brief = new QueryLimits(256, 1, Duration.ofSeconds(1), 1);
        try (MemoryFile mine = file(7);
                Engine engine = Engine.open(List.of(mine.path()), brief)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> engine.execute(
                            "SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b", List.of()))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_TOO_BROAD));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
