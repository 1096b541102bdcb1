package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import dev.sekisho.lake.files.CutVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The power is cut at every step of a day's work in turn; what was acknowledged or shown is there afterwards, exactly once. */
class PowerCutTest {
    private static final int ROUNDS = 12;
    private static final boolean NIGHTLY = Boolean.getBoolean("sekisho.nightly");

    @TempDir
    Path temporary;

    private Path folder;

    private TestKeys keys;

    @SuppressWarnings("NullAway") // opened before each test
    PowerCutTest() {}

    @BeforeEach
    void openKeys() throws IOException {
        folder = temporary;
        // The key store forces each change to two places; in memory that costs nothing, and its power is cut by
        // CutVault.
        Path memory = Path.of("/dev/shm");
        if (Files.isWritable(memory)) {
            folder = Files.createTempDirectory(memory, "keys");
        }
        keys = TestKeys.open(folder);
    }

    @AfterEach
    void closeKeys() throws IOException {
        keys.close();
        if (!folder.equals(temporary)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What was promised to whom. */
    private static final class Promises {
        final List<CustomerScope> customers = new ArrayList<>();
        final Map<CustomerScope, Set<EventId>> offered = new LinkedHashMap<>();
        final Map<CustomerScope, Set<EventId>> promised = new LinkedHashMap<>();
        long gapsOffered;
        long gapsPromised;
    }

    private Lake open(CutFiles files, Promises promises) {
        Vault vault = CutVault.over(
                keys.vault(),
                files,
                promises.customers.stream().map(CustomerScope::customer).toList());
        LakeOptions options = LakeOptions.of(folder.resolve("unused"), "node-1", TestKeys.REGION)
                .withDurabilityMs(1)
                .withSeal(40, Duration.ofHours(1))
                .withLimits(1_024, 64 << 10, 10_000);
        return Lakes.open(options, files, vault, InstantSource.system(), keys::jobScope);
    }

    /** Writes, asks, seals, rotates and merges, until it is done or the power fails. */
    private void work(CutFiles files, Promises promises, int seed) {
        try (Lake lake = open(files, promises)) {
            RandomEvents random = new RandomEvents(seed);
            Map<CustomerScope, Set<EventId>> taken = new LinkedHashMap<>();
            long gapsBefore = promises.gapsPromised;
            long gapsTaken = 0;
            for (int round = 0; round < ROUNDS && !files.isDead(); round++) {
                for (CustomerScope customer : promises.customers) {
                    int count = customer == promises.customers.getFirst() ? 9 : 4;
                    for (int i = 0; i < count; i++) {
                        WebEvent event =
                                random.at(RandomEvents.START.plusSeconds(round == 1 || round == 4 ? 86_400 : i));
                        if (lake.sink().offer(customer, event)) {
                            set(promises.offered, customer).add(event.id());
                            set(taken, customer).add(event.id());
                        }
                    }
                }
                lake.sink().gap(promises.customers.getFirst(), 2);
                promises.gapsOffered += 2;
                gapsTaken += 2;
                if (durable(lake, files)) {
                    taken.forEach(
                            (customer, ids) -> set(promises.promised, customer).addAll(ids));
                    promises.gapsPromised = gapsBefore + gapsTaken;
                }
                if (round == 7) {
                    promises.customers.forEach(
                            customer -> set(promises.promised, customer).addAll(ids(lake, customer)));
                }
                if (round != 5 && round != 6 && !files.isDead()) {
                    flush(lake, files);
                }
            }
        } catch (SekishoException e) {
            assertThat(files.isDead())
                    .as("failed with power: %s", e.getMessage())
                    .isTrue();
        }
    }

    private static boolean durable(Lake lake, CutFiles files) {
        while (!lake.awaitDurable(Duration.ofMillis(20))) {
            if (files.isDead()) {
                return false;
            }
        }
        return true;
    }

    /** Asks for a flush, and does not wait a minute for it when the power is gone. */
    private static void flush(Lake lake, CutFiles files) {
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                lake.flush();
            } catch (SekishoException e) {
                assertThat(files.isDead()).isTrue();
            }
        });
        try {
            while (!waiting.join(Duration.ofMillis(5))) {
                if (files.isDead()) {
                    waiting.interrupt();
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Collection<EventId> ids(Lake lake, CustomerScope customer) {
        List<EventId> ids = new ArrayList<>();
        lake.of(customer).export(Queries.all(1), event -> ids.add(event.id()));
        return ids;
    }

    private static Set<EventId> set(Map<CustomerScope, Set<EventId>> sets, CustomerScope customer) {
        return sets.computeIfAbsent(customer, c -> new HashSet<>());
    }

    private Promises customers() {
        Promises promises = new Promises();
        promises.customers.add(keys.newCustomer());
        promises.customers.add(keys.newCustomer());
        return promises;
    }

    /** What is wrong after the power is back, or empty. */
    private String check(CutFiles survivors, Promises promises) {
        try (Lake lake = open(survivors, promises)) {
            String wrong = check(lake, promises);
            lake.flush();
            wrong += check(lake, promises);
            if (lake.status().hotRows() != 0 || lake.status().damagedLogs() != 0) {
                wrong += " status " + lake.status();
            }
            long unused = survivors.list("log").size();
            return unused == 0 ? wrong : wrong + " " + unused + " logs left";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String check(Lake lake, Promises promises) {
        StringBuilder wrong = new StringBuilder();
        for (CustomerScope customer : promises.customers) {
            Collection<EventId> found = ids(lake, customer);
            Set<EventId> distinct = new HashSet<>(found);
            Set<EventId> missing = new HashSet<>(set(promises.promised, customer));
            missing.removeAll(distinct);
            Set<EventId> strange = new HashSet<>(distinct);
            strange.removeAll(set(promises.offered, customer));
            if (distinct.size() != found.size() || !missing.isEmpty() || !strange.isEmpty()) {
                wrong.append(" %d twice, %d missing, %d strange;"
                        .formatted(found.size() - distinct.size(), missing.size(), strange.size()));
            }
        }
        long gaps = lake.of(promises.customers.getFirst()).gaps(Queries.BEFORE, Queries.AFTER).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (gaps < promises.gapsPromised || gaps > promises.gapsOffered) {
            wrong.append(" gaps %d of %d..%d;".formatted(gaps, promises.gapsPromised, promises.gapsOffered));
        }
        return wrong.toString();
    }

    @Test
    @DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
    void nothingPromisedIsLostOrDoubledWhereverThePowerFails() {
        // Given
        CutFiles whole = CutFiles.cutAt(0, Loss.ALL);
        work(whole, customers(), 0);
        int steps = whole.steps();
        assertThat(steps).isGreaterThan(100);

        // When
        List<String> wrong = IntStream.rangeClosed(1, steps)
                .parallel()
                .boxed()
                .flatMap(step -> Stream.of(NIGHTLY ? Loss.values() : new Loss[] {Loss.values()[step % 2]})
                        .map(loss -> cutTwice(step, loss)))
                .filter(found -> !found.isEmpty())
                .toList();

        // Then
        assertThat(wrong).isEmpty();
    }

    /** Cuts at a step, and soon after the next start again; says what is wrong then, or nothing. */
    private String cutTwice(int step, Loss loss) {
        Promises promises = customers();
        CutFiles files = CutFiles.cutAt(step, loss);
        work(files, promises, step);
        CutFiles second = files.survivors(1 + step % 7);
        work(second, promises, -step);
        String found = check(second.survivors(0), promises);
        return found.isEmpty() ? "" : step + " " + loss + ":" + found + files.lastSteps() + second.lastSteps();
    }

    @Test
    void storageThatAnswersBeforeItForcesIsFoundOut() {
        // When
        int found = 0;
        for (int step = 20; step < 60 && found == 0; step++) {
            Promises promises = customers();
            CutFiles files = CutFiles.forgetful(step);
            work(files, promises, step);
            if (!check(files.survivors(0), promises).isEmpty()) {
                found++;
            }
        }

        // Then
        assertThat(found).isEqualTo(1);
    }
}
