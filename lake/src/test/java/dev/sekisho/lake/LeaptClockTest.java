package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that nobody believes drops no row and deletes no day, also where the lake starts by it. */
class LeaptClockTest {
    private static final Duration LEAP = Duration.ofDays(400);

    @TempDir
    Path folder;

    private World world;

    @SuppressWarnings("NullAway") // opened before each test
    LeaptClockTest() {}

    @BeforeEach
    void open() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** How many events are lost by a leap, in which the lake starts, goes on and seals, and after the clock is right again. */
    private int lostByALeap(InstantSource believedMeanwhile) {
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        CutFiles survivors;
        int written;
        try (Lake lake = world.lake(files)) {
            written = world.fill(lake, world.customer()).size();
            assertThat(lake.of(world.customer()).retain(181).events()).isZero();
            survivors = files.survivors(0);
        }
        world.now = RandomEvents.START.plus(LEAP);
        world.believed = believedMeanwhile;
        try (Lake lake = world.lake(survivors)) {
            List<WebEvent> late = new RandomEvents(6).list(3);
            world.write(lake, world.customer(), late);
            lake.flush();
            var unused = lake.of(world.customer()).retain(181);
            assertThat(world.found(lake, world.customer())).isEmpty();
            world.now = RandomEvents.START.plus(Duration.ofHours(1));
            int found = world.found(lake, world.customer()).size();
            assertThat(found).isLessThanOrEqualTo(written + late.size());
            return written + late.size() - found;
        }
    }

    @Test
    void nothingIsLostByAClockThatLeapt() {
        assertThat(lostByALeap(() -> RandomEvents.START)).isZero();
    }

    @Test
    void nothingIsLostByAClockOfWhichNobodySaidYetWhetherItIsRight() {
        assertThat(lostByALeap(() -> Instant.EPOCH)).isZero();
    }

    @Test
    void byAClockThatIsBelievedTheSameRowsGo() {
        assertThat(lostByALeap(() -> world.now)).isGreaterThan(70);
    }
}
