package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Forgotten;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.files.WithdrawableVault;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a capture is open nothing that it names is destroyed, and it is never open for long. */
class CaptureTest {
    private static final Id128 HOLD = new Id128(21, 22);
    private static final PersonToken PERSON = new PersonToken(new Id128(7, 3));
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");

    @TempDir
    Path folder;

    private World world;
    private CutFiles files;

    @SuppressWarnings("NullAway") // opened before each test
    CaptureTest() {}

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

    private boolean allThere(Capture capture) {
        return files.all()
                .containsAll(capture.segments().stream().map(SegmentFile::name).toList());
    }

    private void some(Lake lake, RandomEvents random) {
        world.write(lake, world.customer(), random.list(10));
        lake.flush();
    }

    @Test
    void mergedSegmentsStayUntilItIsClosed() {
        try (Lake lake = world.lake(files)) {
            // Given
            RandomEvents random = new RandomEvents(1);
            for (int i = 0; i < 3; i++) {
                some(lake, random);
            }
            world.write(lake, world.customer(), random.list(9));

            // When: hot rows are sealed first, and then so many that all of them are merged
            Capture capture = lake.copy().capture();
            List<String> first =
                    capture.segments().stream().map(SegmentFile::name).toList();
            assertThat(capture.events()).isEqualTo(39);
            assertThat(lake.copy().segments()).isEqualTo(first);
            List<WebEvent> frozen = Queries.pages(capture.frozen(world.customer()), 50);
            for (int i = 0; i < 16; i++) {
                some(lake, random);
            }

            // Then
            assertThat(lake.copy().segments()).as("all were merged").doesNotContainAnyElementsOf(first);
            assertThat(allThere(capture)).isTrue();
            assertThat(Queries.pages(capture.frozen(world.customer()), 50))
                    .isEqualTo(frozen)
                    .hasSize(39);
            first.forEach(name -> assertThat(Copies.segment(lake, name)).isNotEmpty());
            List<String> gone = new ArrayList<>(first);
            gone.removeAll(lake.copy().segments());
            assertThat(gone).isNotEmpty();
            capture.close();
            Copies.until(() -> gone.stream().noneMatch(files.all()::contains));
            Copies.refused(ErrorCode.CAPTURE_ENDED, capture::segments);
        }
    }

    @Test
    void whomAnErasureConcealsIsShownNowhereAndGoesWhenItIsClosed() {
        try (Lake lake = world.lake(files)) {
            // Given
            List<WebEvent> all = world.fill(lake, world.customer());
            Capture capture = lake.copy().capture();
            assertThat(capture.events()).isEqualTo(all.size());

            // When
            rows(lake).conceal(Set.of(PERSON));
            CustomerLake.Rewritten waiting = rows(lake).rewrite(100);

            // Then
            assertThat(waiting.events()).isPositive();
            assertThat(waiting.left())
                    .as("the old segments are not destroyed yet")
                    .isPositive();
            assertThat(allThere(capture)).isTrue();
            assertThat(Queries.pages(capture.frozen(world.customer()), 50))
                    .isEqualTo(world.found(lake, world.customer()))
                    .noneMatch(event -> event.who().person().equals(Optional.of(PERSON)));
            capture.close();
            Copies.until(() -> rows(lake).rewrite(100).left() == 0);
        }
    }

    @Test
    void aDayThatEndsIsHiddenAtOnceAndGoesWhenItIsClosed() {
        try (Lake lake = world.lake(files)) {
            // Given
            world.fill(lake, world.customer());
            Capture capture = lake.copy().capture();

            // When
            world.now = DAY.plusDays(5).atStartOfDay().toInstant(ZoneOffset.UTC);
            CompletableFuture<Retained> retained =
                    CompletableFuture.supplyAsync(() -> rows(lake).retain(2));
            Copies.until(() -> world.found(lake, world.customer()).isEmpty());
            lake.flush();

            // Then
            assertThat(allThere(capture)).isTrue();
            assertThat(retained).isNotDone();
            capture.close();
            assertThat(retained.join()).isEqualTo(new Retained(2, 112, 5));
            assertThat(World.stored(files, ".seg", ".manifest")).isEmpty();
        }
    }

    @Test
    void aHoldThatEndsGoesWhenItIsClosed() {
        try (Lake lake = world.lake(files)) {
            // Given
            world.fill(lake, world.customer());
            rows(lake).hold(HOLD, Optional.empty(), DAY, DAY);
            Capture capture = lake.copy().capture();
            assertThat(capture.segments()).anyMatch(file -> file.name().endsWith(".held") && file.length() > 0);

            // When
            CompletableFuture<Void> released =
                    CompletableFuture.runAsync(() -> rows(lake).release(HOLD));
            Copies.until(() -> {
                try {
                    rows(lake).exportHold(HOLD, event -> {});
                    return false;
                } catch (SekishoException e) {
                    return e.code() == ErrorCode.NOT_FOUND;
                }
            });

            // Then
            assertThat(allThere(capture)).isTrue();
            List<WebEvent> held = new ArrayList<>();
            capture.frozen(world.customer()).exportHold(HOLD, held::add);
            assertThat(held).isNotEmpty();
            assertThat(released).isNotDone();
            capture.close();
            released.join();
            assertThat(World.stored(files, ".held", ".hold")).isEmpty();
        }
    }

    @Test
    void aCustomerThatIsDeletedIsShownNowhereAndGoesWhenItIsClosed() {
        try (Lake lake = world.lake(files)) {
            // Given
            List<WebEvent> all = world.fill(lake, world.customer());
            Capture capture = lake.copy().capture();
            CustomerLake frozen = capture.frozen(world.customer());

            // When
            CompletableFuture<Forgotten> forgotten =
                    CompletableFuture.supplyAsync(() -> rows(lake).forget());
            Copies.until(() -> !World.stored(files, "").stream()
                    .filter(name -> name.startsWith("forgotten/"))
                    .toList()
                    .isEmpty());
            Copies.until(() -> {
                try {
                    rows(lake).events(Queries.all(1));
                    return false;
                } catch (SekishoException e) {
                    return e.code() == ErrorCode.KEY_DESTROYED;
                }
            });

            // Then
            assertThat(allThere(capture)).isTrue();
            assertThat(forgotten).isNotDone();
            Copies.refused(ErrorCode.KEY_DESTROYED, () -> frozen.events(Queries.all(1)));
            capture.close();
            assertThat(forgotten.join().events()).isEqualTo(all.size());
            assertThat(World.stored(files, ".seg", ".manifest")).isEmpty();
        }
    }

    @Test
    void itEndsByItselfAndSaysSo() {
        try (Lake lake = world.lake(files)) {
            // Given
            world.fill(lake, world.customer());

            // When
            Capture capture = lake.copy().capture(Duration.ofMillis(20));
            SmallFile file = capture.small().getFirst();
            CustomerLake frozen = capture.frozen(world.customer());

            // Then
            Copies.until(() -> !capture.problem().isEmpty());
            Copies.refused(ErrorCode.CAPTURE_ENDED, capture::check);
            Copies.refused(ErrorCode.CAPTURE_ENDED, capture::small);
            Copies.refused(ErrorCode.CAPTURE_ENDED, capture::events);
            Copies.refused(ErrorCode.CAPTURE_ENDED, file::bytes);
            Copies.refused(ErrorCode.CAPTURE_ENDED, () -> frozen.events(Queries.all(1)));
            assertThat(lake.figures()).containsEntry("captures-open", 0L).containsEntry("captures-ended-early", 1L);
            world.now = DAY.plusDays(5).atStartOfDay().toInstant(ZoneOffset.UTC);
            assertThat(rows(lake).retain(2).days()).as("nothing waits for it").isEqualTo(2);
            capture.close();
        }
    }

    @Test
    void itEndsWithTheLakeAndIsNotOpenedAfterThat() {
        // Given
        Lake lake = world.lake(files);
        world.fill(lake, world.customer());
        Capture capture = lake.copy().capture();

        // When
        lake.close();

        // Then
        assertThat(capture.problem()).contains("stops");
        Copies.refused(ErrorCode.CAPTURE_ENDED, capture::segments);
        Copies.refused(ErrorCode.CAPTURE_ENDED, () -> lake.copy().capture());
    }

    @Test
    void onlySoManyAreOpenAtOnce() {
        try (Lake lake = world.lake(files)) {
            List<Capture> open = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                open.add(lake.copy().capture());
            }
            Copies.refused(ErrorCode.BACKUP_RUNNING, () -> lake.copy().capture());
            open.removeLast().close();
            open.add(lake.copy().capture());
            open.forEach(Capture::close);
        }
    }

    @Test
    void aSegmentThatWasReplacedIsToldFromOneThatIsMissingOrCut() throws IOException {
        try (Lake lake = world.lake(files)) {
            // Given
            world.fill(lake, world.customer());
            lake.flush();
            List<String> before = lake.copy().segments();
            rows(lake).conceal(Set.of(PERSON));
            rows(lake).rewrite(100);
            Copies.until(() -> rows(lake).rewrite(100).left() == 0);
            List<String> after = lake.copy().segments();
            String replaced = before.stream()
                    .filter(name -> !after.contains(name))
                    .findFirst()
                    .orElseThrow();

            // When
            byte[] whole = files.read(after.get(0));
            files.replace(after.get(0), java.util.Arrays.copyOf(whole, whole.length - 1));
            files.delete(after.get(1));

            // Then
            Copies.refused(ErrorCode.NOT_FOUND, () -> lake.copy().open(replaced));
            Copies.refused(ErrorCode.SEGMENT_DAMAGED, () -> lake.copy().open(after.get(0)));
            Copies.refused(ErrorCode.SEGMENT_DAMAGED, () -> lake.copy().open(after.get(1)));
            Copies.refused(ErrorCode.INVALID_INPUT, () -> lake.copy().open("log/0000000000000001"));
            Copies.refused(ErrorCode.INVALID_INPUT, () -> lake.copy().open("c/../../x.seg"));
            files.replace(after.get(0), whole);
            assertThat(Copies.segment(lake, after.get(0))).isEqualTo(whole);
        }
    }

    @Test
    void namesOfSegmentsAskNoDisk() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        LakeFiles counted = (LakeFiles) Proxy.newProxyInstance(
                LakeFiles.class.getClassLoader(), new Class<?>[] {LakeFiles.class}, (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
        try (Lake lake = Lakes.open(
                LakeOptions.of(folder.resolve("unused"), "node-1", TestKeys.REGION)
                        .withSeal(60, Duration.ofDays(1_000)),
                counted,
                world.vault(),
                () -> world.now,
                world::jobScope)) {
            world.fill(lake, world.customer());
            lake.flush();
            try (Capture capture = lake.copy().capture()) {
                int before = calls.get();

                // When
                List<String> names = lake.copy().segments();
                List<SegmentFile> segments = capture.segments();

                // Then
                assertThat(calls.get()).isEqualTo(before);
                assertThat(names).hasSize(5);
                assertThat(segments).extracting(SegmentFile::name).isEqualTo(names);
                assertThat(segments).allMatch(segment -> segment.length() > 0 && segment.rows() > 0);
            }
        }
    }

    @Test
    void aCustomerWhoseKeysAreAwayIsCopiedAsItLiesAndEndsItWhenTheyComeBack() {
        // Given
        WithdrawableVault keys =
                new WithdrawableVault(world.vault(), world.customer().customer());
        List<WebEvent> all;
        try (Lake lake = world.lake(files, keys.vault())) {
            all = world.fill(lake, world.customer());
            lake.flush();
            keys.withdraw(true);
            Copies.until(() -> !lake.sink().ready(world.customer()));

            // When
            Capture capture = lake.copy().capture();
            CutFiles copy = CutFiles.cutAt(0, Loss.ALL);
            Copies.fill(copy, Copies.of(lake, capture));

            // Then
            assertThat(capture.uncounted()).isEqualTo(1);
            Copies.refused(
                    ErrorCode.KEY_WITHDRAWN,
                    () -> capture.frozen(world.customer()).events(Queries.all(1)));
            keys.withdraw(false);
            Copies.until(() -> !capture.problem().isEmpty());
            Copies.until(() -> lake.sink().ready(world.customer()));
            try (Lake restored = world.lake(copy, keys.vault())) {
                assertThat(world.found(restored, world.customer())).hasSameSizeAs(all);
            }
        }
    }
}
