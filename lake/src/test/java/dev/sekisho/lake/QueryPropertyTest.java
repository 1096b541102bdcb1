package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Cursor;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Page;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.Stats;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random questions to random events, part of them hot and part of them sealed in several segments, against a plain list. */
class QueryPropertyTest {
    private static final Setting SETTING = new Setting();

    /** One lake with three sealed portions, one of the day before, and a hot one; beside it another customer's. */
    private static final class Setting {
        final List<WebEvent> events = new ArrayList<>();
        TestKeys keys;
        Lake lake;
        CustomerScope customer;

        @SuppressWarnings("NullAway") // filled before the first question
        Setting() {}

        void fill() throws IOException {
            Path folder = Files.createTempDirectory("lake");
            keys = TestKeys.open(folder);
            lake = keys.lake(LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION));
            customer = keys.newCustomer();
            CustomerScope other = keys.newCustomer();
            RandomEvents random = new RandomEvents(42);
            for (int portion = 0; portion < 4; portion++) {
                List<WebEvent> some = new ArrayList<>(random.list(150));
                some.add(
                        random.at(RandomEvents.START.minus(Duration.ofHours(13)).plusSeconds(portion)));
                some.add(random.at(RandomEvents.START.plus(Duration.ofMinutes(30))));
                for (WebEvent event : some) {
                    assertThat(lake.sink().offer(customer, event)).isTrue();
                    assertThat(lake.sink().offer(other, random.at(event.time())))
                            .isTrue();
                }
                events.addAll(some);
                if (portion < 3) {
                    lake.flush();
                }
            }
            assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
            assertThat(lake.status().hotRows()).isEqualTo(304);
        }
    }

    @BeforeContainer
    static void fill() throws IOException {
        SETTING.fill();
    }

    @AfterContainer
    static void close() {
        SETTING.lake.close();
        SETTING.keys.close();
    }

    @Provide
    Arbitrary<Query> questions() {
        Arbitrary<Instant> times = Arbitraries.oneOf(
                Arbitraries.of(
                        Queries.BEFORE,
                        Queries.AFTER,
                        Instant.MIN,
                        Instant.MAX,
                        RandomEvents.START,
                        RandomEvents.START.minus(Duration.ofHours(13))),
                Arbitraries.integers().between(-100, 3_700).map(s -> RandomEvents.START.plusSeconds(s)));
        return Combinators.combine(
                        times,
                        times,
                        maybe(Arbitraries.integers().between(1, 7).map(n -> new PersonToken(new Id128(7, n)))),
                        maybe(Arbitraries.of(
                                "example.com",
                                ".example.com",
                                ".com",
                                "www.example.com",
                                "nobody.test",
                                "例え.test",
                                "")),
                        maybe(Arbitraries.of("a", "MPLE.COM/", "?q=", "あ", "'; DROP TABLE x; --", "%", "zz")),
                        maybe(Arbitraries.of(Action.class)),
                        maybe(Arbitraries.of("news", "shopping", "ads", "new", "", "nothing", "news,shopping")),
                        maybe(Arbitraries.of("rest", "no-ads", "none")))
                .as((a, b, person, host, url, action, category, rule) -> new Query(
                        a.isBefore(b) ? a : b,
                        a.isBefore(b) ? b : a,
                        person,
                        host,
                        url,
                        action,
                        category,
                        rule,
                        1_000,
                        Optional.empty()));
    }

    private static <T> Arbitrary<Optional<T>> maybe(Arbitrary<T> values) {
        return values.optional(0.25);
    }

    private static Query with(Query query, int limit, Optional<Cursor> after) {
        return new Query(
                query.from(),
                query.to(),
                query.person(),
                query.host(),
                query.url(),
                query.action(),
                query.category(),
                query.rule(),
                limit,
                after);
    }

    @Property(tries = 50)
    void pagesHoldWhatAPlainListHolds(@ForAll("questions") Query query) {
        // Given
        List<WebEvent> expected = NaiveAnswers.events(SETTING.events, query);
        int limit = Math.max(1, expected.size() / 3);

        // When
        List<WebEvent> found = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        do {
            Page page = SETTING.lake.of(SETTING.customer).events(with(query, Math.min(1_000, limit), after));
            assertThat(page.coverage().unreadable()).isZero();
            found.addAll(page.events());
            after = page.next();
        } while (after.isPresent());
        List<WebEvent> exported = new ArrayList<>();
        Coverage coverage = SETTING.lake.of(SETTING.customer).export(query, exported::add);

        // Then
        assertThat(found).isEqualTo(expected);
        assertThat(exported).isEqualTo(expected);
        assertThat(coverage.unreadable()).isZero();
    }

    @Property(tries = 80)
    void sumsAreThoseOfAPlainList(
            @ForAll("questions") Query query, @ForAll Measure measure, @ForAll Optional<Dimension> by) {
        // Given
        StatsQuery question = new StatsQuery(measure, by, query, 1_000);

        // When
        Stats stats = SETTING.lake.of(SETTING.customer).stats(question);

        // Then
        List<CustomerLake.Group> expected = NaiveAnswers.sums(SETTING.events, question);
        assertThat(stats.groups()).isEqualTo(expected);
        assertThat(stats.total())
                .isEqualTo(
                        expected.stream().mapToLong(CustomerLake.Group::value).sum());
        assertThat(stats.coverage().unreadable()).isZero();
    }
}
