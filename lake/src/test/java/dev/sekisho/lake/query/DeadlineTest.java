package dev.sekisho.lake.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A query of many short statements ends at its deadline too. */
class DeadlineTest {
    private static final QueryLimits LIMITS = new QueryLimits(256, 1, Duration.ofSeconds(30), 1);

    @Test
    void statementsEndTogether() {
        // Given
        long start = System.nanoTime();
        try (Engine engine = Engine.open(List.of(), LIMITS, Deadline.in(Duration.ofMillis(700)))) {
            // When, Then: each of them takes far less than the limit of a statement
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - start < 10_000_000_000L) {
                            engine.execute("SELECT sum(range * 3) FROM range(1000000)", List.of());
                        }
                    })
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_TOO_BROAD));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anEngineIsNotStartedForAQueryThatIsOver() {
        assertThatThrownBy(() -> Engine.open(List.of(), LIMITS, Deadline.in(Duration.ZERO)))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_TOO_BROAD));
    }
}
