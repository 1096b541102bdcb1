package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import dev.sekisho.lake.files.CutVault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events live as long as their customer said, to the second, and nothing brings them back.
 *
 * <p>One file because every case walks the same world and clock.
 */
class RetentionTest {
    private static final int DAYS = 181;
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");
    private static final Instant LAST_SECOND = midnight(DAYS).minusSeconds(1);

    @TempDir
    Path folder;

    private TestKeys keys;
    private CustomerScope customer;
    private Instant now = RandomEvents.START;

    @SuppressWarnings("NullAway") // opened before each test
    RetentionTest() {}

    @BeforeEach
    void open() {
        keys = TestKeys.open(folder);
        customer = keys.newCustomer();
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private static Instant midnight(int days) {
        return DAY.plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private Lake lake(CutFiles files) {
        return Lakes.open(
                LakeOptions.of(folder.resolve("unused"), "node-1", TestKeys.REGION)
                        .withDurabilityMs(1)
                        .withSeal(40, Duration.ofDays(1_000)),
                files,
                CutVault.over(keys.vault(), files, List.of(customer.customer())),
                () -> now,
                keys::jobScope);
    }

    private void write(Lake lake, List<WebEvent> events) {
        events.forEach(event -> assertThat(lake.sink().offer(customer, event)).isTrue());
        assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
    }

    private int found(Lake lake) {
        return Queries.pages(lake.of(customer), 1_000).size();
    }

    /** A lake with a sealed, a hot and a later day, and its clock where the first day is still kept. */
    private List<WebEvent> fill(Lake lake) {
        RandomEvents random = new RandomEvents(1);
        List<WebEvent> old = new ArrayList<>(random.list(30));
        write(lake, old);
        lake.sink().gap(customer, 3);
        lake.flush();
        List<WebEvent> hot = random.list(7);
        write(lake, hot);
        old.addAll(hot);
        write(lake, List.of(random.at(RandomEvents.START.plus(Duration.ofDays(1)))));
        return old;
    }

    /** What a query of any kind still sees of the first day. */
    private long seen(Lake lake, WebEvent event) {
        CustomerLake rows = lake.of(customer);
        CustomerLake.Query first = new CustomerLake.Query(
                midnight(0),
                midnight(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1_000,
                Optional.empty());
        List<WebEvent> exported = new ArrayList<>();
        assertThat(rows.export(first, exported::add).unreadable()).isZero();
        return exported.size()
                + rows.events(first).events().size()
                + rows.event(event.id()).stream().count()
                + rows.stats(new StatsQuery(Measure.REQUESTS, Optional.of(Dimension.DAY), first, 10))
                        .total()
                + rows.gaps(midnight(0), midnight(1)).size();
    }

    /** Lets the day end, second by second around it; {@code days} is what the customer said before, or 0 for nothing. */
    private void theDayEnds(int days) {
        try (Lake lake = lake(CutFiles.cutAt(0, Loss.ALL))) {
            List<WebEvent> events = fill(lake);
            if (days > 0) {
                assertThat(lake.of(customer).retain(days)).isEqualTo(new Retained(0, 0, 0));
            }
            now = LAST_SECOND;
            assertThat(seen(lake, events.getFirst())).isEqualTo(3L * 37 + 2);
            assertThat(seen(lake, events.getLast())).isEqualTo(3L * 37 + 2);
            now = LAST_SECOND.plusSeconds(1);
            assertThat(seen(lake, events.getFirst()))
                    .as("the first second after")
                    .isZero();
            assertThat(seen(lake, events.getLast()))
                    .as("the first second after")
                    .isZero();
            assertThat(found(lake)).isEqualTo(1);
            now = midnight(DAYS + 1);
            assertThat(found(lake)).isZero();
        }
    }

    @Test
    void anEventIsThereUntilTheLastSecondOfItsTimeAndNotInTheNext() {
        theDayEnds(DAYS);
    }

    @Test
    void withoutTheFilterTheSameWalkIsRed() {
        assertThatThrownBy(() -> theDayEnds(0))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the first second after");
    }

    @Test
    void theKeysAndFilesOfAnEndedDayGoAndTheNextDayStays() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = lake(files)) {
            fill(lake);
            now = LAST_SECOND;
            assertThat(lake.of(customer).retain(DAYS)).isEqualTo(new Retained(0, 0, 0));
            assertThat(stored(files, ".seg", ".manifest")).hasSize(2);

            // When
            now = LAST_SECOND.plusSeconds(1);
            Retained first = lake.of(customer).retain(DAYS);

            // Then
            assertThat(first).isEqualTo(new Retained(1, 37, 1));
            assertThat(stored(files, ".seg", ".manifest")).isEmpty();
            assertThat(lake.of(customer).retain(DAYS)).isEqualTo(new Retained(0, 0, 0));
            lake.flush();
            assertThat(stored(files, ".seg", ".manifest")).hasSize(2);
            assertThat(found(lake)).isEqualTo(1);
            assertThat(lake.status().hotRows()).isZero();
            assertThat(lake.status().gaps()).isEqualTo(3);
        }
    }

    @Test
    void aSegmentThatSomebodyKeptIsDarkOnceItsDayIsDeleted() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = lake(files)) {
            fill(lake);
            CutFiles copy = files.survivors(0);
            try (Lake other = lake(copy)) {
                assertThat(found(other)).as("before").isEqualTo(38);
            }

            // When
            now = midnight(DAYS);
            lake.of(customer).retain(DAYS);

            // Then: the copy knows of no retention, and still shows nothing of what was sealed: the day is deleted
            // there as well
            now = RandomEvents.START;
            try (Lake other = lake(copy)) {
                var page = other.of(customer).events(Queries.all(1_000));
                assertThat(page.coverage().unreadable()).isZero();
                assertThat(page.events()).hasSizeLessThan(38);
                assertThat(other.figures()).containsEntry("ended-without-keys", 1L);
                assertThat(stored(copy, ".manifest")).noneMatch(name -> name.contains(DAY.toString()));
            }
        }
    }

    @Test
    void aLateEventOfADeletedDayIsDroppedAndCounted() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        now = midnight(DAYS);
        try (Lake lake = lake(files)) {
            lake.of(customer).retain(DAYS);

            // When
            write(lake, new RandomEvents(2).list(5));
            lake.flush();

            // Then
            assertThat(found(lake)).isZero();
            assertThat(stored(files, ".seg", ".manifest")).isEmpty();
            assertThat(lake.of(customer).retain(DAYS)).isEqualTo(new Retained(0, 5, 0));
        }
    }

    @Test
    void aLongerRetentionBringsNothingBackThatALogStillHolds() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = lake(files)) {
            fill(lake);
            now = midnight(7);
            assertThat(lake.of(customer).retain(7).events()).isEqualTo(37);
            assertThat(lake.of(customer).retain(DAYS).events()).isZero();
            assertThat(found(lake)).isEqualTo(1);
        }

        // When: a start reads the log again, in which the seven rows still are
        assertThat(files.list("log")).isNotEmpty();
        try (Lake lake = lake(files.survivors(0))) {
            // Then
            assertThat(found(lake)).isEqualTo(1);
        }
    }

    @Test
    void aCallThatTheKeyStoreRefusedIsMadeAgainAndEndsTheWork() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        AtomicBoolean refused = new AtomicBoolean(true);
        try (Lake lake = Lakes.open(
                LakeOptions.of(folder.resolve("unused"), "node-1", TestKeys.REGION)
                        .withDurabilityMs(1),
                files,
                CutVault.refusingDays(keys.vault(), refused::get),
                () -> now,
                keys::jobScope)) {
            fill(lake);
            now = midnight(DAYS);

            // When
            assertThatThrownBy(() -> lake.of(customer).retain(DAYS))
                    .isInstanceOfSatisfying(
                            SekishoException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE));

            // Then: gone for queries already, also for a clock that is put back, and deleted by the next call
            assertThat(found(lake)).isEqualTo(1);
            now = RandomEvents.START;
            assertThat(found(lake)).isEqualTo(1);
            now = midnight(DAYS);
            assertThat(stored(files, ".seg")).isNotEmpty();
            refused.set(false);
            assertThat(lake.of(customer).retain(DAYS).days()).isEqualTo(1);
            assertThat(stored(files, ".seg", ".manifest")).noneMatch(name -> name.contains(DAY.toString()));
            assertThat(found(lake)).isEqualTo(1);
        }
    }

    @Test
    void whereverThePowerFailsTheDayStaysGoneAndTheNextCallEndsIt() throws IOException {
        // Given
        boolean ended = false;
        int cuts = 0;
        for (int after = 1; !ended; after++) {
            now = RandomEvents.START;
            customer = keys.newCustomer();
            CutFiles whole = CutFiles.cutAt(0, Loss.ALL);
            try (Lake lake = lake(whole)) {
                fill(lake);
                lake.of(customer).retain(DAYS);
                lake.flush();
            }

            // When: a start, then the power fails at a step of the deletion
            now = midnight(DAYS);
            CutFiles files = whole.survivors(after);
            try (Lake lake = lake(files)) {
                lake.of(customer).retain(DAYS);
                ended = !files.isDead();
            } catch (SekishoException e) {
                assertThat(e.code()).isIn(ErrorCode.KEY_STORE_UNAVAILABLE, ErrorCode.DISK_FAILED);
                cuts++;
            }

            // Then
            CutFiles survivors = files.survivors(0);
            try (Lake lake = lake(survivors)) {
                assertThat(found(lake)).as("after step %d", after).isEqualTo(1);
                lake.of(customer).retain(DAYS);
                lake.flush();
                assertThat(found(lake)).isEqualTo(1);
                assertThat(stored(survivors, ".seg", ".manifest"))
                        .as("after step %d", after)
                        .hasSize(2)
                        .noneMatch(name -> name.contains(DAY.toString()));
                assertThat(lake.status().damagedSegments()).isZero();
            }
        }
        assertThat(cuts).isGreaterThanOrEqualTo(6);
    }

    @Test
    void aLowerRetentionHidesAtOnceAndNotWhenItsTurnComes() throws InterruptedException {
        // Given: a key store that lets nothing be destroyed yet, so that an earlier call is not ended
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BooleanSupplier wait = () -> {
            stuck.countDown();
            try {
                return !goOn.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return true;
            }
        };
        try (Lake lake = Lakes.open(
                LakeOptions.of(folder.resolve("unused"), "node-1", TestKeys.REGION)
                        .withDurabilityMs(1),
                files,
                CutVault.refusingDays(keys.vault(), wait),
                () -> now,
                keys::jobScope)) {
            fill(lake);
            now = midnight(3);
            Thread slow = Thread.ofVirtual().start(() -> lake.of(customer).retain(DAYS));
            assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(found(lake)).isEqualTo(38);

            // When
            Thread lower = Thread.ofVirtual().start(() -> lake.of(customer).retain(2));

            // Then
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (found(lake) != 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(found(lake)).isZero();
            assertThat(goOn.getCount()).as("the earlier call still waits").isEqualTo(1);
            goOn.countDown();
            slow.join();
            lower.join();
            assertThat(found(lake)).isZero();
        }
    }

    @Test
    void theClockOfTheLabMovesTheBoundaryToo() {
        // Given
        MovableClock clock = new MovableClock(() -> RandomEvents.START);
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = Lakes.open(
                LakeOptions.of(folder.resolve("unused"), "node-1", TestKeys.REGION)
                        .withDurabilityMs(1),
                files,
                CutVault.over(keys.vault(), files, List.of(customer.customer())),
                clock,
                keys::jobScope)) {
            write(lake, new RandomEvents(1).list(5));
            lake.of(customer).retain(1);

            // When // Then
            clock.moveTo(midnight(1).minusSeconds(1));
            assertThat(found(lake)).isEqualTo(5);
            clock.moveTo(midnight(1));
            assertThat(found(lake)).isZero();
        }
    }

    @Test
    void fewerThanOneDayIsRefused() {
        try (Lake lake = lake(CutFiles.cutAt(0, Loss.ALL))) {
            assertThatThrownBy(() -> lake.of(customer).retain(0))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        }
    }

    private static List<String> stored(CutFiles files, String... endings) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : files.all()) {
            if (Stream.of(endings).anyMatch(name::endsWith)) {
                names.add(name);
            }
        }
        return names;
    }
}
