package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.files.FaultyFiles;
import dev.sekisho.lake.files.FolderFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few events with long values fill no memory: bytes are counted, and not events alone. */
class MemoryBoundsTest {
    private static final String LONG_PATH = "/" + "x".repeat(7_999);
    private static final int MANY = 3_000;

    @TempDir
    Path folder;

    private final LongEvents random = new LongEvents(1);
    private TestKeys keys;
    private CustomerScope customer;
    private FaultyFiles disk;

    @SuppressWarnings("NullAway") // opened before each test
    MemoryBoundsTest() {}

    @BeforeEach
    void openKeys() {
        keys = TestKeys.open(folder);
        customer = keys.newCustomer();
        disk = new FaultyFiles(FolderFiles.open(folder.resolve("lake")));
    }

    @AfterEach
    void closeKeys() {
        keys.close();
    }

    private Lake open(LakeMemory memory) {
        LakeOptions options = LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION)
                .withSeal(65_536, Duration.ofHours(1))
                .withDurabilityMs(1)
                .withMemory(memory);
        return Lakes.open(options, disk, keys.vault(), InstantSource.system(), keys::jobScope);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Offers until it is refused for good; what was taken. */
    private List<WebEvent> fill(Lake lake, CustomerScope scope) {
        List<WebEvent> taken = new ArrayList<>();
        while (taken.size() < MANY) {
            WebEvent next = random.withPath(LONG_PATH);
            if (lake.sink().offer(scope, next)) {
                taken.add(next);
            } else {
                assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
                if (!lake.sink().offer(scope, next)) {
                    return taken;
                }
                taken.add(next);
            }
        }
        return taken;
    }

    @Test
    void theQueueRefusesByBytes() {
        // Given
        try (Lake lake = open(new LakeMemory(256 << 10, 64 << 20, 8 << 20, 100))) {
            disk.holdForces(true);

            // When
            List<WebEvent> taken = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                WebEvent next = random.withPath(LONG_PATH);
                if (lake.sink().offer(customer, next)) {
                    taken.add(next);
                }
            }

            // Then: the queue, and what the ingest thread had taken before it waited for the disk
            assertThat(taken).hasSizeLessThan(200);
            assertThat(lake.sink().ready()).isFalse();

            // When
            disk.holdForces(false);

            // Then
            await(lake.sink()::ready);
            assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
            assertThat(Queries.pages(lake.of(customer), 1_000)).hasSameElementsAs(taken);
        }
    }

    @Test
    void hotRowsAreRefusedByBytesAndTakenAgainOnceTheyAreSealed() {
        // Given
        LakeMemory memory = new LakeMemory(256 << 10, 4 << 20, 1 << 20, 100);
        try (Lake lake = open(memory)) {
            disk.holdCreates(true);

            // When
            List<WebEvent> taken = fill(lake, customer);

            // Then
            assertThat(taken).hasSizeLessThan(MANY);
            assertThat(lake.status().hotBytes()).isBetween(3L << 20, 5L << 20);
            assertThat(lake.status().problem()).contains("memory");
            assertThat(lake.sink().ready()).isFalse();

            // When
            disk.holdCreates(false);

            // Then: nobody asks for it
            await(lake.sink()::ready);
            await(() -> lake.status().problem().isEmpty());
            assertThat(lake.sink().offer(customer, random.withPath("/again"))).isTrue();
            lake.flush();
            assertThat(lake.status().hotBytes()).isZero();
            assertThat(Queries.pages(lake.of(customer), 1_000))
                    .containsAll(taken)
                    .hasSize(taken.size() + 1);
        }
    }

    @Test
    void oneCustomerWithTooMuchIsRefusedAndOthersAreNot() {
        // Given
        CustomerScope other = keys.newCustomer();
        try (Lake lake = open(new LakeMemory(256 << 10, 8 << 20, 8 << 20, 25))) {
            disk.holdCreates(true);

            // When
            List<WebEvent> taken = fill(lake, customer);

            // Then
            assertThat(taken).hasSizeLessThan(MANY);
            assertThat(lake.status().customersAtLimit()).isEqualTo(1);
            assertThat(lake.sink().ready()).isTrue();
            for (int i = 0; i < 20; i++) {
                assertThat(lake.sink().offer(other, random.withPath("/other"))).isTrue();
            }

            // When
            disk.holdCreates(false);

            // Then
            await(() -> lake.status().customersAtLimit() == 0);
            assertThat(lake.sink().offer(customer, random.withPath("/again"))).isTrue();
            assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
            assertThat(Queries.pages(lake.of(other), 1_000)).hasSize(20);
            assertThat(Queries.pages(lake.of(customer), 1_000)).hasSize(taken.size() + 1);
        }
    }

    @Test
    void aLargeBufferIsSealedEarly() {
        // Given
        try (Lake lake = open(new LakeMemory(1 << 20, 64 << 20, 256 << 10, 100))) {
            // When
            for (int i = 0; i < 100; i++) {
                assertThat(lake.sink().offer(customer, random.withPath(LONG_PATH)))
                        .isTrue();
                assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
            }

            // Then
            await(() -> lake.status().segments() >= 2);
            assertThat(Queries.pages(lake.of(customer), 1_000)).hasSize(100);
        }
    }

    @Test
    void aLongValueIsCutAfterAWholeCharacterAndCounted() {
        // Given
        String longest = "x".repeat(8_192);
        String tooLong = "x".repeat(8_190) + "例え";
        try (Lake lake = open(LakeMemory.defaults())) {
            // When
            WebEvent whole = random.withPath(longest);
            WebEvent cut = random.withPath(tooLong);
            assertThat(lake.sink().offer(customer, whole)).isTrue();
            assertThat(lake.sink().offer(customer, cut)).isTrue();
            assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();

            // Then
            assertThat(lake.status().cutValues()).isEqualTo(1);
            assertThat(lake.of(customer).event(whole.id())).contains(whole);
            assertThat(lake.of(customer).event(cut.id()).orElseThrow().to().path())
                    .isEqualTo("x".repeat(8_190));
            assertThat(tooLong.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(8_192);
            assertThat(lake.status().gaps()).isZero();
        }
    }

    @Test
    void boundsThatCannotHoldRefuseTheStart() {
        LakeOptions options = LakeOptions.of(folder, "node-1", TestKeys.REGION);
        assertThatThrownBy(() -> options.withMemory(new LakeMemory(1, 1, 64 << 20, 0)))
                .isInstanceOf(SekishoException.class)
                .hasMessageContainingAll("queueBytes", "hotBytes", "bufferBytes", "customerPercent");
    }

    @Test
    void theDefaultsFollowTheHeap() {
        assertThat(LakeMemory.ofHeap(512 << 20)).isEqualTo(new LakeMemory(32 << 20, 128 << 20, 32 << 20, 50));
        assertThat(LakeMemory.ofHeap(16L << 30)).isEqualTo(LakeMemory.ofHeap(512 << 20));
        assertThat(LakeMemory.ofHeap(128 << 20).hotBytes()).isEqualTo(32 << 20);
    }
}
