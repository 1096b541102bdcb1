package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.copy.KeyCopyFile.Opened;
import dev.sekisho.seal.keys.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy is one moment of the key store, whatever goes on in it. */
class CopiesOfAMovingKeyStoreTest {
    private static final CustomerScope CUSTOMER = Fixture.newCustomer();
    private static final CustomerScope OTHER = Fixture.newCustomer();
    private static final int CHANGES = 1_000;
    private static final int COPIES = 24;

    @TempDir
    Path folder;

    /** A copy, and which log keys must and must not be in it. */
    private record Taken(KeyCopy copy, Set<Id128> in, Set<Id128> out) {}

    @Test
    void everyCopyTakenDuringRotationsAndAThousandChangesOpensAndIsOfItsMoment() throws Exception {
        CopiedRegion region = new CopiedRegion(folder);
        Map<Id128, byte[]> made = new ConcurrentHashMap<>();
        Set<Id128> goneSoon = ConcurrentHashMap.newKeySet();
        Set<Id128> gone = ConcurrentHashMap.newKeySet();
        Map<Id128, byte[]> roots = new ConcurrentHashMap<>();
        List<Taken> taken = new ArrayList<>();
        AtomicInteger changes = new AtomicInteger();
        AtomicInteger rotations = new AtomicInteger();
        byte[] row;
        byte[] own;
        Id128 standing;
        // When
        try (Vault vault = region.open();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            row = vault.create(CUSTOMER).seal(CopiedRegion.ROW, CopiedRegion.TEXT);
            own = vault.installation().seal(CopiedRegion.ROW, CopiedRegion.TEXT);
            vault.create(OTHER);
            standing = keep(vault.of(OTHER), made);
            roots.put(vault.life().rootId(), Files.readAllBytes(region.root()));
            Callable<Void> change = () -> {
                while (changes.incrementAndGet() < CHANGES) {
                    CustomerVault customer = vault.of(changes.get() % 2 == 0 ? CUSTOMER : OTHER);
                    Id128 log = keep(customer, made);
                    if (changes.get() % 3 != 0) {
                        goneSoon.add(log);
                        customer.destroyLogKey(log);
                        gone.add(log);
                    }
                }
                return null;
            };
            Callable<Void> rotate = () -> {
                while (changes.get() < CHANGES || rotations.get() < 8) {
                    switch (rotations.getAndIncrement() % 4) {
                        case 0 -> vault.life().rotateCustomer(CUSTOMER);
                        case 1 -> vault.life().rotateRegion();
                        case 2 -> vault.life().rotateInstallation();
                        default -> {
                            vault.life().rotateRootToFile(Optional.empty());
                            roots.put(vault.life().rootId(), Files.readAllBytes(region.root()));
                        }
                    }
                }
                return null;
            };
            List<Future<Void>> running =
                    List.of(threads.submit(change), threads.submit(change), threads.submit(rotate));
            KeyCopies copies = vault.copies(region.places());
            while (taken.size() < COPIES || !running.stream().allMatch(Future::isDone)) {
                Set<Id128> madeBefore = Set.copyOf(made.keySet());
                Set<Id128> goneBefore = Set.copyOf(gone);
                KeyCopy copy = copies.take();
                Set<Id128> in = new HashSet<>(madeBefore);
                in.removeAll(goneSoon);
                taken.add(new Taken(copy, in, goneBefore));
            }
            for (Future<Void> done : running) {
                done.get();
            }
        }
        // Then
        assertThat(rotations.get()).isGreaterThan(4);
        int step = Math.max(1, taken.size() / COPIES);
        for (int i = 0; i < taken.size(); i += step) {
            Taken one = taken.get(i);
            Opened opened = region.opened(one.copy());
            byte[] root =
                    Objects.requireNonNull(roots.get(opened.keys().root()), "a copy is under a root that was in force");
            try (Vault there = region.laidPlainly(opened.keys(), root, "machine" + i)) {
                assertThat(there.of(CUSTOMER).open(CopiedRegion.ROW, row)).isEqualTo(CopiedRegion.TEXT);
                assertThat(there.installation().open(CopiedRegion.ROW, own)).isEqualTo(CopiedRegion.TEXT);
                assertThat(opensLog(there, OTHER, standing, made)).isTrue();
                assertThat(one.in())
                        .allMatch(log -> opensLog(there, CUSTOMER, log, made) || opensLog(there, OTHER, log, made));
                assertThat(one.out()).noneMatch(log -> there.ownerOfLogKey(log).isPresent());
                assertThat(there.places()).allMatch(place -> place.detail().isEmpty());
            }
        }
    }

    @Test
    void drawersOfDifferentMomentsDoNotOpenWhichTheSameQuestionsFind() throws IOException {
        // Given: the negative control, a copy that takes one drawer after the other while a customer's keys are rotated
        CopiedRegion region = new CopiedRegion(folder);
        Snapshot before;
        Snapshot after;
        Map<Id128, byte[]> logs = new ConcurrentHashMap<>();
        try (Vault vault = region.open()) {
            CustomerVault customer = vault.create(CUSTOMER);
            for (int i = 0; i < 8; i++) {
                keep(customer, logs);
            }
            before = region.opened(vault.copies(region.places()).take()).keys();
            vault.life().rotateCustomer(CUSTOMER);
            after = region.opened(vault.copies(region.places()).take()).keys();
        }
        byte[] root = Files.readAllBytes(region.root());
        // When
        int dark = 0;
        for (int drawer = 1; drawer < before.files().size() && dark == 0; drawer++) {
            List<Snapshot.File> mixed = new ArrayList<>(before.files());
            mixed.set(drawer, after.files().get(drawer));
            try (Vault there =
                    region.laidPlainly(new Snapshot(before.store(), before.root(), mixed), root, "mixed" + drawer)) {
                dark += logs.keySet().stream().allMatch(log -> opensLog(there, CUSTOMER, log, logs)) ? 0 : 1;
            }
        }
        // Then
        assertThat(dark).isPositive();
    }

    /** Makes a log key, and keeps what it sealed. */
    private static Id128 keep(CustomerVault customer, Map<Id128, byte[]> frames) {
        CustomerVault.LogKey key = customer.newLogKey();
        frames.put(key.id(), key.seal(1, CopiedRegion.TEXT, 0, CopiedRegion.TEXT.length));
        return key.id();
    }

    private static boolean opensLog(Vault vault, CustomerScope scope, Id128 log, Map<Id128, byte[]> frames) {
        byte[] frame = Objects.requireNonNull(frames.get(log));
        try {
            return vault.of(scope)
                    .logKey(log)
                    .map(key -> Arrays.equals(key.open(1, frame), CopiedRegion.TEXT))
                    .orElse(false);
        } catch (SekishoException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED);
            return false;
        }
    }
}
