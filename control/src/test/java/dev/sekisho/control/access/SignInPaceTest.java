package dev.sekisho.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.control.problem.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Guessing gets slower, and never impossible. */
class SignInPaceTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final SignInPace pace = new SignInPace(now::get);

    @Test
    void theWaitGrowsAfterTenFailuresUpToFiveMinutes() {
        // Given
        List<Integer> waits = new ArrayList<>();
        // When
        for (int i = 0; i < 30; i++) {
            try {
                pace.check("192.0.2.1");
                waits.add(0);
            } catch (Refusal refusal) {
                waits.add(refusal.retryAfterSeconds());
                now.updateAndGet(time -> time.plusSeconds(refusal.retryAfterSeconds()));
            }
            pace.check("192.0.2.1");
            pace.failed("192.0.2.1");
        }
        // Then
        assertThat(waits.subList(0, 10)).containsOnly(0);
        assertThat(waits.subList(10, 20)).isSorted().doesNotContain(0);
        assertThat(waits.getLast()).isBetween(299, 301);
    }

    @Test
    void oneAddressDoesNotSlowAnotherAndASuccessForgets() {
        for (int i = 0; i < 12; i++) {
            pace.failed("192.0.2.1");
        }
        assertThatThrownBy(() -> pace.check("192.0.2.1")).isInstanceOf(Refusal.class);
        pace.check("192.0.2.2");
        pace.succeeded("192.0.2.1");
        pace.check("192.0.2.1");
    }
}
