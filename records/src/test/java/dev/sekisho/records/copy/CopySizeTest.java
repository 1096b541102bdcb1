package dev.sekisho.records.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy needs the same little memory however much it copies. With {@code -Dsekisho.nightly=true} of a million rows instead of ten thousand. */
class CopySizeTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("sekisho.nightly");
    private static final String HEAP = "-Xmx48m";
    private static final int ROWS = NIGHTLY ? 1_000_000 : 10_000;
    private static final int INSERTS = NIGHTLY ? 20_000 : 200;

    @TempDir
    private Path keys;

    private final TestDatabase database = TestServer.fresh();

    private void fill(String... statements) throws SQLException {
        try (Vault vault = TestVault.open(keys)) {
            Records prepared = database.open(vault, InstantSource.system());
            prepared.close();
        }
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What a process of its own prints; its exit code first. */
    private String process(String mode) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyProcess.class.getName(),
                        keys.toString(),
                        database.url(),
                        database.name(),
                        mode))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>(process.inputReader().lines().toList());
        return process.waitFor() + " " + (lines.isEmpty() ? "" : lines.getLast());
    }

    @Test
    @Timeout(120)
    void aCopyOfMoreThanTheMemoryHoldsGoesThrough() throws Exception {
        // Given 3,000 rows with 144 MB
        fill("INSERT INTO sekisho.installation_record SELECT 'thing', gen_random_uuid(), 1, now(),"
                + " decode(repeat(md5(n::text), 3000), 'hex') FROM generate_series(1, 3000) n");
        // When
        String copied = process("copy");
        // Then
        assertThat(copied).isEqualTo("0 3000 rows 144000000 bytes");
        // and who reads them in one go has no room for them
        assertThat(process("whole")).doesNotContain("rows").startsWith("3 ");
    }

    @Test
    @Timeout(600)
    void manyRowsStreamThroughTheSameMemory() throws Exception {
        // Given
        fill(
                "ALTER TABLE sekisho.sealed_record DISABLE TRIGGER note_change",
                "INSERT INTO sekisho.sealed_record SELECT sha256(int4send(n % 50)), 'thing', gen_random_uuid(), 1, now(),"
                        + " decode(repeat(md5(n::text), 6), 'hex') FROM generate_series(1, " + ROWS + ") n");
        // When
        long begin = System.nanoTime();
        String copied = process("copy");
        // Then
        assertThat(copied).isEqualTo("0 " + ROWS + " rows " + ROWS * 96L + " bytes");
        System.out.println("copying " + ROWS + " rows took "
                + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms with " + HEAP);
    }

    /** What the notes cost, measured side by side on one server, is printed and not judged: a machine that is busy proves nothing. */
    @Test
    @Timeout(600)
    void everyRecordThatIsAddedIsNotedOnceHoweverManyIndexesItHas() throws Exception {
        fill();
        for (int round = 0; round < 3; round++) {
            for (String state : List.of("DISABLE", "ENABLE")) {
                try (Connection superuser = database.superuser();
                        Statement statement = superuser.createStatement()) {
                    statement.execute(
                            "TRUNCATE sekisho.installation_record, sekisho.installation_record_index, sekisho.record_change");
                    for (String table : List.of("installation_record", "installation_record_index")) {
                        statement.execute("ALTER TABLE sekisho." + table + " " + state + " TRIGGER note_change");
                    }
                    superuser.setAutoCommit(false);
                    long begin = System.nanoTime();
                    statement.execute(
                            "DO $$ DECLARE u uuid; BEGIN FOR n IN 1.." + INSERTS + " LOOP u := gen_random_uuid();"
                                    + " INSERT INTO sekisho.installation_record VALUES ('thing', u, 1, now(), decode(repeat(md5(n::text), 16), 'hex'));"
                                    + " INSERT INTO sekisho.installation_record_index VALUES ('thing', 'word', decode(md5(n::text), 'hex'), u);"
                                    + " END LOOP; END $$");
                    long micros = (System.nanoTime() - begin) / 1_000 / INSERTS;
                    superuser.commit();
                    System.out.println("notes " + state + ": " + micros + " us for a record with one index");
                    try (var notes = statement.executeQuery("SELECT count(*) FROM sekisho.record_change")) {
                        assertThat(notes.next()).isTrue();
                        assertThat(notes.getInt(1)).isEqualTo(state.equals("ENABLE") ? INSERTS : 0);
                    }
                }
            }
        }
    }
}
