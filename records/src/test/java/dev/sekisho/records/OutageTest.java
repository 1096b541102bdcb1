package dev.sekisho.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordsOptions.Embedded;
import dev.sekisho.records.RecordsOptions.Limits;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away, or falls silent, under a product that runs. */
class OutageTest {
    @TempDir
    private Path home;

    private final Id128 id = Id128.random(new SecureRandom());
    private RecordsDatabase records;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Limits limits = new Limits(2, 2, 2, 2, Duration.ofSeconds(2));
        records = RecordsDatabase.open(
                new RecordsOptions(new Embedded(home.resolve("postgres"), TestServer.programs()), "sekisho", limits),
                TestVault.open(),
                InstantSource.system());
        records.installation().transact(t -> t.insert("thing", id, new byte[] {1}, Map.of()));
    }

    @AfterEach
    void close() throws Exception {
        signalAll("CONT");
        records.close();
    }

    private boolean present() {
        return records.installation().<Boolean>transact(t -> t.find("thing", id).isPresent());
    }

    private void awaitRecovery() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                if (present() && records.problem().isEmpty()) {
                    return;
                }
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            }
            assertThat(System.nanoTime()).as("time limit").isLessThan(end);
            Thread.sleep(50);
        }
    }

    private void signalAll(String signal) throws IOException, InterruptedException {
        long pid = records.postgresPid().orElse(-1);
        if (pid < 0) {
            return;
        }
        ProcessHandle leader = ProcessHandle.of(pid).orElseThrow();
        for (ProcessHandle process :
                Stream.concat(Stream.of(leader), leader.descendants()).toList()) {
            new ProcessBuilder(List.of("sh", "-c", "kill -" + signal + " " + process.pid()))
                    .start()
                    .waitFor();
        }
    }

    @Test
    void aServerThatDiesIsBackByItselfAndNothingIsLost() throws Exception {
        // Given
        long first = records.postgresPid().orElseThrow();
        // When
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        // Then
        awaitRecovery();
        assertThat(records.postgresPid()).isNotEmpty().isNotEqualTo(java.util.OptionalLong.of(first));
    }

    @Test
    @Timeout(60)
    void aSilentServerIsAnErrorInTimeAndWorksOnWhenItAnswersAgain() throws Exception {
        // Given
        assertThat(records.problem()).isEmpty();
        signalAll("STOP");
        // When
        assertThatThrownBy(this::present)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
        String problem = records.problem();
        // Then
        assertThat(problem).contains("does not answer");
        // When
        signalAll("CONT");
        // Then
        awaitRecovery();
    }

    @Test
    void aPoolThatIsUsedUpIsAnErrorInTime() throws Exception {
        // Given
        CountDownLatch held = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        List<Thread> holders = Stream.generate(() -> Thread.ofVirtual()
                        .unstarted(() -> records.installation().transact(t -> {
                            held.countDown();
                            try {
                                return release.await(20, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        })))
                .limit(2)
                .toList();
        holders.forEach(Thread::start);
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        // When
        assertThatThrownBy(this::present)
                .isInstanceOfSatisfying(
                        SekishoException.class,
                        // Then
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
        assertThat(records.figures().get("transactions-failed")).isPositive();
        release.countDown();
        for (Thread holder : holders) {
            holder.join();
        }
        assertThat(present()).isTrue();
    }
}
