package dev.sekisho.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageLoadsTest {
    private final PageLoads loads = PageLoads.read();

    @Test
    void nearlyAllOfTheRecordingIsReplayed() {
        // When
        int visits = loads.pages().stream().mapToInt(List::size).sum();
        // Then
        assertThat(loads.pages()).hasSize(10);
        assertThat(visits + loads.leftOut()).isEqualTo(1_896);
        assertThat(loads.leftOut()).isLessThan(60);
        assertThat(loads.all()).allSatisfy(visit -> {
            assertThat(visit.target()).startsWith("/").doesNotContain(" ");
            assertThat(visit.host()).matches("[a-z0-9.-]+");
            assertThat(visit.status()).isBetween(200, 599);
        });
    }

    @Test
    void everyVisitHasAnEndpoint() throws Exception {
        try (DemoOrigins origins = new DemoOrigins(loads.all())) {
            Set<String> wanted = loads.all().stream().map(Visit::hostAndPort).collect(Collectors.toSet());
            assertThat(origins.endpoints().keySet()).isEqualTo(wanted);
            assertThat(origins.endpoints().values())
                    .allSatisfy(endpoint -> assertThat(endpoint.getAddress().isLoopbackAddress())
                            .isTrue());
            assertThat(new HashSet<>(origins.endpoints().values())).hasSize(2);
        }
    }

    @Test
    void aBurstComesFirstAndADripFollows() {
        // Given
        Pace pace = new Pace(10, Duration.ofSeconds(1), 2);
        long start = System.nanoTime() + Duration.ofHours(1).toNanos();
        // When
        List<Long> waits =
                IntStream.range(0, 14).mapToObj(i -> pace.take(start)).toList();
        // Then
        List<Long> millis = waits.stream().map(wait -> wait / 1_000_000).toList();
        assertThat(millis.subList(0, 11))
                .containsExactly(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L, 900L, 1_000L);
        assertThat(millis.subList(11, 14)).containsExactly(1_500L, 2_000L, 2_500L);
    }

    @Test
    void browsersDiffer() {
        // Given
        UserAgents agents = new UserAgents();
        Random random = new Random(1);
        // When
        Set<String> picked =
                IntStream.range(0, 200).mapToObj(i -> agents.pick(random)).collect(Collectors.toSet());
        // Then
        assertThat(picked)
                .hasSizeGreaterThan(20)
                .allSatisfy(agent -> assertThat(agent).startsWith("Mozilla/5.0"));
    }
}
