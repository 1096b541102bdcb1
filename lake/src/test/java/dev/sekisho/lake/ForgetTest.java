package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.CustomerLake.Forgotten;
import dev.sekisho.lake.files.CutFiles;
import dev.sekisho.lake.files.CutFiles.Loss;
import dev.sekisho.lake.files.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of one customer goes, whether its keys go before or after; the others notice nothing. */
class ForgetTest {
    private static final String[] CUSTOMERS_FILES = {".seg", ".manifest", "/retention", "/concealed", ".hold", ".held"};

    @TempDir
    Path folder;

    private World world;

    @SuppressWarnings("NullAway") // opened before each test
    ForgetTest() {}

    @BeforeEach
    void open() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Events of both, a hold, a retention; the other's own. */
    private List<WebEvent> fill(Lake lake) {
        CustomerLake rows = lake.of(world.customer());
        rows.retain(90);
        world.fill(lake, world.customer());
        rows.hold(new Id128(5, 5), Optional.empty(), LocalDate.parse("2026-11-20"), LocalDate.parse("2026-11-23"));
        List<WebEvent> others = new RandomEvents(8).list(20);
        world.write(lake, world.other(), others);
        world.write(lake, world.customer(), new RandomEvents(9).list(5));
        return others.stream().sorted(NaiveAnswers.NEWEST_FIRST).toList();
    }

    private void isGone(Lake lake, CutFiles files, List<WebEvent> others) throws IOException {
        assertThat(lake.sink().offer(world.customer(), others.getFirst())).isFalse();
        assertThat(lake.sink().ready(world.customer())).isFalse();
        assertThatThrownBy(() -> lake.of(world.customer()).events(Queries.all(1)))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED));
        assertThat(world.found(lake, world.other())).isEqualTo(others);
        lake.flush();
        assertThat(world.found(lake, world.other())).isEqualTo(others);
        assertThat(lake.status().hotRows()).isZero();
        List<String> folders = World.stored(files, CUSTOMERS_FILES).stream()
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .distinct()
                .toList();
        assertThat(folders).as("only the other's folder").hasSize(1);
    }

    @Test
    void everythingGoesAtOnceAndAgainIsNoError() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        List<WebEvent> others;
        try (Lake lake = world.lake(files)) {
            others = fill(lake);
            CustomerLake before = lake.of(world.customer());

            // When
            Forgotten forgotten = before.forget();

            // Then
            assertThat(forgotten.days()).isEqualTo(2);
            assertThat(forgotten.events()).isEqualTo(117);
            assertThat(forgotten.segments()).isPositive();
            isGone(lake, files, others);
            assertThatThrownBy(() -> before.events(Queries.all(1))).isInstanceOf(SekishoException.class);
            assertThatThrownBy(() -> before.retain(3)).isInstanceOf(SekishoException.class);
            assertThat(lake.of(world.customer()).forget()).isEqualTo(new Forgotten(0, 0, 0));
            isGone(lake, files, others);
        }

        // Then: also after a start, before and after the keys are destroyed
        CutFiles crashed = files.survivors(0);
        try (Lake lake = world.lake(crashed)) {
            assertThat(lake.sink().offer(world.customer(), others.getFirst())).isFalse();
            assertThat(world.found(lake, world.other())).isEqualTo(others);
            world.vault().destroy(world.customer());
            assertThat(lake.of(world.customer()).forget()).isEqualTo(new Forgotten(0, 0, 0));
        }
        assertThat(crashed.all()).noneMatch(name -> name.startsWith("forgotten/"));
    }

    @Test
    void itWorksWhenTheKeysAreDestroyedBefore() throws IOException {
        // Given
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        try (Lake lake = world.lake(files)) {
            List<WebEvent> others = fill(lake);
            world.vault().destroy(world.customer());

            // When
            Forgotten forgotten = lake.of(world.customer()).forget();

            // Then
            assertThat(forgotten.days()).isEqualTo(2);
            isGone(lake, files, others);
            assertThat(files.all()).noneMatch(name -> name.startsWith("forgotten/"));
        }
    }

    @Test
    void aStartAfterTheKeysWereDestroyedGoesOnWithTheOthers() throws IOException {
        // Given: a crash after the keys were destroyed and before anything was forgotten
        CutFiles files = CutFiles.cutAt(0, Loss.ALL);
        List<WebEvent> others;
        try (Lake lake = world.lake(files)) {
            others = fill(lake);
        }
        world.vault().destroy(world.customer());
        CutFiles crashed = files.survivors(0);

        // When
        try (Lake lake = world.lake(crashed)) {
            // Then
            assertThat(world.found(lake, world.other())).isEqualTo(others);
            assertThat(lake.of(world.customer()).forget().segments()).isPositive();
            isGone(lake, crashed, others);
        }
    }

    @Test
    void whereverThePowerFailsNothingComesBackAndTheNextCallEndsIt() throws IOException {
        // Given
        boolean ended = false;
        int cuts = 0;
        for (int after = 1; !ended; after++) {
            world.newCustomers();
            CutFiles whole = CutFiles.cutAt(0, Loss.ALL);
            List<WebEvent> others;
            try (Lake lake = world.lake(whole)) {
                others = fill(lake);
            }
            CutFiles files = whole.survivors(after);

            // When
            try (Lake lake = world.lake(files)) {
                lake.of(world.customer()).forget();
                ended = !files.isDead();
            } catch (SekishoException e) {
                assertThat(files.isDead()).as("%s %s", e.code(), e.getMessage()).isTrue();
                cuts++;
            }

            // Then
            boolean destroyedBetween = after % 2 == 0;
            if (destroyedBetween) {
                world.vault().destroy(world.customer());
            }
            CutFiles survivors = files.survivors(0);
            try (Lake lake = world.lake(survivors)) {
                lake.of(world.customer()).forget();
                isGone(lake, survivors, others);
            }
        }
        assertThat(cuts).isGreaterThan(8);
    }

    @Test
    void onADiskTheFolderItselfIsRemoved() throws IOException {
        // Given
        Path lakeFolder = folder.resolve("lake");
        try (TestKeys keys = TestKeys.open(folder);
                Lake lake = keys.lake(LakeOptions.of(lakeFolder, "node-1", TestKeys.REGION))) {
            var customer = keys.newCustomer();
            new RandomEvents(1).list(3).forEach(event -> lake.sink().offer(customer, event));
            lake.flush();
            assertThat(Files.list(lakeFolder.resolve("c"))).hasSize(1);
            Path left = Files.list(lakeFolder.resolve("c")).findFirst().orElseThrow();
            Files.write(left.resolve("retention.tmp"), new byte[3]);

            // When
            lake.of(customer).forget();

            // Then
            assertThat(left).doesNotExist();
        }
        try (FolderFiles files = FolderFiles.open(lakeFolder)) {
            assertThat(files.list("forgotten")).hasSize(1);
        }
    }
}
