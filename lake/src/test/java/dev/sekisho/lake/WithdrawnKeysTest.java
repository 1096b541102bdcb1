package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import dev.sekisho.lake.files.WithdrawableVault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A customer who withdraws its keys is gone from memory until they are back; then everything is there, once. */
class WithdrawnKeysTest {
    @TempDir
    Path folder;

    private World world;
    private WithdrawableVault keys;

    @SuppressWarnings("NullAway") // opened before each test
    WithdrawnKeysTest() {}

    @BeforeEach
    void open() {
        world = new World(folder);
        keys = new WithdrawableVault(world.vault(), world.customer().customer());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static List<WebEvent> sorted(List<WebEvent> events) {
        return events.stream().sorted(NaiveAnswers.NEWEST_FIRST).toList();
    }

    private void isAway(Lake lake, List<WebEvent> others) {
        assertThat(lake.sink().offer(world.customer(), others.getFirst())).isFalse();
        assertThat(lake.sink().ready(world.customer())).isFalse();
        assertThat(lake.sink().ready(world.other())).isTrue();
        assertThatThrownBy(() -> lake.of(world.customer()).events(Queries.all(1)))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_WITHDRAWN));
        assertThat(world.found(lake, world.other())).isEqualTo(sorted(others));
    }

    private void comesBack(Lake lake, List<WebEvent> all) {
        keys.withdraw(false);
        until(() -> lake.sink().ready(world.customer()));
        assertThat(world.found(lake, world.customer())).isEqualTo(sorted(all));
        lake.flush();
        assertThat(world.found(lake, world.customer())).isEqualTo(sorted(all));
        assertThat(lake.status().hotRows()).isZero();
    }

    @Test
    void rowsLeaveMemoryAndComeBackOnce() {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files, keys.vault())) {
            List<WebEvent> all = world.fill(lake, world.customer());
            List<WebEvent> others = new RandomEvents(3).list(20);
            world.write(lake, world.other(), others);
            assertThat(lake.status().hotRows()).isEqualTo(50);

            // When
            keys.withdraw(true);

            // Then
            until(() -> lake.status().hotRows() == 20);
            isAway(lake, others);
            lake.flush();
            isAway(lake, others);
            comesBack(lake, all);
            List<WebEvent> more = new RandomEvents(4).list(7);
            world.write(lake, world.customer(), more);
            all.addAll(more);
            assertThat(world.found(lake, world.customer())).isEqualTo(sorted(all));
            try (Lake again = world.lake(files.survivors(0), keys.vault())) {
                assertThat(world.found(again, world.customer())).isEqualTo(sorted(all));
            }
        }
    }

    @Test
    void aStartWithoutTheKeysGoesOnWithTheOthersAndLosesNothing() {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        List<WebEvent> all;
        List<WebEvent> others = new RandomEvents(3).list(20);
        try (Lake lake = world.lake(files, keys.vault())) {
            all = world.fill(lake, world.customer());
            world.write(lake, world.other(), others);
        }
        keys.withdrawSilently();

        // When
        try (Lake lake = world.lake(files.survivors(0), keys.vault())) {
            // Then
            isAway(lake, others);
            lake.flush();
            isAway(lake, others);
            comesBack(lake, all);
        }
    }

    @Test
    void nobodyElseWaitsWhereTheLogHearsOfItFirst() {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files, keys.vault())) {
            List<WebEvent> all = world.fill(lake, world.customer());
            List<WebEvent> others = new RandomEvents(3).list(20);
            keys.withdrawSilently();

            // When: an event that no key seals, then events of another
            assertThat(lake.sink().offer(world.customer(), others.getFirst())).isTrue();
            world.write(lake, world.other(), others);

            // Then
            until(() -> !lake.sink().ready(world.customer()));
            keys.withdraw(true);
            until(() -> lake.status().hotRows() == 20);
            isAway(lake, others);
            comesBack(lake, all);
            assertThat(lake.figures()).containsEntry("events-not-stored", 1L);
        }
    }
}
