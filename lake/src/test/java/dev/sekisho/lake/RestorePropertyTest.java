package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A lake that was filled from a capture answers like the capture and like the lake it was taken of. */
class RestorePropertyTest {
    private static final Id128 HOLD = new Id128(21, 22);
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");
    private static final PersonToken REMOVED = new PersonToken(new Id128(7, 3));
    private static final PersonToken HIDDEN = new PersonToken(new Id128(7, 4));
    private static final PersonToken HELD = new PersonToken(new Id128(7, 5));
    private static final Setting SETTING = new Setting();

    /** Merged segments, an erased person, one whose rows are only hidden yet, a hold, a day that is over; a second customer. */
    private static final class Setting {
        final List<CustomerScope> customers = new ArrayList<>();
        TestKeys keys;
        Lake lake;
        Lake restored;
        Capture capture;
        Instant now = RandomEvents.START;

        @SuppressWarnings("NullAway") // filled before the first question
        Setting() {}

        Lake open(Path folder) {
            LakeOptions options =
                    LakeOptions.of(folder, "node-1", TestKeys.REGION).withSeal(60, Duration.ofDays(1_000));
            return Lakes.open(options, keys.vault(), () -> now, keys::jobScope);
        }

        void fill() throws IOException {
            Path folder = Files.createTempDirectory("restore");
            keys = TestKeys.open(folder);
            lake = open(folder.resolve("lake"));
            customers.add(keys.newCustomer());
            customers.add(keys.newCustomer());
            for (CustomerScope customer : customers) {
                RandomEvents random = new RandomEvents(customer.customer().hashCode());
                for (int portion = 0; portion < 9; portion++) {
                    List<WebEvent> some = new ArrayList<>(random.list(portion == 4 ? 90 : 10));
                    some.add(random.at(RandomEvents.START.minus(Duration.ofHours(13))));
                    some.add(random.at(RandomEvents.START.minus(Duration.ofDays(6))));
                    some.forEach(event ->
                            assertThat(lake.sink().offer(customer, event)).isTrue());
                    lake.flush();
                }
                CustomerLake rows = lake.of(customer);
                rows.conceal(Set.of(REMOVED));
                assertThat(rows.rewrite(100).events()).isPositive();
                assertThat(rows.hold(HOLD, Optional.of(HELD), DAY.minusDays(10), DAY)
                                .events())
                        .isPositive();
                assertThat(rows.retain(5).days()).isEqualTo(1);
                rows.conceal(Set.of(HIDDEN));
            }
            capture = lake.copy().capture();
            Copies.fill(folder.resolve("restored"), Copies.of(lake, capture));
            restored = open(folder.resolve("restored"));
        }
    }

    @BeforeContainer
    static void fill() throws IOException {
        SETTING.fill();
    }

    @AfterContainer
    static void close() {
        SETTING.capture.close();
        SETTING.restored.close();
        SETTING.lake.close();
        SETTING.keys.close();
    }

    @Provide
    Arbitrary<Query> questions() {
        return new QueryPropertyTest().questions();
    }

    @Example
    void countAndHashOfEverythingAreEqual() {
        for (CustomerScope customer : SETTING.customers) {
            // When
            List<WebEvent> before = Queries.pages(SETTING.lake.of(customer), 100);
            List<WebEvent> after = Queries.pages(SETTING.restored.of(customer), 100);
            List<WebEvent> captured = Queries.pages(SETTING.capture.frozen(customer), 100);

            // Then
            assertThat(before).hasSizeGreaterThan(100);
            assertThat(before).noneMatch(event -> event.who().person().equals(Optional.of(HIDDEN)));
            assertThat(Copies.hash(after)).isEqualTo(Copies.hash(before));
            assertThat(Copies.hash(captured)).isEqualTo(Copies.hash(before));
            assertThat(Copies.hash(after.subList(1, after.size())))
                    .as("the hash tells")
                    .isNotEqualTo(Copies.hash(before));
            assertThat(held(SETTING.restored.of(customer)))
                    .isNotEmpty()
                    .isEqualTo(held(SETTING.lake.of(customer)))
                    .isEqualTo(held(SETTING.capture.frozen(customer)));
        }
        assertThat(SETTING.restored.status().damagedSegments()).isZero();
        assertThat(SETTING.restored.figures())
                .containsEntry("damaged-holds", 0L)
                .containsEntry("ended-without-keys", 0L);
        try (Capture again = SETTING.restored.copy().capture()) {
            assertThat(again.days()).isEqualTo(SETTING.capture.days());
            assertThat(again.events()).isEqualTo(SETTING.capture.events()).isPositive();
            assertThat(again.segments()).isEqualTo(SETTING.capture.segments());
            assertThat(again.small()).hasSameSizeAs(SETTING.capture.small());
        }
    }

    private static List<WebEvent> held(CustomerLake rows) {
        List<WebEvent> events = new ArrayList<>();
        assertThat(rows.exportHold(HOLD, events::add).unreadable()).isZero();
        return events;
    }

    @Property(tries = 100)
    void randomQuestionsGetTheSameAnswers(
            @ForAll("questions") Query query, @ForAll Measure measure, @ForAll Dimension by, @ForAll boolean first) {
        // Given
        CustomerScope customer = first ? SETTING.customers.getFirst() : SETTING.customers.getLast();
        StatsQuery sums = new StatsQuery(measure, Optional.of(by), query, 1_000);

        // When
        CustomerLake.Page page = SETTING.restored.of(customer).events(query);
        CustomerLake.Stats stats = SETTING.restored.of(customer).stats(sums);

        // Then
        assertThat(page).isEqualTo(SETTING.capture.frozen(customer).events(query));
        assertThat(stats).isEqualTo(SETTING.lake.of(customer).stats(sums));
        assertThat(page.coverage().unreadable()).isZero();
    }
}
