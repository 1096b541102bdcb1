package dev.sekisho.records.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.Records;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsLoad;
import dev.sekisho.records.Row;
import dev.sekisho.records.Row.GateKey;
import dev.sekisho.records.Row.GoneRow;
import dev.sekisho.records.Row.Index;
import dev.sekisho.records.Row.RecordKey;
import dev.sekisho.records.Row.RecordRow;
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
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Either all rows are loaded, or nothing serves. */
class LoadTest {
    private static final Vault VAULT = TestVault.open();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ROWS = 1_000;
    private static Taken set = new Taken(new dev.sekisho.records.Mark("none"), new byte[0], 0);

    private final TestDatabase database = TestServer.fresh();

    @BeforeAll
    static void aSet() {
        try (Records source = TestServer.fresh().open(VAULT, InstantSource.system())) {
            source.installation().transact(t -> {
                for (int i = 0; i < ROWS; i++) {
                    t.insert("thing", Id128.random(RANDOM), new byte[300], Map.of("n", "x" + i, "tens", "x" + i / 10));
                }
                return ROWS;
            });
            set = Copies.snapshot(source);
        }
    }

    private static ErrorCode refused(Runnable work) {
        try {
            work.run();
        } catch (SekishoException e) {
            return e.code();
        }
        throw new AssertionError("nothing was refused");
    }

    private ErrorCode openRefused() {
        return refused(() -> database.open(VAULT, InstantSource.system()).close());
    }

    private void execute(String sql) throws SQLException {
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private long rows() throws SQLException {
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM sekisho.sealed_record)"
                        + " + (SELECT count(*) FROM sekisho.installation_record)")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void isLoadedWhole() {
        assertThat(Copies.load(database.options(), VAULT, set, List.of()).rows())
                .isEqualTo(ROWS);
        try (Records loaded = database.open(VAULT, InstantSource.system())) {
            assertThat(Copies.snapshot(loaded).digest()).isEqualTo(set.digest());
        }
    }

    @Test
    void aThousandRecordsAreThereWithinFiveSeconds() {
        // Given an empty database that was prepared already, as it is where only the rows are missing
        database.open(VAULT, InstantSource.system()).close();
        // When
        long begin = System.nanoTime();
        long rows = Copies.load(database.options(), VAULT, set, List.of()).rows();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        // Then
        assertThat(rows).isEqualTo(ROWS);
        assertThat(taken).isLessThan(Duration.ofSeconds(5));
        System.out.println("loading " + ROWS + " records took " + taken.toMillis() + " ms");
    }

    @Test
    void aDatabaseWithRowsIsRefusedAndStaysAsItIs() throws SQLException {
        // Given
        try (Records other = database.open(VAULT, InstantSource.system())) {
            other.installation().transact(t -> t.insert("thing", Id128.random(RANDOM), new byte[1], Map.of()));
        }
        // When
        assertThat(refused(() -> Copies.load(database.options(), VAULT, set, List.of())))
                .isEqualTo(ErrorCode.CONFLICT);
        // Then
        assertThat(rows()).isEqualTo(1);
        database.open(VAULT, InstantSource.system()).close();
    }

    @Test
    void aDatabaseThatANodeUsesIsRefused() {
        try (Records node = database.open(VAULT, InstantSource.system())) {
            // A node has connections once it did something.
            assertThat(node.installation()
                            .<Integer>transact(
                                    t -> t.list("thing", Optional.empty(), 1).size()))
                    .isZero();
            assertThat(refused(() -> Copies.load(database.options(), VAULT, set, List.of())))
                    .isEqualTo(ErrorCode.CONFLICT);
        }
        isLoadedWhole();
    }

    @Test
    void aNodeThatComesBetweenCanNeitherReadNorWriteUntilTheLoadEnded() throws SQLException {
        String[] roles = {"records", "installation", "gate"};
        String[] tables = {"sealed_record", "installation_record", "gatekeeper"};
        try (RecordsLoad load = RecordsDatabase.load(database.options(), VAULT)) {
            for (int i = 0; i < roles.length; i++) {
                assertThat(mayWrite(roles[i], tables[i])).as(roles[i]).isFalse();
            }
            load.finish();
        }
        for (int i = 0; i < roles.length; i++) {
            assertThat(mayWrite(roles[i], tables[i])).as(roles[i]).isTrue();
        }
    }

    private boolean mayWrite(String role, String table) throws SQLException {
        String name = database.name() + "_" + role;
        try (Connection connection = database.as(name, new RolePasswords(VAULT.installation()).of(name));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT has_table_privilege('" + table + "', 'INSERT')"
                        + " OR has_table_privilege('" + table + "', 'SELECT')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Test
    void aLoadThatWasCutOffNeverServesAndTheNextStartsOver() throws SQLException {
        // When
        try (RecordsLoad load = RecordsDatabase.load(database.options(), VAULT)) {
            set.read().subList(0, 900).forEach(load::add);
            assertThat(openRefused()).as("while it goes on").isEqualTo(ErrorCode.DATABASE_SCHEMA);
        }
        // Then
        assertThat(rows()).isZero();
        assertThat(openRefused()).isEqualTo(ErrorCode.DATABASE_SCHEMA);
        isLoadedWhole();
    }

    @Test
    void aLoadThatDiedBetweenItsLastTwoStepsStartsOverToo() throws SQLException {
        // Given the rows are there and the note still is
        isLoadedWhole();
        execute("INSERT INTO sekisho.record_load DEFAULT VALUES");
        assertThat(openRefused()).isEqualTo(ErrorCode.DATABASE_SCHEMA);
        // Then
        isLoadedWhole();
    }

    @Test
    void aFullDiskIsOneClearErrorAndNothingServes() throws SQLException {
        // Given a server that says what PostgreSQL says when it cannot extend a file
        database.open(VAULT, InstantSource.system()).close();
        execute("CREATE FUNCTION sekisho.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                + " 'could not extend file' USING ERRCODE = '53100'; END $$");
        execute("CREATE TRIGGER full_disk BEFORE INSERT ON sekisho.installation_record_index FOR EACH ROW"
                + " WHEN (NEW.label = 'tens') EXECUTE FUNCTION sekisho.full_disk()");
        // When
        assertThat(refused(() -> Copies.load(database.options(), VAULT, set, List.of())))
                .isEqualTo(ErrorCode.DISK_FULL);
        // Then
        assertThat(openRefused()).isEqualTo(ErrorCode.DATABASE_SCHEMA);
        execute("DROP TRIGGER full_disk ON sekisho.installation_record_index");
        isLoadedWhole();
    }

    @Test
    void rowsThatCannotStandTogetherAreRefused() {
        Row row = set.read().getFirst();
        for (List<Row> bad : List.of(List.of(row, row), List.<Row>of(new GoneRow(row.key())))) {
            assertThat(refused(() -> {
                        try (RecordsLoad load = RecordsDatabase.load(database.options(), VAULT)) {
                            bad.forEach(load::add);
                            load.finish();
                        }
                    }))
                    .isEqualTo(ErrorCode.RECORD_DAMAGED);
        }
        isLoadedWhole();
    }

    @Test
    void changesOfOneRowAreAppliedInTheirOrder() {
        // Given
        RecordKey key = new RecordKey(Optional.empty(), "thing", new Id128(5, 6));
        RecordRow one = new RecordRow(
                key,
                1,
                Instant.EPOCH,
                new byte[1],
                List.of(new Index("a", new byte[16]), new Index("b", new byte[16])));
        RecordRow two = new RecordRow(key, 2, Instant.EPOCH, new byte[2], List.of(new Index("a", new byte[16])));
        // When
        try (RecordsLoad load = RecordsDatabase.load(database.options(), VAULT)) {
            load.add(one);
            load.apply(two);
            load.apply(new GoneRow(key));
            load.apply(new GoneRow(new GateKey(new byte[32])));
            load.apply(one);
            load.apply(two);
            RecordsLoad.Counts counts = load.finish();
            // Then
            assertThat(counts).isEqualTo(new RecordsLoad.Counts(0, 0, 1, 1, 0));
        }
        try (Records loaded = database.open(VAULT, InstantSource.system())) {
            List<Row> rows = Copies.snapshot(loaded).read();
            assertThat(rows).hasSize(1);
            assertThat(((RecordRow) rows.getFirst()).version()).isEqualTo(2);
            assertThat(((RecordRow) rows.getFirst()).payload()).isEqualTo(new byte[2]);
        }
    }

    @Test
    void theRoleThatLoadsHasRightsOnlyWhileItLoads() throws SQLException {
        // Given
        String[] loaded = {
            "sealed_record", "sealed_record_index", "installation_record", "installation_record_index", "gatekeeper"
        };
        String[] others = {"record_change", "record_mark", "record_load", "scheduled_tasks", "flyway_schema_history"};
        database.open(VAULT, InstantSource.system()).close();
        assertThat(rights(loaded)).as("before").isZero();
        // When
        try (RecordsLoad load = RecordsDatabase.load(database.options(), VAULT)) {
            assertThat(rights(loaded)).isEqualTo(loaded.length);
            assertThat(rights(others)).as("elsewhere").isZero();
            load.finish();
        }
        // Then
        assertThat(rights(loaded)).as("after").isZero();
        // and after one that was cut off
        TestDatabase other = TestServer.fresh();
        RecordsDatabase.load(other.options(), VAULT).close();
        assertThat(rights(other, loaded)).as("after a cut").isZero();
    }

    private long rights(String[] tables) throws SQLException {
        return rights(database, tables);
    }

    /** On how many of the tables the role may insert, or do anything else. */
    private static long rights(TestDatabase database, String[] tables) throws SQLException {
        String role = database.name() + "_load";
        long found = 0;
        try (Connection connection = database.as(role, new RolePasswords(VAULT.installation()).of(role));
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                String any = "has_any_column_privilege('" + table + "', 'SELECT, INSERT, UPDATE')"
                        + " OR has_table_privilege('" + table + "', 'DELETE, TRUNCATE, TRIGGER')";
                try (ResultSet row = statement.executeQuery("SELECT " + any)) {
                    row.next();
                    found += row.getBoolean(1) ? 1 : 0;
                }
            }
        }
        return found;
    }

    @Test
    void marksFromBeforeALoadAreNotKnownAfterIt() {
        // Given
        dev.sekisho.records.Mark mark;
        try (Records empty = database.open(VAULT, InstantSource.system())) {
            mark = Copies.snapshot(empty).mark();
        }
        isLoadedWhole();
        // When
        try (Records loaded = database.open(VAULT, InstantSource.system())) {
            assertThat(refused(() -> Copies.changes(loaded, mark))).isEqualTo(ErrorCode.NOT_FOUND);
        }
    }
}
