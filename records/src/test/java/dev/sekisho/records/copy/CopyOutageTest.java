package dev.sekisho.records.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsLoad;
import dev.sekisho.records.RecordsOptions;
import dev.sekisho.records.RecordsOptions.Embedded;
import dev.sekisho.records.RecordsOptions.Limits;
import dev.sekisho.records.copy.Copies.Taken;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server dies under a copy and under a load. */
class CopyOutageTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ROWS = 700;

    @TempDir
    private Path temporary;

    private RecordsOptions home(String name) throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = temporary.resolve(name);
        return new RecordsOptions(
                new Embedded(home, TestServer.programs()), "sekisho", new Limits(2, 2, 2, 2, Duration.ofSeconds(2)));
    }

    private static ErrorCode refused(Runnable work) {
        try {
            work.run();
        } catch (SekishoException e) {
            return e.code();
        }
        throw new AssertionError("nothing was refused");
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (process.isAlive()) {
            assertThat(System.nanoTime()).as("time limit").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** The server of a home whose launcher does not tell it. */
    private ProcessHandle serverOf(String home) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(temporary.resolve(home).resolve("data").toString()))
                .min((a, b) -> Long.compare(a.pid(), b.pid()))
                .orElseThrow();
    }

    @Test
    @Timeout(120)
    void aServerThatDiesLeavesNoHalfCopyAndNoHalfLoad() throws Exception {
        Vault vault = TestVault.open();
        Taken set;
        try (RecordsDatabase source = RecordsDatabase.open(home("a"), vault, InstantSource.system())) {
            source.installation().transact(t -> {
                for (int i = 0; i < ROWS; i++) {
                    t.insert("thing", Id128.random(RANDOM), new byte[200], Map.of("n", "x" + i));
                }
                return ROWS;
            });
            // Given a set, and a server that dies at the tenth row of the next
            set = Copies.snapshot(source);
            ProcessHandle server =
                    ProcessHandle.of(source.postgresPid().orElseThrow()).orElseThrow();
            AtomicInteger rows = new AtomicInteger();
            // When
            ErrorCode code = refused(() -> source.copy().snapshot(row -> {
                if (rows.incrementAndGet() == 10) {
                    kill(server);
                }
            }));
            // Then
            assertThat(code).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            assertThat(rows.get()).isLessThanOrEqualTo(2 * RowQueries.ROWS);
        }

        // When another dies while rows are loaded into it
        try (RecordsLoad load = RecordsDatabase.load(home("b"), vault)) {
            set.read().subList(0, 300).forEach(load::add);
            kill(serverOf("b"));
            assertThat(refused(() -> {
                        set.read().subList(300, ROWS).forEach(load::add);
                        load.finish();
                    }))
                    .isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        }
        // Then it does not serve before a whole load
        assertThat(refused(() -> {
                    try (var never = RecordsDatabase.open(home("b"), vault, InstantSource.system())) {
                        throw new AssertionError("it serves: " + never.figures());
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isEqualTo(ErrorCode.DATABASE_SCHEMA);
        assertThat(Copies.load(home("b"), vault, set, List.of()).rows()).isEqualTo(ROWS);
        try (RecordsDatabase loaded = RecordsDatabase.open(home("b"), vault, InstantSource.system())) {
            assertThat(Copies.snapshot(loaded).digest()).isEqualTo(set.digest());
        }
    }
}
