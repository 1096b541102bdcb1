package dev.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sekisho.kernel.time.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MovableClockTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void aMovedClockShowsTheTargetAndNeverGoesBack() {
        // Given
        MovableClock clock = new MovableClock(InstantSource.fixed(START));
        // When
        clock.moveTo(START.plus(Duration.ofDays(181)));
        // Then
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(181)));
        assertThatIllegalArgumentException().isThrownBy(() -> clock.moveTo(START.plus(Duration.ofDays(180))));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(181)));
    }
}
