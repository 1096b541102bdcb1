package dev.sekisho.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.lake.LakeMemory;
import dev.sekisho.lake.TestKeys;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import dev.sekisho.lake.query.Snapshot;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a customer leaves or comes back, nobody gets a shard with nothing in it beside the one that there is. */
class CustomersTest {
    private static final int ROUNDS = 3_000;

    @TempDir
    Path folder;

    @Test
    void whoeverAsksWhileACustomerLeavesGetsItsShardOrARefusal() {
        try (TestKeys keys = TestKeys.open(folder)) {
            // Given
            CustomerId customer = keys.newCustomer().customer();
            Customers customers = new Customers(
                    CutFiles.cutAt(0, Loss.ALL),
                    keys.vault(),
                    keys::jobScope,
                    Runnable::run,
                    InstantSource.system(),
                    InstantSource.system(),
                    new Memory(LakeMemory.defaults()),
                    1);
            for (int round = 0; round < ROUNDS; round++) {
                Shard before = customers.shard(customer);
                Shard after = customers.make(customer, Snapshot.empty());
                AtomicBoolean asked = new AtomicBoolean();
                AtomicBoolean ended = new AtomicBoolean();

                // When: it leaves and comes back while another thread asks again and again
                CompletableFuture<Set<Shard>> seen = CompletableFuture.supplyAsync(() -> {
                    Set<Shard> shards = new HashSet<>();
                    while (!ended.get()) {
                        ask(customers, customer, shards);
                        asked.set(true);
                    }
                    return shards;
                });
                while (!asked.get()) {
                    Thread.onSpinWait();
                }
                customers.leave(customer);
                customers.comeBack(customer, before, after);
                ended.set(true);

                // Then
                assertThat(seen.join()).as("round %d", round).isSubsetOf(before, after);
                assertThat(customers.shard(customer)).isSameAs(after);
            }
        }
    }

    private static void ask(Customers customers, CustomerId customer, Set<Shard> shards) {
        try {
            shards.add(customers.shard(customer));
        } catch (SekishoException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.KEY_WITHDRAWN);
        }
    }
}
