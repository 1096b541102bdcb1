package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 30;

    @TempDir
    Path folder;

    @Test
    void manyThreadsMakeUseAndDestroyKeysOfOneCustomerAtOnce() throws Exception {
        Fixture fixture = new Fixture(folder);
        List<byte[]> rows = new ArrayList<>();
        Set<Id128> kept = new HashSet<>();
        // When
        try (Vault vault = fixture.open();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            vault.create(fixture.scope());
            List<Callable<Id128>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                work.add(() -> live(vault.of(fixture.scope())));
            }
            for (Future<Id128> done : threads.invokeAll(work)) {
                kept.add(done.get());
            }
            rows.add(vault.of(fixture.scope()).seal(new RecordContext("t", "x", 1), new byte[] {1}));
        }
        // Then
        assertThat(kept).hasSize(THREADS);
        try (Vault vault = fixture.open()) {
            for (Id128 log : kept) {
                assertThat(vault.ownerOfLogKey(log)).contains(fixture.scope().customer());
            }
            assertThat(ByteBuffer.wrap(rows.getFirst()).getInt(1)).isBetween(1, 4);
            assertThat(vault.places()).allMatch(place -> place.detail().isEmpty());
        }
    }

    @Test
    void oneLogKeyServesManyThreadsAtOnce() throws Exception {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = fixture.open();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            // Given
            LogKey key = vault.create(fixture.scope()).newLogKey();
            AtomicLong number = new AtomicLong();
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                work.add(() -> {
                    boolean good = true;
                    for (int i = 0; i < 2000; i++) {
                        long mine = number.getAndIncrement();
                        byte[] text = ByteBuffer.allocate(16 + i).putLong(mine).array();
                        good &= Arrays.equals(text, key.open(mine, key.seal(mine, text, 0, text.length)));
                    }
                    return good;
                });
            }
            // When
            for (Future<Boolean> done : threads.invokeAll(work)) {
                // Then
                assertThat(done.get()).isTrue();
            }
        }
    }

    private static Id128 live(CustomerVault customer) throws Exception {
        LogKey kept = customer.newLogKey();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] text = ByteBuffer.allocate(2000).putInt(i).array();
            RecordContext row = new RecordContext("t" + i % 3, "x", i);
            assertThat(customer.open(row, customer.seal(row, text))).isEqualTo(text);
            assertThat(kept.open(i, kept.seal(i, text, 0, text.length))).isEqualTo(text);
            LogKey gone = customer.newLogKey();
            LocalDate day = LocalDate.EPOCH.plusDays(i % 3);
            SealedSegment segment = customer.sealSegment(day, text);
            SegmentReader reader = customer.openSegment(segment.id(), day, new ArraySource(segment.bytes()));
            byte[] back = new byte[text.length];
            reader.read(0, back, 0, back.length);
            assertThat(back).isEqualTo(text);
            customer.destroyLogKey(gone.id());
            customer.destroySegment(segment.id());
            assertThat(customer.logKey(gone.id())).isEmpty();
        }
        return kept.id();
    }
}
