package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
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
