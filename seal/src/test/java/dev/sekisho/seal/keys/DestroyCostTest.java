package dev.sekisho.seal.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What destroying one key among many costs, counted in what it does to the disk. */
class DestroyCostTest {
    private static final int ENTRIES = 50_000;
    private static final int ROUNDS = 41;
    /** In each of two places: a fresh file, its move over the old one, and the same for the head. */
    private static final int MAX_WRITES = 8;

    @TempDir
    Path folder;

    @Test
    void destroyingOneKeyAmongFiftyThousandRewritesOneDrawerInEachPlace() {
        // Given
        SecureRandom random = new SecureRandom();
        Id128 owner = Id128.random(random);
        byte[] sealed = new byte[117];
        random.nextBytes(sealed);
        List<EntryId> ids = new ArrayList<>();
        Map<Integer, List<Change>> byDrawer = new HashMap<>();
        for (int i = 0; i < ENTRIES; i++) {
            EntryId id = EntryId.of(Kind.LOG, owner, Id128.random(random));
            ids.add(id);
            byDrawer.computeIfAbsent(id.drawer(64), d -> new ArrayList<>()).add(new Change.Put(id, sealed));
        }
        CountingDisk disk = new CountingDisk();
        KeyStoreOpener opener = new KeyStoreOpener(
                new Region("jp-east"),
                List.of(folder.resolve("one"), folder.resolve("two")),
                folder.resolve("root.key"),
                Optional.empty(),
                CipherChoice.AUTO.open(),
                disk,
                InstantSource.system());
        try (KeyStore store = opener.open()) {
            disk.startAgain();
            byDrawer.values().forEach(store::commit);
            long everything = disk.bytes;
            for (int i = 0; i < ROUNDS; i++) {
                // When
                disk.startAgain();
                store.destroy(List.of(ids.get(i)));
                // Then
                assertThat(disk.drawers).hasSize(1);
                assertThat(disk.writes).isBetween(1, MAX_WRITES);
                assertThat(disk.bytes).isBetween(1L, everything / 32);
            }
            assertThat(store.all(id -> true)).hasSize(ENTRIES - ROUNDS);
            // and a destruction in every drawer would not pass
            disk.startAgain();
            store.destroy(byDrawer.values().stream()
                    .map(changes -> changes.getLast().id())
                    .toList());
            assertThat(disk.drawers).hasSize(byDrawer.size());
            assertThat(disk.bytes).isGreaterThan(everything / 32);
        }
    }

    /** A disk that notes what is done to it; forcing is left out, because nothing here depends on it. */
    private static final class CountingDisk implements Disk {
        private final Disk inner = FaultDisk.steady();
        private final Set<String> drawers = new TreeSet<>();
        private int writes;
        private long bytes;

        private synchronized void startAgain() {
            drawers.clear();
            writes = 0;
            bytes = 0;
        }

        private synchronized void count(Path file, long length) {
            String name = file.getFileName().toString();
            if (name.startsWith("drawer-")) {
                drawers.add(name.substring(0, "drawer-00".length()));
            }
            writes++;
            bytes += length;
        }

        @Override
        public AutoCloseable claim(Path place) throws IOException {
            return inner.claim(place);
        }

        @Override
        public List<String> names(Path place) throws IOException {
            return inner.names(place);
        }

        @Override
        public byte[] read(Path file) throws IOException {
            return inner.read(file);
        }

        @Override
        public void write(Path file, byte[] content) throws IOException {
            count(file, content.length);
            inner.write(file, content);
        }

        @Override
        public void append(Path file, long length, byte[] content) throws IOException {
            count(file, content.length);
            inner.append(file, length, content);
        }

        @Override
        public void replace(Path fresh, Path file, int wipe) throws IOException {
            count(file, wipe);
            inner.replace(fresh, file, wipe);
        }

        @Override
        public void erase(Path file) throws IOException {
            inner.erase(file);
        }

        @Override
        public void delete(Path file) throws IOException {
            inner.delete(file);
        }
    }
}
