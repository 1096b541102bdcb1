package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is filled from a capture is a lake when it is whole, and knows what ended since and what is missing. */
class FillTest {
    private static final Id128 HOLD = new Id128(21, 22);
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");

    @TempDir
    Path folder;

    private World world;
    private CutFiles files;

    @SuppressWarnings("NullAway") // opened before each test
    FillTest() {}

    @BeforeEach
    void open() {
        world = new World(folder);
        files = CutFiles.cutAt(0, Loss.ALL);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private CustomerLake rows(Lake lake) {
        return lake.of(world.customer());
    }

    private static Map<String, byte[]> copy(Lake lake) {
        try (Capture capture = lake.copy().capture()) {
            return Copies.of(lake, capture);
        }
    }

    private Lake openFolder(Path at) {
        return Lakes.open(
                LakeOptions.of(at, "node-1", TestKeys.REGION), world.vault(), () -> world.now, world::jobScope);
    }

    private CutFiles filled(Map<String, byte[]> copy) {
        CutFiles storage = CutFiles.cutAt(0, Loss.ALL);
        Copies.fill(storage, copy);
        return storage;
    }

    @Test
    void onlyAnEmptyFolderIsFilledAndOnlyAWholeOneIsALake() throws IOException {
        try (Lake lake = world.lake(files)) {
            // Given: a process that dies in the middle of the third file
            List<WebEvent> all = world.fill(lake, world.customer());
            Map<String, byte[]> copy = copy(lake);
            List<String> names = List.copyOf(copy.keySet());
            byte[] some = new byte[100];
            Path target = folder.resolve("target");
            try (LakeFill fill = Lakes.fill(target)) {
                fill.put(names.get(0), some);
                fill.put(names.get(1), some);
                Copies.refused(ErrorCode.CONFLICT, () -> fill.put(names.get(1), some));
                InputStream breaking = new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the target is away");
                    }
                };
                Copies.refused(ErrorCode.DISK_FAILED, () -> fill.put(names.get(2), breaking, 10));
                Copies.refused(ErrorCode.RECORD_DAMAGED, () -> fill.put(names.get(2), stream(5), 6));
                Copies.refused(ErrorCode.RECORD_DAMAGED, () -> fill.put(names.get(2), stream(7), 6));
                Copies.refused(ErrorCode.INVALID_INPUT, () -> fill.put("log/0000000000000001", new byte[1]));
                Copies.refused(ErrorCode.INVALID_INPUT, () -> fill.put("c/../x", new byte[1]));
                Copies.refused(ErrorCode.INVALID_INPUT, () -> fill.put("/etc/x", new byte[1]));
                Copies.refused(ErrorCode.CONFIG_INVALID, () -> Lakes.fill(target));
            }

            // When
            Copies.refused(ErrorCode.CONFIG_INVALID, () -> openFolder(target));
            Copies.fill(target, copy);

            // Then
            try (Lake restored = openFolder(target)) {
                assertThat(world.found(restored, world.customer())).hasSameSizeAs(all);
                Copies.refused(ErrorCode.CONFIG_INVALID, () -> Lakes.fill(target));
            }
            Copies.refused(ErrorCode.CONFIG_INVALID, () -> Lakes.fill(target));
            try (Stream<Path> left = Files.walk(target)) {
                assertThat(left.filter(Files::isRegularFile)
                                .map(file -> target.relativize(file).toString())
                                .filter(name -> name.startsWith("c/")))
                        .containsExactlyInAnyOrderElementsOf(names);
            }
            Path strange = Files.createDirectories(folder.resolve("strange"));
            Files.writeString(strange.resolve("letter.txt"), "mine");
            Copies.refused(ErrorCode.CONFIG_INVALID, () -> Lakes.fill(strange));
            assertThat(strange.resolve("letter.txt")).hasContent("mine");
        }
    }

    private static InputStream stream(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }

    @Test
    void whatIsMissingOrDamagedIsCountedAndTheRestIsServed() throws IOException {
        try (Lake lake = world.lake(files)) {
            // Given
            List<WebEvent> all = world.fill(lake, world.customer());
            Map<String, byte[]> copy = new TreeMap<>(copy(lake));
            List<String> segments =
                    copy.keySet().stream().filter(name -> name.endsWith(".seg")).toList();
            try (Lake whole = world.lake(filled(copy))) {
                assertThat(whole.status().damagedSegments()).isZero();
            }

            // When
            copy.remove(segments.get(0));
            CutFiles storage = filled(copy);
            storage.damage(segments.get(1), 100);
            try (Lake restored = world.lake(storage)) {
                // Then
                assertThat(restored.status().damagedSegments())
                        .as("the missing one")
                        .isEqualTo(1);
                List<WebEvent> found = new ArrayList<>();
                assertThat(rows(restored).export(Queries.all(1), found::add).unreadable())
                        .isEqualTo(2);
                assertThat(found).hasSizeLessThan(all.size()).isNotEmpty();
                assertThat(restored.status().damagedSegments()).isGreaterThan(1);
            }
        }
    }

    @Test
    void whatEndedSinceIsDeletedAndNotDamaged() {
        Map<String, byte[]> copy;
        Map<String, byte[]> other;
        try (Lake lake = world.lake(files)) {
            // Given: a copy, then a day and a hold end
            world.fill(lake, world.customer());
            rows(lake).hold(HOLD, Optional.empty(), DAY.minusDays(9), DAY.minusDays(8));
            world.write(lake, world.customer(), List.of(new RandomEvents(9).at(RandomEvents.START)));
            lake.flush();
            rows(lake).hold(new Id128(1, 2), Optional.empty(), DAY, DAY);
            copy = copy(lake);
            assertThat(rows(lake).retain(1).days()).isEqualTo(1);
            rows(lake).release(new Id128(1, 2));
            rows(lake).release(HOLD);
            other = copy(lake);
        }

        // When
        CutFiles storage = filled(copy);
        try (Lake restored = world.lake(storage)) {
            // Then
            List<WebEvent> found = new ArrayList<>();
            assertThat(rows(restored).export(Queries.all(1), found::add).unreadable())
                    .isZero();
            assertThat(found)
                    .hasSize(111)
                    .allMatch(event -> LocalDate.ofInstant(event.time(), java.time.ZoneOffset.UTC)
                            .equals(DAY));
            assertThat(restored.status().damagedSegments()).isZero();
            assertThat(restored.figures())
                    .containsEntry("ended-without-keys", 3L)
                    .containsEntry("damaged-holds", 0L);
            assertThat(World.stored(storage, ".seg"))
                    .as("the files of the day are gone")
                    .isEqualTo(other.keySet().stream()
                            .filter(name -> name.endsWith(".seg"))
                            .toList());
            assertThat(World.stored(storage, ".held", ".hold")).isEmpty();
            // A hold that ended keeps no retention from running.
            assertThat(rows(restored).retain(1).failure()).isEmpty();
        }
    }

    @Test
    void rowsThatWereWrittenElsewhereSinceAreDamagedAndNotDeleted() {
        Map<String, byte[]> copy;
        try (Lake lake = world.lake(files)) {
            // Given: the negative control of a day that ended: its keys live, one segment's salt is gone
            world.fill(lake, world.customer());
            copy = copy(lake);
            rows(lake).conceal(java.util.Set.of(new dev.sekisho.kernel.id.PersonToken(new Id128(7, 3))));
            rows(lake).rewrite(100);
            Copies.until(() -> rows(lake).rewrite(100).left() == 0);
        }

        // When
        try (Lake restored = world.lake(filled(copy))) {
            // Then
            assertThat(restored.figures()).containsEntry("ended-without-keys", 0L);
            assertThat(rows(restored).export(Queries.all(1), event -> {}).unreadable())
                    .isPositive();
        }
    }

    @Test
    void logsGoOnAboveWhatManifestsRememberSoThatNothingIsTakenForDeleted() {
        // Given: a day whose deletion remembers a log
        WebEvent late = new RandomEvents(8).at(RandomEvents.START.minus(Duration.ofHours(13)));
        Map<String, byte[]> copy;
        try (Lake lake = world.lake(files)) {
            for (int i = 0; i < 3; i++) {
                world.fill(lake, world.customer());
                lake.flush();
            }
            assertThat(rows(lake).retain(1).days()).isEqualTo(1);
            assertThat(rows(lake).retain(9).days()).isZero();
            copy = copy(lake);
        }
        assertThat(copy.keySet()).noneMatch(name -> name.startsWith("log/"));

        // When: an event of that day comes to the filled lake, and the power fails
        CutFiles storage = filled(copy);
        CutFiles crashed;
        try (Lake restored = world.lake(storage)) {
            assertThat(World.stored(storage, "").stream().filter(name -> name.startsWith("log/")))
                    .isEmpty();
            world.write(restored, world.customer(), List.of(late));
            crashed = storage.survivors(0);
        }

        // Then
        assertThat(World.stored(crashed, "").stream().filter(name -> name.startsWith("log/")))
                .isNotEmpty()
                .noneMatch("log/0000000000000001"::equals);
        try (Lake again = world.lake(crashed)) {
            assertThat(world.found(again, world.customer())).contains(late);
        }
    }

    @Test
    void aDeletedCustomersMarkComesAlong() {
        // Given
        CustomerScope gone = world.customer();
        Map<String, byte[]> before;
        Map<String, byte[]> after;
        try (Lake lake = world.lake(files)) {
            world.fill(lake, gone);
            before = copy(lake);
            lake.of(gone).forget();
            after = copy(lake);
        }

        // Then
        assertThat(before.keySet()).noneMatch(name -> name.startsWith("forgotten/"));
        assertThat(after.keySet()).hasSize(1).allMatch(name -> name.startsWith("forgotten/"));
        try (Lake restored = world.lake(filled(after))) {
            Copies.refused(ErrorCode.KEY_DESTROYED, () -> restored.of(gone).events(Queries.all(1)));
        }
    }
}
