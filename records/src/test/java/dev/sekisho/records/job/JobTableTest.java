package dev.sekisho.records.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JobTableTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private final MovableClock clock = new MovableClock(InstantSource.fixed(START));
    private final Vault vault = TestVault.open();
    private final TestDatabase database = TestServer.fresh();
    private final List<Instant> runs = Collections.synchronizedList(new ArrayList<>());
    private Records records = database.open(vault, clock);

    @AfterEach
    void close() {
        records.close();
    }

    /** Due at every midnight (UTC). */
    private abstract static class Daily implements Job {
        @Override
        public String name() {
            return "test.daily";
        }

        @Override
        public Instant nextDue(Instant last, Instant now) {
            Instant next = last.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
            return last.equals(Instant.EPOCH) ? now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS) : next;
        }
    }

    private Job recording() {
        return new Daily() {
            @Override
            public void run(Instant due) {
                runs.add(due);
            }
        };
    }

    @Test
    void aJobRunsWhenItFallsDueAndNotBefore() {
        // Given
        records.startJobs(List.of(recording()));
        records.runDueJobs();
        assertThat(runs).isEmpty();
        // When
        clock.moveTo(Instant.parse("2026-11-23T00:00:00Z"));
        records.runDueJobs();
        // Then
        assertThat(runs).containsExactly(Instant.parse("2026-11-23T00:00:00Z"));
        records.runDueJobs();
        assertThat(runs).hasSize(1);
    }

    @Test
    void missedRunsCoalesceToTheNewest() {
        // Given
        records.startJobs(List.of(recording()));
        clock.moveTo(Instant.parse("2026-11-23T00:00:01Z"));
        records.runDueJobs();
        // When
        clock.moveTo(Instant.parse("2027-03-10T15:00:00Z"));
        records.runDueJobs();
        // Then
        assertThat(runs).containsExactly(Instant.parse("2026-11-23T00:00:00Z"), Instant.parse("2027-03-10T00:00:00Z"));
    }

    @Test
    void aRunThatWasMissedWhileTheProductWasDownIsMadeUpFor() {
        // Given
        records.startJobs(List.of(recording()));
        clock.moveTo(Instant.parse("2026-11-23T08:00:00Z"));
        records.runDueJobs();
        records.close();
        // When
        clock.moveTo(Instant.parse("2026-11-25T08:00:00Z"));
        records = database.open(vault, clock);
        records.startJobs(List.of(recording()));
        records.runDueJobs();
        // Then
        assertThat(runs).containsExactly(Instant.parse("2026-11-23T00:00:00Z"), Instant.parse("2026-11-25T00:00:00Z"));
    }

    @Test
    void aJobThatFailsIsNamedCountedAndTriedAgain() {
        // Given
        List<Instant> attempts = Collections.synchronizedList(new ArrayList<>());
        records.startJobs(List.of(new Daily() {
            @Override
            public void run(Instant due) {
                attempts.add(due);
                if (attempts.size() < 3) {
                    throw new IllegalStateException("not yet");
                }
            }
        }));
        clock.moveTo(Instant.parse("2026-11-23T00:00:00Z"));
        // When
        assertThatThrownBy(records::runDueJobs)
                .isInstanceOf(SekishoException.class)
                .hasMessageContaining("test.daily");
        assertThat(records.figures()).containsEntry("jobs-failed", 1L);
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(1)));
        assertThatThrownBy(records::runDueJobs).isInstanceOf(SekishoException.class);
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(5)));
        records.runDueJobs();
        // Then the same due time was tried until it worked
        assertThat(attempts).hasSize(3).containsOnly(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void ofTwoNodesOneRunsTheJob() {
        // Given
        try (Records other = database.open(vault, clock)) {
            records.startJobs(List.of(recording()));
            other.startJobs(List.of(recording()));
            // When
            clock.moveTo(Instant.parse("2026-11-23T00:00:00Z"));
            records.runDueJobs();
            other.runDueJobs();
            // Then
            assertThat(runs).hasSize(1);
        }
    }

    @Test
    @Timeout(60)
    void closingInterruptsAJobThatDoesNotEnd() throws Exception {
        // Given
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        records.startJobs(List.of(new Daily() {
            @Override
            public void run(Instant due) throws InterruptedException {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
        }));
        clock.moveTo(Instant.parse("2026-11-23T00:00:00Z"));
        Thread.ofVirtual().start(() -> {
            try {
                records.runDueJobs();
            } catch (SekishoException e) {
                assertThat(e).isNotNull();
            }
        });
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        // When
        records.close();
        // Then
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Opens with a clock that can be set to any time. */
    private AtomicReference<Instant> byHand() {
        records.close();
        AtomicReference<Instant> hand = new AtomicReference<>(START);
        records = database.open(vault, hand::get);
        return hand;
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        synchronized (runs) {
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).as("waited for a run").isLessThan(end);
                runs.wait(200);
            }
        }
    }

    @Test
    @Timeout(90)
    void aClockThatLeaptAndWasSetRightDoesNotSilenceTheJobs() throws Exception {
        // Given
        AtomicReference<Instant> hand = byHand();
        records.startJobs(List.of(recording()));
        hand.set(Instant.parse("2027-06-10T15:00:00Z"));
        records.runDueJobs();
        assertThat(runs).containsExactly(Instant.parse("2027-06-10T00:00:00Z"));
        // When the clock is set right, while the scheduler sleeps by the old time and nobody asks
        Instant right = START.plusSeconds(60);
        hand.set(right);
        // Then
        await(() -> runs.size() == 2);
        assertThat(runs.getLast()).isEqualTo(right);
        // When
        hand.set(Instant.parse("2026-11-23T00:00:00Z"));
        // Then the same scheduler goes on
        await(() -> runs.size() == 3);
        assertThat(runs.getLast()).isEqualTo("2026-11-23T00:00:00Z");
    }

    @Test
    void aClockThatWasSetRightBetweenTwoStartsDoesNotSilenceTheJobs() {
        // Given
        AtomicReference<Instant> hand = byHand();
        hand.set(Instant.parse("2027-06-10T15:00:00Z"));
        records.startJobs(List.of(recording()));
        hand.set(Instant.parse("2027-06-11T15:00:00Z"));
        records.runDueJobs();
        records.close();
        // When
        hand.set(START);
        records = database.open(vault, hand::get);
        records.startJobs(List.of(recording()));
        records.runDueJobs();
        hand.set(Instant.parse("2026-11-23T00:00:01Z"));
        records.runDueJobs();
        // Then
        assertThat(runs)
                .containsExactly(Instant.parse("2027-06-11T00:00:00Z"), START, Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void aJobThatFailedWhileTheClockWasAheadIsTriedAgainAtTheRightTime() {
        // Given
        AtomicReference<Instant> hand = byHand();
        List<Instant> attempts = Collections.synchronizedList(new ArrayList<>());
        records.startJobs(List.of(new Daily() {
            @Override
            public void run(Instant due) {
                attempts.add(due);
                if (hand.get().isAfter(Instant.parse("2027-01-01T00:00:00Z"))) {
                    throw new IllegalStateException("the clock is not believed");
                }
            }
        }));
        hand.set(Instant.parse("2027-06-10T15:00:00Z"));
        assertThatThrownBy(records::runDueJobs).isInstanceOf(SekishoException.class);
        // When
        hand.set(START.plusSeconds(60));
        records.runDueJobs();
        // Then
        assertThat(attempts).containsExactly(Instant.parse("2027-06-10T00:00:00Z"), START.plusSeconds(60));
    }

    @Test
    void aJobOfAProcessThatDiedWhileTheClockWasAheadIsFreed() throws Exception {
        // Given
        AtomicReference<Instant> hand = byHand();
        records.startJobs(List.of(recording()));
        records.runDueJobs();
        try (Connection connection = database.superuser()) {
            connection
                    .createStatement()
                    .execute("UPDATE sekisho.scheduled_tasks SET picked = true, picked_by = 'gone',"
                            + " execution_time = '2027-06-10T00:00:00Z', last_heartbeat = '2027-06-10T00:00:00Z'");
        }
        // When
        hand.set(START.plusSeconds(60));
        records.runDueJobs();
        // Then
        assertThat(runs).containsExactly(START.plusSeconds(60));
    }
}
