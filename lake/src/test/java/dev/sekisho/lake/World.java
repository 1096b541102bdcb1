package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A key store in memory where there is such a folder, customers in it, a clock that a test sets, and lakes on storage that fails. */
final class World implements AutoCloseable {
    Instant now = RandomEvents.START;
    /** By which days end for good. */
    InstantSource believed = () -> now;

    private final Path folder;
    private final TestKeys keys;
    private List<CustomerScope> customers;

    World(Path temporary) {
        Path memory = Path.of("/dev/shm");
        try {
            folder = Files.isWritable(memory) ? Files.createTempDirectory(memory, "keys") : temporary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keys = TestKeys.open(folder);
        customers = List.of(keys.newCustomer(), keys.newCustomer());
    }

    Vault vault() {
        return keys.vault();
    }

    /** The scope of the lake's own work. */
    CustomerScope jobScope(CustomerId customer) {
        return keys.jobScope(customer);
    }

    /** The customer whom a test is about. */
    CustomerScope customer() {
        return customers.getFirst();
    }

    /** Another customer. */
    CustomerScope other() {
        return customers.getLast();
    }

    /** From here on these two are others. */
    void newCustomers() {
        customers = List.of(keys.newCustomer(), keys.newCustomer());
    }

    Lake lake(CutFiles files) {
        return lake(files, keys.vault());
    }

    Lake lake(CutFiles files, Vault vault) {
        List<CustomerId> alive = vault.customers();
        return Lakes.open(
                LakeOptions.of(folder.resolve("unused"), "node-1", TestKeys.REGION)
                        .withDurabilityMs(1)
                        .withSeal(60, Duration.ofDays(1_000)),
                files,
                CutVault.over(
                        vault,
                        files,
                        customers.stream()
                                .map(CustomerScope::customer)
                                .filter(alive::contains)
                                .toList()),
                () -> now,
                believed,
                keys::jobScope);
    }

    void write(Lake lake, CustomerScope customer, List<WebEvent> events) {
        events.forEach(event -> assertThat(lake.sink().offer(customer, event)).isTrue());
        assertThat(lake.awaitDurable(Duration.ofSeconds(30))).isTrue();
    }

    /** Two days in several segments, and some rows that are hot. */
    List<WebEvent> fill(Lake lake, CustomerScope customer) {
        RandomEvents random = new RandomEvents(5);
        List<WebEvent> all = new ArrayList<>();
        for (int portion = 0; portion < 2; portion++) {
            List<WebEvent> some = new ArrayList<>(random.list(40));
            some.add(random.at(RandomEvents.START.minus(Duration.ofHours(12 + portion))));
            write(lake, customer, some);
            all.addAll(some);
            lake.flush();
        }
        List<WebEvent> hot = random.list(30);
        write(lake, customer, hot);
        all.addAll(hot);
        return all;
    }

    List<WebEvent> found(Lake lake, CustomerScope customer) {
        return Queries.pages(lake.of(customer), 1_000);
    }

    /** The names of stored files that end in one of these. */
    static List<String> stored(CutFiles files, String... endings) {
        return files.all().stream()
                .filter(name -> Stream.of(endings).anyMatch(name::endsWith))
                .toList();
    }

    @Override
    public void close() {
        keys.close();
        if (folder.startsWith("/dev/shm")) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
