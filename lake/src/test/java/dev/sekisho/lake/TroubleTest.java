package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.lake.CustomerLake.Page;
import dev.sekisho.lake.files.FaultyFiles;
import dev.sekisho.lake.files.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, damaged files, full queues: what is said, and what is kept. */
class TroubleTest {
    @TempDir
    Path folder;

    private TestKeys keys;
    private CustomerScope customer;

    @SuppressWarnings("NullAway") // opened before each test
    TroubleTest() {}

    @BeforeEach
    void openKeys() {
        keys = TestKeys.open(folder);
        customer = keys.newCustomer();
    }

    @AfterEach
    void closeKeys() {
        keys.close();
    }

    private LakeOptions options() {
        return LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION);
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("lake"))) {
            return all.filter(file -> file.toString().contains(part) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private int logs() {
        String[] names = folder.resolve("lake/log").toFile().list();
        return names == null ? 0 : names.length;
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 4;
        Files.write(file, bytes, StandardOpenOption.WRITE);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void write(Lake lake, List<WebEvent> events) {
        events.forEach(event -> assertThat(lake.sink().offer(customer, event)).isTrue());
        assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aFullDiskStopsIntakeSaysSoLosesNothingAndResumesByItself() {
        // Given
        RandomEvents random = new RandomEvents(1);
        FaultyFiles disk = new FaultyFiles(FolderFiles.open(folder.resolve("lake")));
        List<WebEvent> taken = new ArrayList<>();
        LakeOptions small = options().withLimits(256, 64 << 10, 100_000);
        try (Lake lake = Lakes.open(small, disk, keys.vault(), InstantSource.system(), keys::jobScope)) {
            List<WebEvent> before = random.list(50);
            write(lake, before);
            taken.addAll(before);

            // When
            disk.full(true);
            await(() -> {
                WebEvent event = random.at(RandomEvents.START);
                boolean accepted = lake.sink().offer(customer, event);
                if (accepted) {
                    taken.add(event);
                }
                return !accepted;
            });

            // Then
            await(() -> lake.status().problem().contains("disk-full"));
            assertThat(lake.sink().ready()).isFalse();
            assertThat(lake.awaitDurable(Duration.ofMillis(1))).isFalse();
            assertThat(Queries.pages(lake.of(customer), 1_000)).hasSize(50);

            // When
            disk.full(false);

            // Then
            await(lake.sink()::ready);
            assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
            assertThat(lake.status().problem()).isEmpty();
            assertThat(Queries.pages(lake.of(customer), 1_000))
                    .hasSameElementsAs(taken)
                    .hasSameSizeAs(taken);
        }
        try (Lake lake = keys.lake(options())) {
            assertThat(Queries.pages(lake.of(customer), 1_000))
                    .hasSameElementsAs(taken)
                    .hasSameSizeAs(taken);
        }
    }

    @Test
    void aFullQueueRefusesAndTheGapIsKept() {
        // Given
        FaultyFiles disk = new FaultyFiles(FolderFiles.open(folder.resolve("lake")));
        LakeOptions small = options().withLimits(16, 64 << 10, 100_000);
        RandomEvents random = new RandomEvents(1);
        long refused = 0;
        try (Lake lake = Lakes.open(small, disk, keys.vault(), InstantSource.system(), keys::jobScope)) {
            // When
            for (int i = 0; i < 20_000; i++) {
                refused += lake.sink().offer(customer, random.at(RandomEvents.START)) ? 0 : 1;
            }
            lake.sink().gap(customer, refused);
            assertThat(lake.awaitDurable(Duration.ofSeconds(20))).isTrue();

            // Then
            assertThat(refused).isPositive();
            assertThat(lake.status().accepted() + refused).isEqualTo(20_000);
        }
        try (Lake lake = keys.lake(small)) {
            assertThat(lake.of(customer).gaps(Queries.BEFORE, Queries.AFTER).values())
                    .containsExactly(refused);
            lake.flush();
            assertThat(lake.of(customer).gaps(Queries.BEFORE, Queries.AFTER).values())
                    .containsExactly(refused);
        }
    }

    @Test
    void aTornEndOfALogIsNormalAndDamageBeforeWholeFramesIsReported() throws IOException {
        // Given
        List<WebEvent> events = new RandomEvents(5).list(40);
        Lake lake = keys.lake(options());
        for (int i = 0; i < 4; i++) {
            write(lake, events.subList(i * 10, i * 10 + 10));
        }
        lake.close();
        Path log = files("log/").getFirst();
        long size = Files.size(log);
        byte[] whole = Files.readAllBytes(log);

        // When: the last frame is torn
        Files.write(log, java.util.Arrays.copyOf(whole, (int) size - 4_000));
        try (Lake torn = keys.lake(options())) {
            // Then
            assertThat(torn.status().damagedLogs()).isZero();
            assertThat(torn.status().gaps()).isZero();
            assertThat(Queries.pages(torn.of(customer), 100)).hasSameElementsAs(events.subList(0, 30));
        }
    }

    @Test
    void damageInALogIsReportedAndCounted() throws IOException {
        // Given
        List<WebEvent> events = new RandomEvents(5).list(40);
        Lake lake = keys.lake(options());
        for (int i = 0; i < 4; i++) {
            write(lake, events.subList(i * 10, i * 10 + 10));
        }
        lake.close();
        Path log = files("log/").getFirst();
        long frame = Files.size(log) / 4;

        // When
        flip(log, frame + 500);

        // Then
        try (Lake damaged = keys.lake(options())) {
            assertThat(damaged.status().damagedLogs()).isEqualTo(1);
            assertThat(damaged.status().gaps()).isEqualTo(30);
            assertThat(Queries.pages(damaged.of(customer), 100)).hasSameElementsAs(events.subList(0, 10));
            damaged.flush();
            assertThat(damaged.of(customer).gaps(Queries.BEFORE, Queries.AFTER).values())
                    .containsExactly(30L);
        }
    }

    @Test
    void aDamagedSegmentIsCountedAndTheRestIsAnswered() throws IOException {
        // Given
        RandomEvents random = new RandomEvents(5);
        List<WebEvent> first = random.list(30);
        List<WebEvent> second = random.list(20);
        try (Lake lake = keys.lake(options())) {
            write(lake, first);
            lake.flush();
            Path segment = files(".seg").getFirst();
            write(lake, second);
            lake.flush();

            // When
            flip(segment, Files.size(segment) / 3);
            Page page = lake.of(customer).events(Queries.all(100));

            // Then
            assertThat(page.events()).hasSameElementsAs(second);
            assertThat(page.coverage()).isEqualTo(new CustomerLake.Coverage(2, 1));
            assertThat(lake.status().damagedSegments()).isPositive();
        }
    }

    @Test
    void aDamagedManifestIsSetAsideAndItsDaySaysSo() throws IOException {
        // Given
        RandomEvents random = new RandomEvents(5);
        try (Lake lake = keys.lake(options())) {
            write(lake, random.list(30));
            lake.flush();
        }
        Path manifest = files(".manifest").getFirst();
        flip(manifest, Files.size(manifest) / 2);
        List<WebEvent> later = random.list(7);

        // When
        try (Lake lake = keys.lake(options())) {
            write(lake, later);
            lake.flush();
            Page page = lake.of(customer).events(Queries.all(100));

            // Then
            assertThat(page.events()).hasSameElementsAs(later);
            assertThat(page.coverage().unreadable()).isEqualTo(1);
            assertThat(files(".seg")).hasSize(2);
            assertThat(files(".damaged")).hasSize(1);
        }
    }

    @Test
    void aFolderServesOneProcess() {
        try (Lake lake = keys.lake(options())) {
            assertThat(lake.status().problem()).isEmpty();
            assertThatThrownBy(() -> keys.lake(options()))
                    .isInstanceOf(SekishoException.class)
                    .hasMessageContaining("in use by another process");
        }
    }

    @Test
    void logsStayFewWhileRowsWaitAndEveryRowIsThereAfterwards() throws IOException {
        // Given
        LakeOptions patient = options()
                .withSeal(65_536, Duration.ofHours(1))
                .withLimits(65_536, 64 << 10, 1_000_000)
                .withDurabilityMs(1);
        CustomerScope quiet = keys.newCustomer();
        RandomEvents random = new RandomEvents(3);
        List<WebEvent> early = random.list(5);
        List<WebEvent> events = new ArrayList<>();
        try (Lake lake = keys.lake(patient)) {
            early.forEach(event -> assertThat(lake.sink().offer(quiet, event)).isTrue());

            // When
            for (int i = 0; i < 30; i++) {
                List<WebEvent> some = random.list(500);
                write(lake, some);
                events.addAll(some);
            }

            // Then
            await(() -> logs() <= 7);
            assertThat(lake.status().hotRows()).isPositive();
        }
        try (Lake lake = keys.lake(patient)) {
            assertThat(Queries.pages(lake.of(quiet), 1_000))
                    .hasSameElementsAs(early)
                    .hasSize(5);
            List<WebEvent> found = new ArrayList<>();
            lake.of(customer).export(Queries.all(1), found::add);
            assertThat(found).isEqualTo(NaiveAnswers.events(events, Queries.all(1)));
        }
    }

    @Test
    void anUnboundedOptionRefusesTheStartAndNamesEveryProblem() {
        assertThatThrownBy(() -> options().withLimits(1, 1, 1))
                .isInstanceOf(SekishoException.class)
                .hasMessageContainingAll("queueLimit", "logBytes", "hotRows");
    }

    @Test
    void aScopeOfAnotherRegionIsRefused() {
        CustomerScope elsewhere = ScopeIssuer.create(new Region("eu-west"))
                .issue(customer.customer(), new Actor.Job("test"), Purpose.SERVICE);
        try (Lake lake = keys.lake(options())) {
            assertThatThrownBy(() -> lake.of(elsewhere)).isInstanceOf(SekishoException.class);
            assertThatThrownBy(() -> lake.sink().offer(elsewhere, new RandomEvents(1).at(RandomEvents.START)))
                    .isInstanceOf(SekishoException.class);
        }
    }

    @Test
    void rowsOfADestroyedCustomerGoAndOthersStay() {
        // Given
        CustomerScope leaving = keys.newCustomer();
        List<WebEvent> events = new RandomEvents(1).list(20);
        try (Lake lake = keys.lake(options())) {
            events.forEach(
                    event -> assertThat(lake.sink().offer(leaving, event)).isTrue());
            write(lake, events);

            // When
            keys.vault().destroy(leaving);
            lake.sink().offer(leaving, events.getFirst());
            List<WebEvent> more = new RandomEvents(2).list(20);
            write(lake, more);
            lake.flush();

            // Then
            assertThatThrownBy(() -> lake.of(leaving).events(Queries.all(1)))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED));
            assertThat(Queries.pages(lake.of(customer), 1_000)).hasSize(40);
            assertThat(lake.status().problem()).isEmpty();
        }
    }

    @Test
    void pagesCoverEverythingOnceWhileNewEventsArrive() {
        // Given
        RandomEvents random = new RandomEvents(9);
        List<WebEvent> before = random.list(400);
        LakeOptions busy = options().withSeal(90, Duration.ofSeconds(1)).withDurabilityMs(1);
        try (Lake lake = keys.lake(busy)) {
            write(lake, before.subList(0, 250));
            lake.flush();
            write(lake, before.subList(250, 400));
            List<WebEvent> found = new ArrayList<>();
            java.util.Optional<CustomerLake.Cursor> after = java.util.Optional.empty();

            // When
            do {
                Page page = lake.of(customer).events(Queries.all(35, after));
                found.addAll(page.events());
                after = page.next();
                for (int i = 0; i < 40; i++) {
                    assertThat(lake.sink().offer(customer, random.at(RandomEvents.START.plusSeconds(7_200 + i))))
                            .isTrue();
                }
            } while (after.isPresent());

            // Then
            assertThat(found.stream().filter(before::contains)).isEqualTo(NaiveAnswers.events(before, Queries.all(1)));
        }
    }
}
