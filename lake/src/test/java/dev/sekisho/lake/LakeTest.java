package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    private static final Comparator<WebEvent> NEWEST_FIRST = Comparator.comparing(WebEvent::time)
            .thenComparing(event -> event.id().value())
            .reversed();

    @TempDir
    Path folder;

    private LakeOptions options() {
        return LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION);
    }

    @Test
    void eventsAreVisibleOnceDurableThenSealedThenAfterARestart() {
        List<WebEvent> events = new RandomEvents(1).list(2_000);
        List<WebEvent> expected = events.stream().sorted(NEWEST_FIRST).toList();
        try (TestKeys keys = TestKeys.open(folder)) {
            CustomerScope customer = keys.newCustomer();
            try (Lake lake = keys.lake(options())) {
                // When
                events.forEach(
                        event -> assertThat(lake.sink().offer(customer, event)).isTrue());
                assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();

                // Then
                assertThat(Queries.pages(lake.of(customer), 700)).isEqualTo(expected);
                lake.flush();
                assertThat(lake.status().hotRows()).isZero();
                assertThat(Queries.pages(lake.of(customer), 700)).isEqualTo(expected);
                assertThat(lake.of(customer).event(events.get(77).id())).contains(events.get(77));
            }
            try (Lake lake = keys.lake(options())) {
                assertThat(Queries.pages(lake.of(customer), 700)).isEqualTo(expected);
            }
        }
    }

    @Test
    void aFlushSealsEverythingAcceptedBeforeIt() {
        List<WebEvent> events = new RandomEvents(1).list(30_000);
        try (TestKeys keys = TestKeys.open(folder);
                Lake lake = keys.lake(options())) {
            // Given
            CustomerScope customer = keys.newCustomer();
            events.forEach(
                    event -> assertThat(lake.sink().offer(customer, event)).isTrue());
            lake.sink().gap(customer, 5);

            // When
            lake.flush();

            // Then
            assertThat(lake.status().durable()).isEqualTo(30_000);
            assertThat(lake.status().hotRows()).isZero();
            assertThat(lake.of(customer).gaps(Queries.BEFORE, Queries.AFTER).values())
                    .containsExactly(5L);
        }
    }

    @Test
    void whenEachFieldWasLastSeenFollowsTheEvents() {
        List<WebEvent> events = new RandomEvents(4).list(300);
        try (TestKeys keys = TestKeys.open(folder);
                Lake lake = keys.lake(options())) {
            // Given
            CustomerScope customer = keys.newCustomer();
            events.subList(0, 200).forEach(event -> lake.sink().offer(customer, event));
            lake.flush();
            events.subList(200, 300).forEach(event -> lake.sink().offer(customer, event));
            assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();

            // When
            Map<String, Instant> seen = lake.of(customer).lastSeen();

            // Then
            assertThat(seen.get("host"))
                    .isEqualTo(events.stream()
                            .map(WebEvent::time)
                            .max(Comparator.naturalOrder())
                            .orElseThrow());
            assertThat(seen.get("person"))
                    .isEqualTo(events.stream()
                            .filter(event -> event.who().person().isPresent())
                            .map(WebEvent::time)
                            .max(Comparator.naturalOrder())
                            .orElseThrow());
            assertThat(seen).doesNotContainKeys("connect_host", "connect_micros", "identity_micros");
        }
    }

    @Test
    void aCustomerWithoutDataHasEmptyAnswers() {
        try (TestKeys keys = TestKeys.open(folder);
                Lake lake = keys.lake(options())) {
            // Given
            CustomerScope customer = keys.newCustomer();

            // When
            CustomerLake.Page page = lake.of(customer).events(Queries.all(50));

            // Then
            assertThat(page.events()).isEmpty();
            assertThat(page.next()).isEmpty();
            assertThat(lake.of(customer).lastSeen()).isEmpty();
        }
    }
}
