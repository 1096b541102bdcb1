package dev.sekisho.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeMemory;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.Lakes;
import dev.sekisho.lake.LongEvents;
import dev.sekisho.lake.Queries;
import dev.sekisho.lake.TestKeys;
import dev.sekisho.lake.files.FaultyFiles;
import dev.sekisho.lake.files.FolderFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start needs no more memory than the lake has afterwards: what is whole is sealed while the logs are read. */
class RecoveryBoundsTest {
    private static final LakeMemory SMALL = new LakeMemory(256 << 10, 2 << 20, 1 << 20, 100);

    @TempDir
    Path folder;

    private LakeOptions options(LakeMemory memory) {
        return LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION)
                .withSeal(65_536, Duration.ofHours(1))
                .withDurabilityMs(1)
                .withMemory(memory);
    }

    /** Leaves about 7 MiB of rows in logs, ended before they were sealed. */
    private Map<CustomerScope, List<WebEvent>> leaveLogs(TestKeys keys) {
        Map<CustomerScope, List<WebEvent>> written = new LinkedHashMap<>();
        LongEvents random = new LongEvents(3);
        try (Lake lake = keys.lake(options(LakeMemory.defaults()))) {
            for (int c = 0; c < 12; c++) {
                CustomerScope customer = keys.newCustomer();
                List<WebEvent> events = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    WebEvent event = random.withPath("/" + i + "y".repeat(4_000));
                    events.add(event);
                    assertThat(lake.sink().offer(customer, event)).isTrue();
                }
                assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
                written.put(customer, events);
            }
            assertThat(lake.status().segments()).isZero();
        }
        return written;
    }

    private static void assertAllOnce(Lake lake, Map<CustomerScope, List<WebEvent>> written) {
        written.forEach((customer, events) -> assertThat(Queries.pages(lake.of(customer), 1_000))
                .hasSameElementsAs(events)
                .hasSameSizeAs(events));
    }

    private long mostHeld(TestKeys keys, LakeMemory memory) throws IOException {
        LakeOptions options = options(memory);
        Counters counters = new Counters();
        try (FolderFiles files = FolderFiles.open(folder.resolve("lake"))) {
            Customers customers = new Customers(
                    files,
                    keys.vault(),
                    keys::jobScope,
                    Runnable::run,
                    InstantSource.system(),
                    InstantSource.system(),
                    new Memory(memory),
                    1);
            new Recovery(
                            files,
                            keys.vault(),
                            options,
                            customers,
                            new LogLedger(files),
                            counters,
                            new Compaction(files, options.query(), options.sealRows()),
                            new Holdings(files, options.query(), new Captures(Duration.ZERO)),
                            InstantSource.system())
                    .run(new ArrayList<>());
        }
        return counters.mostRecovered.get();
    }

    @Test
    void moreThanFitsIsSealedOnTheWayAndIsThereOnce() throws IOException {
        try (TestKeys keys = TestKeys.open(folder)) {
            // Given
            Map<CustomerScope, List<WebEvent>> written = leaveLogs(keys);

            // When
            long roomy = mostHeld(keys, new LakeMemory(1 << 20, 256 << 20, 32 << 20, 100));
            long small = mostHeld(keys, SMALL);

            // Then: the first is the control, all of it at once
            assertThat(roomy).isGreaterThan(4 << 20);
            assertThat(small).isBetween(1L, SMALL.hotBytes());
            try (Lake lake = keys.lake(options(SMALL))) {
                assertAllOnce(lake, written);
                lake.flush();
                assertAllOnce(lake, written);
                assertThat(lake.status().gaps()).isZero();
            }
        }
    }

    @Test
    void aStartThatIsCutShortWhileItSealsLosesAndDoublesNothing() {
        try (TestKeys keys = TestKeys.open(folder)) {
            // Given
            Map<CustomerScope, List<WebEvent>> written = leaveLogs(keys);

            // When
            for (int segments = 1; segments < 4; segments++) {
                FaultyFiles full = new FaultyFiles(FolderFiles.open(folder.resolve("lake")));
                full.failCreatesAfter(segments);
                assertThatThrownBy(() ->
                                Lakes.open(options(SMALL), full, keys.vault(), InstantSource.system(), keys::jobScope))
                        .isInstanceOf(SekishoException.class);
                close(full);
            }

            // Then
            try (Lake lake = keys.lake(options(SMALL))) {
                assertAllOnce(lake, written);
            }
        }
    }

    private static void close(FaultyFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
