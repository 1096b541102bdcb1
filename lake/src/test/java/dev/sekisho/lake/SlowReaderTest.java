package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.files.FaultyFiles;
import dev.sekisho.lake.files.FolderFiles;
import dev.sekisho.lake.query.QueryLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads slowly, or asks a lot, holds up itself. */
class SlowReaderTest {
    @TempDir
    Path folder;

    private TestKeys keys;
    private CustomerScope slow;
    private CustomerScope other;
    private FaultyFiles disk;

    @SuppressWarnings("NullAway") // opened before each test
    SlowReaderTest() {}

    @BeforeEach
    void openKeys() {
        keys = TestKeys.open(folder);
        slow = keys.newCustomer();
        other = keys.newCustomer();
        disk = new FaultyFiles(FolderFiles.open(folder.resolve("lake")));
    }

    @AfterEach
    void closeKeys() {
        keys.close();
    }

    private Lake open(int concurrent) {
        LakeOptions options = LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION)
                .withSeal(65_536, Duration.ofHours(1))
                .withQuery(new QueryLimits(256, 1, Duration.ofSeconds(2), concurrent));
        return Lakes.open(options, disk, keys.vault(), InstantSource.system(), keys::jobScope);
    }

    private static void write(Lake lake, CustomerScope customer, List<WebEvent> events) {
        events.forEach(event -> assertThat(lake.sink().offer(customer, event)).isTrue());
        assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void anExportToASlowReaderHoldsUpNoQueryAndIsWholeInTheEnd() throws Exception {
        // Given
        List<WebEvent> events = new RandomEvents(1).list(2_500);
        try (Lake lake = open(1)) {
            write(lake, slow, events.subList(0, 1_700));
            lake.flush();
            write(lake, slow, events.subList(1_700, 2_500));
            write(lake, other, new RandomEvents(2).list(5));
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            List<WebEvent> read = new ArrayList<>();
            CompletableFuture<CustomerLake.Coverage> export =
                    CompletableFuture.supplyAsync(() -> lake.of(slow).export(Queries.all(1), event -> {
                        read.add(event);
                        reading.countDown();
                        awaitUninterrupted(goOn);
                    }));
            assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

            // When, Then: the only permit is free, for others and for the customer itself
            assertThat(lake.of(other).events(Queries.all(10)).events()).hasSize(5);
            assertThat(lake.of(slow).events(Queries.all(10)).events()).hasSize(10);

            // When: what it reads is sealed and goes elsewhere meanwhile
            lake.flush();
            goOn.countDown();

            // Then
            assertThat(export.get(30, TimeUnit.SECONDS).unreadable()).isZero();
            assertThat(read).isEqualTo(NaiveAnswers.events(events, Queries.all(1)));
        }
    }

    @Test
    void exportsThatNobodyReadsAreFew() throws Exception {
        // Given
        try (Lake lake = open(2)) {
            write(lake, slow, new RandomEvents(1).list(5));
            write(lake, other, new RandomEvents(2).list(5));
            CountDownLatch goOn = new CountDownLatch(1);
            List<CompletableFuture<CustomerLake.Coverage>> exports = new ArrayList<>();
            CountDownLatch reading = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                exports.add(CompletableFuture.supplyAsync(
                        () -> lake.of(slow).export(Queries.all(1), event -> {
                            reading.countDown();
                            awaitUninterrupted(goOn);
                        }),
                        task -> Thread.ofVirtual().start(task)));
            }
            assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

            // When, Then
            assertThatThrownBy(() -> lake.of(slow).export(Queries.all(1), event -> {}))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
            List<WebEvent> read = new ArrayList<>();
            lake.of(other).export(Queries.all(1), read::add);
            assertThat(read).hasSize(5);

            // When
            goOn.countDown();
            for (CompletableFuture<CustomerLake.Coverage> export : exports) {
                export.get(20, TimeUnit.SECONDS);
            }

            // Then: what was taken is given back
            lake.of(slow).export(Queries.all(1), read::add);
            assertThat(read).hasSize(10);
        }
    }

    @Test
    void oneCustomersQueriesLeaveHalfToOthers() throws Exception {
        // Given
        try (Lake lake = open(2)) {
            write(lake, slow, new RandomEvents(1).list(5));
            lake.flush();
            write(lake, other, new RandomEvents(2).list(5));
            disk.holdOpens(true);
            List<CompletableFuture<Integer>> asked = new ArrayList<>();
            CountDownLatch started = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                asked.add(CompletableFuture.supplyAsync(
                        () -> {
                            started.countDown();
                            return lake.of(slow)
                                    .events(Queries.all(10))
                                    .events()
                                    .size();
                        },
                        task -> Thread.ofPlatform().daemon().start(task)));
            }
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

            // When, Then: the first has its permit and waits for the disk, the others for the first
            for (int i = 0; i < 20; i++) {
                assertThat(lake.of(other).events(Queries.all(10)).events()).hasSize(5);
            }
            assertThatThrownBy(() -> lake.of(slow).events(Queries.all(10)))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
            disk.holdOpens(false);
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                    .handle((done, failed) -> true)
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
