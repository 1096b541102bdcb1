package dev.sekisho.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.clock.ClockGuard.Reading;
import dev.sekisho.trust.world.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that cannot be right deletes nothing. */
class ClockGuardTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock(START);
    private final AtomicLong nanos = new AtomicLong();
    private Vault vault;
    private Records records;
    private ClockGuard guard;

    @SuppressWarnings("NullAway") // opened before each test
    ClockGuardTest() {}

    @BeforeEach
    void open() {
        vault = TestVault.open(folder);
        records = TestServer.fresh().open(vault, clock);
        guard = guard(false);
        assertThat(guard.require()).isEqualTo(START);
    }

    @AfterEach
    void close() {
        records.close();
        vault.close();
    }

    private ClockGuard guard(boolean laboratory) {
        return new ClockGuard(records.installation(), clock, nanos::get, laboratory);
    }

    private void pass(Duration time) {
        clock.set(clock.instant().plus(time));
        nanos.addAndGet(time.toNanos());
    }

    private static void expect(ErrorCode code, ClockGuard guard) {
        assertThatThrownBy(guard::require)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(guard.problem()).startsWith(code.code());
    }

    @Test
    void aClockThatWasSetBackIsRefusedUntilItIsRightAlsoByTheNextProcess() {
        // When
        clock.set(START.minus(ClockGuard.TOLERANCE).minusMillis(1));

        // Then
        expect(ErrorCode.CLOCK_SET_BACK, guard);
        expect(ErrorCode.CLOCK_SET_BACK, guard(false));
        expect(ErrorCode.CLOCK_SET_BACK, guard(true));

        // When
        clock.set(START.minus(ClockGuard.TOLERANCE));

        // Then
        assertThat(guard.problem()).isEmpty();
    }

    @Test
    void aClockThatRunsIsBelieved() {
        for (int hour = 0; hour < 48; hour++) {
            pass(Duration.ofHours(1));
            assertThat(guard.read()).isInstanceOf(Reading.Right.class);
        }
    }

    @Test
    void aClockThatLeaptIsBelievedAfterAnHourThatNobodyCanSet() {
        // Given
        clock.set(START.plus(Duration.ofDays(200)));

        // Then
        expect(ErrorCode.CLOCK_LEAPT, guard);
        pass(ClockGuard.WAIT.minusSeconds(1));
        expect(ErrorCode.CLOCK_LEAPT, guard);

        // When
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(guard.require()).isEqualTo(clock.instant());
    }

    @Test
    void movingTheClockOnDoesNotEndTheWaitAndSettingItRightEndsIt() {
        // Given
        clock.set(START.plus(Duration.ofDays(200)));
        expect(ErrorCode.CLOCK_LEAPT, guard);

        // When
        clock.set(clock.instant().plus(Duration.ofHours(3)));

        // Then
        expect(ErrorCode.CLOCK_LEAPT, guard);

        // When
        clock.set(START.plusSeconds(60));

        // Then
        assertThat(guard.problem()).isEmpty();
    }

    @Test
    void aLaboratorysClockMayLeap() {
        clock.set(START.plus(Duration.ofDays(200)));
        assertThat(guard(true).require()).isEqualTo(clock.instant());
    }
}
