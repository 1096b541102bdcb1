package dev.sekisho.records.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.Mark;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.Records;
import dev.sekisho.records.Row;
import dev.sekisho.records.Row.GoneRow;
import dev.sekisho.records.Row.RecordKey;
import dev.sekisho.records.connect.Address;
import dev.sekisho.records.connect.RolePasswords;
import dev.sekisho.records.copy.Copies.Taken;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changed since a mark: nothing is skipped, and what cannot be known is refused. */
class ChangesTest {
    private static final Vault VAULT = TestVault.open();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String INSERT =
            "INSERT INTO sekisho.installation_record VALUES ('late', '%s', 1, now(), '\\x00')";

    private TestDatabase database;
    private Records records;
    private RecordStore store;

    @SuppressWarnings("NullAway") // opened before each test
    ChangesTest() {}

    @BeforeEach
    void open() {
        database = TestServer.fresh();
        records = database.open(VAULT, InstantSource.system());
        store = records.installation();
    }

    @AfterEach
    void close() {
        records.close();
    }

    private Id128 inserted() {
        Id128 id = Id128.random(RANDOM);
        store.transact(t -> t.insert("thing", id, new byte[1], Map.of("word", "sea")));
        return id;
    }

    private long count(String sql) throws SQLException {
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private ErrorCode refusal(Mark mark) {
        try {
            Copies.changes(records, mark);
        } catch (SekishoException e) {
            return e.code();
        }
        throw new AssertionError("changes were given");
    }

    private static List<Id128> ids(Taken taken) {
        return taken.read().stream().map(row -> ((RecordKey) row.key()).id()).toList();
    }

    @Test
    void aTransactionThatBeganBeforeAMarkAndEndsAfterItIsNotSkipped() throws SQLException {
        try (Connection late = database.superuser();
                Statement statement = late.createStatement()) {
            // Given
            late.setAutoCommit(false);
            statement.execute(INSERT.formatted("00000000-0000-0001-0000-000000000002"));
            inserted();
            Taken set = Copies.snapshot(records);
            assertThat(set.rows()).isEqualTo(1);
            // When it is still open at the next mark, and what was before that is forgotten
            Taken first = Copies.changes(records, set.mark());
            assertThat(first.rows()).isZero();
            records.copy().forgetChanges(first.mark());
            late.commit();
            // Then
            assertThat(ids(Copies.changes(records, first.mark()))).containsExactly(new Id128(1, 2));
            // and who looks for notes that are newer than everything at the mark would have skipped it
            assertThat(count("SELECT count(*) FROM sekisho.record_change WHERE transaction >="
                            + " (SELECT max(pg_snapshot_xmax(snapshot)::text::bigint)::text::xid8 FROM sekisho.record_mark"
                            + " WHERE snapshot::text LIKE '%:%:_%')"))
                    .isZero();
        }
    }

    @Test
    void aChangeThatIsRolledBackIsNone() throws SQLException {
        Taken set = Copies.snapshot(records);
        try (Connection undone = database.superuser();
                Statement statement = undone.createStatement()) {
            undone.setAutoCommit(false);
            statement.execute(INSERT.formatted("00000000-0000-0001-0000-000000000002"));
            undone.rollback();
        }
        assertThat(Copies.changes(records, set.mark()).rows()).isZero();
    }

    @Test
    void aRowThatChangedOftenComesOnceAndOneThatWentAsGone() {
        // Given
        Id128 kept = inserted();
        Id128 gone = inserted();
        Taken set = Copies.snapshot(records);
        // When
        store.transact(t -> t.update("thing", kept, 1, new byte[2], Map.of("word", "sea")));
        store.transact(t -> t.update("thing", kept, 2, new byte[3], Map.of()));
        store.transact(t -> t.delete("thing", gone));
        List<Row> changes = Copies.changes(records, set.mark()).read();
        // Then
        assertThat(changes).hasSize(2);
        assertThat(changes)
                .filteredOn(GoneRow.class::isInstance)
                .hasSize(1)
                .allSatisfy(row -> assertThat(((RecordKey) row.key()).id()).isEqualTo(gone));
    }

    @Test
    void indexesMadeAnewAreAChangeOfTheirRecord() {
        // Given
        Id128 id = inserted();
        Taken set = Copies.snapshot(records);
        // When
        store.reindex("thing");
        // Then
        assertThat(ids(Copies.changes(records, set.mark()))).containsExactly(id);
    }

    @Test
    void oneInsertWithIndexesMakesOneNote() throws SQLException {
        long before = count("SELECT count(*) FROM sekisho.record_change");
        store.transact(t ->
                t.insert("thing", Id128.random(RANDOM), new byte[1], Map.of("one", "1", "two", "2", "three", "3")));
        assertThat(count("SELECT count(*) FROM sekisho.record_change") - before).isEqualTo(1);
    }

    @Test
    void aMarkThatTheDatabaseDoesNotKnowIsRefused() throws SQLException {
        // Given
        Taken old = Copies.snapshot(records);
        Taken newer = Copies.changes(records, old.mark());
        // Then
        assertThat(refusal(new Mark("never-was"))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(new Mark(Id128.random(RANDOM).toString()))).isEqualTo(ErrorCode.NOT_FOUND);
        // When what was before is forgotten
        inserted();
        Taken newest = Copies.changes(records, newer.mark());
        records.copy().forgetChanges(newest.mark());
        // Then
        assertThat(refusal(old.mark())).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(count("SELECT count(*) FROM sekisho.record_change")).isZero();
        assertThat(Copies.changes(records, newest.mark()).rows()).isZero();
        // When the server is set back to before the mark
        execute("DELETE FROM sekisho.record_mark");
        // Then
        assertThat(refusal(newest.mark())).isEqualTo(ErrorCode.NOT_FOUND);
        records.copy().forgetChanges(newest.mark());
    }

    @Test
    void whatNobodyAskedForInTimeIsForgotten() throws SQLException {
        // Given
        ExpiredChanges job = new ExpiredChanges(copy(Duration.ofMinutes(1)));
        Taken needed = Copies.snapshot(records);
        Id128 id = inserted();
        execute("UPDATE sekisho.record_change SET noted = noted - interval '2 days'");
        // When a mark still needs the notes
        job.run(Instant.EPOCH);
        // Then
        assertThat(ids(Copies.changes(records, needed.mark()))).containsExactly(id);
        // When all marks are old
        execute("UPDATE sekisho.record_mark SET taken = taken - interval '73 hours'");
        inserted();
        job.run(Instant.EPOCH);
        // Then only the notes of the last hour are left
        assertThat(refusal(needed.mark())).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(count("SELECT count(*) FROM sekisho.record_change")).isEqualTo(1);
        assertThat(job.nextDue(Instant.EPOCH, Instant.EPOCH)).isEqualTo(Instant.EPOCH.plus(Duration.ofHours(6)));
    }

    private TableCopy copy(Duration patience) {
        return new TableCopy(
                new Address(database.url(), Duration.ofSeconds(5)),
                database.name(),
                new RolePasswords(VAULT.installation()),
                patience);
    }

    @Test
    void aTargetThatFallsAsleepEndsTheCopyAndNotTheDatabase() {
        // Given
        IntStream.range(0, 3 * RowQueries.ROWS).forEach(i -> inserted());
        TableCopy copy = copy(Duration.ofMillis(200));
        // When
        try {
            copy.snapshot(row -> {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (isReading() && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            });
            throw new AssertionError("the copy went on");
        } catch (SekishoException e) {
            // Then
            assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        }
        assertThat(Copies.snapshot(records).rows()).isEqualTo(3 * RowQueries.ROWS);
    }

    private boolean isReading() {
        try {
            Thread.sleep(50);
            return count("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + database.name() + "_backup'") > 0;
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatATargetThrowsComesThroughAndLeavesNothingOpen() throws SQLException {
        // Given
        inserted();
        IllegalStateException failure = new IllegalStateException("the target is full");
        // When
        try {
            records.copy().snapshot(row -> {
                throw failure;
            });
            throw new AssertionError("the copy went on");
        } catch (IllegalStateException e) {
            // Then
            assertThat(e).isSameAs(failure);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (isReading()) {
            assertThat(System.nanoTime()).as("time limit").isLessThan(end);
        }
    }
}
