package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Rewritten;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.buffer.RowValues;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import dev.sekisho.lake.files.CutVault;
import dev.sekisho.lake.segment.SegmentIndex;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person's events go at once and for good; everybody else's answers stay what they were. */
class ErasureTest {
    private static final PersonToken PERSON = new PersonToken(new Id128(7, 3));

    @TempDir
    Path folder;

    private World world;

    @SuppressWarnings("NullAway") // opened before each test
    ErasureTest() {}

    @BeforeEach
    void open() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private CustomerLake rows(Lake lake) {
        return lake.of(world.customer());
    }

    private List<WebEvent> fill(Lake lake) {
        return world.fill(lake, world.customer());
    }

    private void write(Lake lake, WebEvent event) {
        world.write(lake, world.customer(), List.of(event));
    }

    private static boolean isHis(WebEvent event) {
        return event.who().person().equals(Optional.of(PERSON));
    }

    private static List<WebEvent> others(List<WebEvent> events) {
        return events.stream()
                .filter(event -> !isHis(event))
                .sorted(NaiveAnswers.NEWEST_FIRST)
                .toList();
    }

    /** Every kind of answer, against a plain list of what may be shown. */
    private void check(Lake lake, List<WebEvent> all) {
        CustomerLake rows = rows(lake);
        List<WebEvent> others = others(all);
        assertThat(Queries.pages(rows, 37)).isEqualTo(others);
        List<WebEvent> exported = new ArrayList<>();
        assertThat(rows.export(Queries.all(1), exported::add).unreadable()).isZero();
        assertThat(exported).isEqualTo(others);
        sums(rows, others, Measure.REQUESTS, Dimension.CATEGORY);
        sums(rows, others, Measure.USERS, Dimension.HOST);
        sums(rows, others, Measure.BYTES, Dimension.HOUR);
        sums(rows, others, Measure.REQUESTS, Dimension.USER);
        all.stream()
                .filter(ErasureTest::isHis)
                .limit(4)
                .forEach(event -> assertThat(rows.event(event.id())).isEmpty());
        assertThat(rows.event(others.getFirst().id())).isPresent();
        assertThat(rows.lastSeen()).isEqualTo(lastSeen(others));
    }

    private static void sums(CustomerLake rows, List<WebEvent> shown, Measure measure, Dimension by) {
        StatsQuery question = new StatsQuery(measure, Optional.of(by), Queries.all(1_000), 1_000);
        assertThat(rows.stats(question).groups())
                .as("%s by %s", measure, by)
                .isEqualTo(NaiveAnswers.sums(shown, question));
    }

    /** When some fields last held a value, and nothing of the others. */
    private static Map<String, Instant> lastSeen(List<WebEvent> events) {
        EventBuffer rows = new EventBuffer(new Id128(1, 1), LocalDate.EPOCH);
        events.forEach(event -> rows.append(new RowValues().take(event), new ByteWriter()));
        rows.publish(events.size());
        Map<String, Instant> seen = new TreeMap<>();
        SegmentIndex.lastSeen(rows).forEach((name, micros) -> seen.put(name, EventColumn.instant(micros)));
        return seen;
    }

    @Test
    void aConcealedPersonIsInNoAnswerAndTheOthersAreAsBefore() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        List<WebEvent> all;
        try (Lake lake = world.lake(files)) {
            all = fill(lake);
            assertThat(all.stream().filter(ErasureTest::isHis).count()).isGreaterThan(10);
            assertThat(Queries.pages(rows(lake), 1_000)).hasSize(all.size());

            // When
            rows(lake).conceal(Set.of(PERSON));

            // Then: at once, after a late event, after sealing, after a crash
            check(lake, all);
            write(lake, his(RandomEvents.START));
            check(lake, all);
            assertThat(lake.figures()).containsEntry("events-late-dropped", 1L);
        }
        CutFiles crashed = files.survivors(0);
        try (Lake lake = world.lake(crashed)) {
            check(lake, all);
            lake.flush();
            check(lake, all);
            write(lake, his(RandomEvents.START));
            check(lake, all);
        }
    }

    private static WebEvent his(Instant time) {
        RandomEvents random = new RandomEvents(11);
        WebEvent event = random.at(time);
        while (!isHis(event)) {
            event = random.at(time);
        }
        return event;
    }

    @Test
    void rewritingLeavesNothingAndMakesOldCopiesDark() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            List<WebEvent> all = fill(lake);
            CutFiles copy = files.survivors(0);
            rows(lake).conceal(Set.of(PERSON));

            // When: in steps
            Rewritten first = rows(lake).rewrite(1);
            assertThat(first.segments()).isEqualTo(1);
            assertThat(first.left()).isPositive();
            Rewritten rest = rows(lake).rewrite(1_000);

            // Then
            assertThat(rest.left()).isZero();
            check(lake, all);
            assertThat(rows(lake).rewrite(1)).isEqualTo(new Rewritten(0, 0, 0));
            assertThat(shownByACopy(copy)).as("the copy of before").isZero();
            try (Lake again = world.lake(files.survivors(0))) {
                check(again, all);
            }
        }
    }

    /** How many of the person's events a copy of the lake's files of before shows under today's keys. */
    private long shownByACopy(CutFiles copy) throws IOException {
        try (Lake old = world.lake(copy)) {
            return Queries.pages(rows(old), 1_000).stream()
                    .filter(ErasureTest::isHis)
                    .count();
        }
    }

    @Test
    void whereSaltsAreKeptTheCheckOfOldCopiesFindsIt() throws IOException {
        // Given: a key store that only says that it destroyed
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        Vault keeping = CutVault.keepingKeys(world.vault());
        try (Lake lake = world.lake(files, keeping)) {
            fill(lake);
            CutFiles copy = files.survivors(0);
            rows(lake).conceal(Set.of(PERSON));

            // When
            rows(lake).rewrite(1_000);

            // Then
            assertThat(shownByACopy(copy)).isPositive();
        }
    }

    @Test
    void segmentsWithoutThePersonKeepTheirFiles() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            List<WebEvent> his = List.of(his(RandomEvents.START));
            List<WebEvent> others = others(new RandomEvents(3).list(40));
            world.write(lake, world.customer(), others);
            lake.flush();
            List<String> before = segments(files);
            world.write(lake, world.customer(), his);
            lake.flush();

            // When
            rows(lake).conceal(Set.of(PERSON));
            Rewritten rewritten = rows(lake).rewrite(10);

            // Then
            assertThat(rewritten.left()).isZero();
            assertThat(rewritten.events()).isEqualTo(1);
            assertThat(segments(files)).isEqualTo(before);
        }
    }

    private static List<String> segments(CutFiles files) {
        return World.stored(files, ".seg");
    }

    @Test
    void anOlderManifestThatComesBackShowsNothingOfThePerson() throws IOException {
        // Given: the files of before, with the list of concealed persons of after, as after a restore
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        CutFiles restored;
        List<WebEvent> all;
        Vault keeping = CutVault.keepingKeys(world.vault());
        try (Lake lake = world.lake(files, keeping)) {
            all = fill(lake);
            lake.flush();
            restored = files.survivors(0);
            rows(lake).conceal(Set.of(PERSON));
            assertThat(rows(lake).rewrite(1_000).left()).isZero();
        }
        String list = files.all().stream()
                .filter(name -> name.endsWith("/concealed"))
                .findFirst()
                .orElseThrow();
        restored.replace(list, files.read(list));

        // When // Then
        try (Lake lake = world.lake(restored, keeping)) {
            check(lake, all);
            assertThat(rows(lake).rewrite(1_000).left()).isZero();
            check(lake, all);
        }
    }

    @Test
    void aDamagedListShowsNothingRatherThanTooMuch() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            fill(lake);
            rows(lake).conceal(Set.of(PERSON));
        }
        CutFiles damaged = files.survivors(0);
        damaged.damage(
                damaged.all().stream()
                        .filter(name -> name.endsWith("/concealed"))
                        .findFirst()
                        .orElseThrow(),
                40);

        // When // Then
        try (Lake lake = world.lake(damaged)) {
            Stream.<Runnable>of(
                            () -> rows(lake).events(Queries.all(1)),
                            () -> rows(lake).lastSeen(),
                            () -> rows(lake).conceal(Set.of(PERSON)),
                            () -> rows(lake).rewrite(1))
                    .forEach(call -> assertThatThrownBy(call::run)
                            .isInstanceOfSatisfying(
                                    SekishoException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED)));
        }
    }

    @Test
    void whereverThePowerFailsThePersonStaysGoneAndTheNextCallEndsIt() {
        // Given
        boolean ended = false;
        int cuts = 0;
        for (int after = 1; !ended; after++) {
            world.newCustomers();
            CutFiles whole = CutFiles.cutAt(0, Loss.ALL);
            List<WebEvent> all;
            try (Lake lake = world.lake(whole)) {
                all = fill(lake);
            }
            CutFiles files = whole.survivors(after);
            boolean concealed = false;

            // When
            try (Lake lake = world.lake(files)) {
                rows(lake).conceal(Set.of(PERSON));
                concealed = true;
                rows(lake).rewrite(1_000);
                ended = !files.isDead();
            } catch (SekishoException e) {
                assertThat(files.isDead()).as("%s %s", e.code(), e.getMessage()).isTrue();
                cuts++;
            }

            // Then
            try (Lake lake = world.lake(files.survivors(0))) {
                if (concealed) {
                    assertThat(world.found(lake, world.customer())).isEqualTo(others(all));
                }
                rows(lake).conceal(Set.of(PERSON));
                assertThat(rows(lake).rewrite(1_000).left())
                        .as("after step %d", after)
                        .isZero();
                assertThat(world.found(lake, world.customer())).isEqualTo(others(all));
                assertThat(rows(lake).lastSeen()).isEqualTo(lastSeen(others(all)));
                assertThat(lake.status().damagedSegments()).isZero();
            }
        }
        assertThat(cuts).isGreaterThan(8);
    }
}
