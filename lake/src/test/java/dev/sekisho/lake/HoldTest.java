package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Held;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held outlives its retention, for the hold alone, and ends with the hold. */
class HoldTest {
    private static final Id128 HOLD = new Id128(21, 22);
    private static final PersonToken PERSON = new PersonToken(new Id128(7, 3));
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");
    private static final Instant LATER = DAY.plusDays(5).atStartOfDay().toInstant(ZoneOffset.UTC);

    @TempDir
    Path folder;

    private World world;

    @SuppressWarnings("NullAway") // opened before each test
    HoldTest() {}

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

    private List<WebEvent> held(Lake lake) {
        List<WebEvent> events = new ArrayList<>();
        Coverage coverage = rows(lake).exportHold(HOLD, events::add);
        assertThat(coverage.unreadable()).isZero();
        return sorted(events);
    }

    private static List<WebEvent> sorted(List<WebEvent> events) {
        return events.stream().sorted(NaiveAnswers.NEWEST_FIRST).toList();
    }

    private static boolean isHis(WebEvent event) {
        return event.who().person().equals(Optional.of(PERSON));
    }

    @Test
    void heldEventsOutliveTheirDayForTheHoldAloneUntilItEnds() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            List<WebEvent> all = world.fill(lake, world.customer());

            // When: placed, then more events, then the days are over
            Held placed = rows(lake).hold(HOLD, Optional.empty(), DAY.minusDays(3), DAY.plusDays(1));
            assertThat(placed.events()).isEqualTo(all.size());
            List<WebEvent> late = new RandomEvents(6).list(9);
            world.write(lake, world.customer(), late);
            all.addAll(late);
            world.now = LATER;
            rows(lake).retain(2);

            // Then
            assertThat(world.found(lake, world.customer())).isEmpty();
            assertThat(held(lake)).isEqualTo(sorted(all));
            lake.flush();
            assertThat(World.stored(files, ".seg")).isEmpty();
        }
        CutFiles crashed = files.survivors(0);
        try (Lake lake = world.lake(crashed)) {
            assertThat(world.found(lake, world.customer())).isEmpty();
            assertThat(held(lake)).hasSize(121);
            CutFiles copy = crashed.survivors(0);

            // When
            rows(lake).release(HOLD);

            // Then
            assertThat(World.stored(crashed, ".hold", ".held")).isEmpty();
            rows(lake).release(HOLD);
            assertThatThrownBy(() -> held(lake))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            try (Lake old = world.lake(copy)) {
                assertThatThrownBy(() -> held(old)).as("a copy is dark").isInstanceOf(Throwable.class);
            }
        }
    }

    @Test
    void oneDaysRowsThatAreOnlyInALogAreHeldAlsoAfterACrash() {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        List<WebEvent> hot = new RandomEvents(2).list(12);
        try (Lake lake = world.lake(files)) {
            rows(lake).hold(HOLD, Optional.empty(), DAY, DAY);
            world.write(lake, world.customer(), hot);
            world.now = LATER;
            rows(lake).retain(2);
        }

        // When
        try (Lake lake = world.lake(files.survivors(0))) {
            // Then
            assertThat(world.found(lake, world.customer())).isEmpty();
            assertThat(held(lake)).isEqualTo(sorted(hot));
        }
    }

    @Test
    void anErasedPersonStaysInTheHoldAlone() {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            List<WebEvent> all = world.fill(lake, world.customer());
            rows(lake).hold(HOLD, Optional.of(PERSON), DAY.minusDays(3), DAY);
            WebEvent more = all.stream().filter(HoldTest::isHis).findFirst().orElseThrow();

            // When
            rows(lake).conceal(Set.of(PERSON));
            assertThat(rows(lake).rewrite(100).left()).isZero();

            // Then
            assertThat(more.who().person()).contains(PERSON);
            assertThat(world.found(lake, world.customer())).noneMatch(HoldTest::isHis);
            assertThat(held(lake))
                    .isEqualTo(sorted(all.stream().filter(HoldTest::isHis).toList()));
        }
    }

    @Test
    void whatIsErasedAlreadyIsNotHeldAndTermsDoNotChange() {
        // Given
        try (Lake lake = world.lake(CutFiles.cutAt(0, Loss.ALL))) {
            List<WebEvent> all = world.fill(lake, world.customer());
            rows(lake).conceal(Set.of(PERSON));

            // When
            Held held = rows(lake).hold(HOLD, Optional.empty(), DAY, DAY);

            // Then
            assertThat(held.events())
                    .isEqualTo(all.stream()
                            .filter(event -> !isHis(event))
                            .filter(event ->
                                    !event.time().isBefore(DAY.atStartOfDay().toInstant(ZoneOffset.UTC)))
                            .count());
            assertThat(rows(lake).hold(HOLD, Optional.empty(), DAY, DAY)).isEqualTo(held);
            assertThatThrownBy(() -> rows(lake).hold(HOLD, Optional.empty(), DAY, DAY.plusDays(1)))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        }
    }

    @Test
    void whoeverComesLateToAHoldThatEndedBringsNothingBackAndStopsNothing() throws IOException {
        // Given: a hold that is placed once more just after it was released, as by an export that had begun before
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            world.fill(lake, world.customer());
            rows(lake).hold(HOLD, Optional.empty(), DAY.minusDays(3), DAY.plusDays(1));
            rows(lake).release(HOLD);
            assertThatThrownBy(() -> rows(lake).hold(HOLD, Optional.empty(), DAY.minusDays(3), DAY.plusDays(1)))
                    .isInstanceOf(SekishoException.class);

            // When
            rows(lake).conceal(Set.of(PERSON));
            world.now = LATER;
            Retained retained = rows(lake).retain(2);

            // Then
            assertThat(retained.days()).isPositive();
            assertThat(world.found(lake, world.customer())).isEmpty();
            assertThat(World.stored(files, ".hold", ".held", ".seg")).isEmpty();
        }
    }

    private static void damage(CutFiles files, String ending, int at) throws IOException {
        files.damage(World.stored(files, ending).getFirst(), at);
    }

    /** Everybody's events of two days under a hold, with a power cut afterwards. */
    private CutFiles heldDays(List<WebEvent> all) {
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            all.addAll(world.fill(lake, world.customer()));
            rows(lake).hold(HOLD, Optional.empty(), DAY.minusDays(3), DAY.plusDays(1));
        }
        return files.survivors(0);
    }

    private static void refused(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED));
    }

    @Test
    void whileAHoldCannotBeReadNothingOldIsDeletedAndAllOfItIsThereWhenItIsRestored() throws IOException {
        // Given: a hold that a bad disk damaged
        List<WebEvent> all = new ArrayList<>();
        CutFiles files = heldDays(all);
        List<String> segments = World.stored(files, ".seg");
        damage(files, ".hold", 40);
        world.now = LATER;
        try (Lake lake = world.lake(files)) {
            assertThat(lake.status().damagedHolds()).isEqualTo(1);

            // When: its days are over, more of them arrive late, and somebody is to be erased
            Retained retained = rows(lake).retain(2);
            List<WebEvent> late = new RandomEvents(6).list(9);
            world.write(lake, world.customer(), late);
            all.addAll(late);

            // Then: hidden, and nothing is gone
            assertThat(retained.failure())
                    .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED));
            assertThat(retained.days()).isZero();
            assertThat(world.found(lake, world.customer())).isEmpty();
            assertThat(World.stored(files, ".seg")).containsAll(segments);
            assertThat(lake.figures()).containsEntry("events-late-dropped", 0L).containsEntry("damaged-holds", 1L);
            refused(() -> rows(lake).conceal(Set.of(PERSON)));
            refused(() -> held(lake));
        }
        CutFiles restored = files.survivors(0);
        damage(restored, ".hold", 40);
        try (Lake lake = world.lake(restored)) {
            assertThat(lake.status().damagedHolds()).isZero();
            Retained retained = rows(lake).retain(2);
            assertThat(retained.failure()).isEmpty();
            assertThat(retained.days()).isEqualTo(2);
            assertThat(World.stored(restored, ".seg")).isEmpty();
            assertThat(held(lake)).isEqualTo(sorted(all));
        }
    }

    @Test
    void aDamagedHoldEndsWhenItIsReleased() throws IOException {
        // Given
        CutFiles files = heldDays(new ArrayList<>());
        damage(files, ".hold", 40);
        world.now = LATER;
        try (Lake lake = world.lake(files)) {
            assertThat(rows(lake).retain(2).failure()).isPresent();

            // When
            rows(lake).release(HOLD);

            // Then
            assertThat(lake.status().damagedHolds()).isZero();
            assertThat(World.stored(files, ".hold", ".held")).isEmpty();
            assertThat(rows(lake).retain(2)).returns(2, Retained::days).returns(Optional.empty(), Retained::failure);
        }
    }

    @Test
    void whereOneDayCannotGoTheAnswerStillCountsTheOthers() throws IOException {
        // Given: a segment of one of two days is damaged
        CutFiles files = heldDays(new ArrayList<>());
        String segment = World.stored(files, ".seg").getFirst();
        files.damage(segment, files.read(segment).length / 2);
        world.now = LATER;
        try (Lake lake = world.lake(files)) {
            // When
            Retained retained = rows(lake).retain(2);

            // Then
            assertThat(retained.failure())
                    .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(ErrorCode.SEGMENT_DAMAGED));
            assertThat(retained.days()).isEqualTo(1);
            assertThat(retained.events()).isPositive();
            assertThat(World.stored(files, ".seg")).contains(segment);
            assertThat(world.found(lake, world.customer())).isEmpty();
            assertThat(rows(lake).retain(2))
                    .as("counted once")
                    .returns(0, Retained::days)
                    .returns(0L, Retained::events);
        }
    }

    @Test
    void whereverThePowerFailsEveryEventIsHeldOnce() {
        // Given
        boolean ended = false;
        int cuts = 0;
        for (int after = 1; !ended; after++) {
            world.newCustomers();
            world.now = RandomEvents.START;
            CutFiles whole = CutFiles.cutAt(0, Loss.ALL);
            List<WebEvent> all;
            try (Lake lake = world.lake(whole)) {
                all = world.fill(lake, world.customer());
            }
            CutFiles files = whole.survivors(after);

            // When: placed, and its days deleted
            try (Lake lake = world.lake(files)) {
                rows(lake).hold(HOLD, Optional.empty(), DAY.minusDays(3), DAY);
                world.now = LATER.plus(Duration.ofDays(1));
                rows(lake).retain(2);
                ended = !files.isDead();
            } catch (SekishoException e) {
                assertThat(files.isDead()).as("%s %s", e.code(), e.getMessage()).isTrue();
                cuts++;
            }

            // Then
            boolean wasPlaced = world.now.isAfter(LATER);
            try (Lake lake = world.lake(files.survivors(0))) {
                if (!wasPlaced) {
                    rows(lake).hold(HOLD, Optional.empty(), DAY.minusDays(3), DAY);
                    world.now = LATER.plus(Duration.ofDays(1));
                }
                rows(lake).retain(2);
                assertThat(held(lake)).as("after step %d", after).isEqualTo(sorted(all));
                assertThat(world.found(lake, world.customer())).isEmpty();
            }
        }
        assertThat(cuts).isGreaterThan(10);
    }
}
