package dev.sekisho.records.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.Records;
import dev.sekisho.records.connect.RolePasswords;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Each of the three walls between customers, with the other two taken away. One file because the walls are told apart by what the same
 * rows show when only one of them stands.
 */
class WallsTest {
    private final Vault vault = TestVault.open();
    private final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));
    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = TestServer.fresh();
    private final Id128 id = Id128.random(random);
    private Records records;
    private CustomerScope aoi;
    private CustomerScope beni;

    @BeforeEach
    void twoCustomersWithARecordEach() {
        records = database.open(vault, InstantSource.system());
        aoi = issuer.issueForNewCustomer(new Actor.Job("test"));
        beni = issuer.issueForNewCustomer(new Actor.Job("test"));
        for (CustomerScope scope : new CustomerScope[] {aoi, beni}) {
            vault.create(scope);
            records.of(scope)
                    .transact(t -> t.insert(
                            "thing", id, "of one of them".getBytes(StandardCharsets.UTF_8), Map.of("word", "sea")));
        }
    }

    @AfterEach
    void close() {
        records.close();
    }

    private Connection asRecords() throws SQLException {
        String role = database.name() + "_records";
        return database.as(role, new RolePasswords(vault.installation()).of(role));
    }

    private Owner.Customer owner(CustomerScope scope) {
        return Owner.Customer.of(scope, vault.installation());
    }

    private static String stateOf(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return "no error";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    private static int count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sekisho." + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void enter(Connection connection, String secret) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('sekisho.customer', ?, true)")) {
            statement.setString(1, secret);
            statement.execute();
        }
    }

    /** Code alone: a superuser's connection has no row-level security, and nothing is opened by a key. */
    @Test
    void theFirstWallStopsAStatementWithoutAScopeBeforeAConnectionSeesIt() {
        // Given
        PGSimpleDataSource unwalled = new PGSimpleDataSource();
        unwalled.setUrl(database.url());
        AtomicInteger statements = new AtomicInteger();
        DataSource counting = new StatementCountingSource(unwalled, "sekisho_admin", "superuser-of-tests", statements);
        Door door = new Door(counting, new LongAdder(), new LongAdder());
        // When
        assertThatThrownBy(() -> door.jdbi()
                        .withHandle(handle -> handle.createQuery("SELECT count(*) FROM sekisho.sealed_record")
                                .mapTo(Integer.class)
                                .one()))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCOPE_MISSING));
        // Then
        assertThat(statements).hasValue(0);
        // and with a scope the same statement runs, so that the wall is what stopped it
        int rows = door.enter(
                owner(aoi),
                handle -> handle.createQuery("SELECT count(*) FROM sekisho.sealed_record")
                        .mapTo(Integer.class)
                        .one());
        assertThat(rows).isEqualTo(2);
        assertThat(statements.get()).isPositive();
    }

    /** Code alone, again: without row-level security a handle's own statements still find its own rows only. */
    @Test
    void theFirstWallKeepsAHandleToItsCustomerEvenWhereTheDatabaseShowsAllRows() throws SQLException {
        // Given
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("ALTER TABLE sekisho.sealed_record NO FORCE ROW LEVEL SECURITY");
            statement.execute("ALTER TABLE sekisho.sealed_record DISABLE ROW LEVEL SECURITY");
            statement.execute("ALTER TABLE sekisho.sealed_record_index DISABLE ROW LEVEL SECURITY");
        }
        // When
        RecordStore store = records.of(aoi);
        // Then
        assertThat(store.<Integer>transact(
                        t -> t.list("thing", java.util.Optional.empty(), 10).size()))
                .isEqualTo(1);
        assertThat(store.<Integer>transact(t -> t.findBy("thing", "word", "sea").size()))
                .isEqualTo(1);
        assertThat(store.<Boolean>transact(t -> t.delete("thing", id))).isTrue();
        assertThat(records.of(beni).<Boolean>transact(t -> t.find("thing", id).isPresent()))
                .isTrue();
    }

    /** The database alone: plain JDBC as the product's role. */
    @Test
    void theSecondWallMakesAMissingScopeAnErrorNotAnEmptyAnswer() throws SQLException {
        for (String table : new String[] {"sealed_record", "sealed_record_index"}) {
            try (Connection connection = asRecords()) {
                // When nothing was ever set: undefined object
                assertThat(stateOf(connection, "SELECT * FROM " + table)).isEqualTo("42704");
                assertThat(stateOf(connection, "DELETE FROM " + table)).isEqualTo("42704");
                // When a transaction with a scope has ended on the pooled connection: invalid text
                enter(connection, owner(aoi).secret().toString());
                assertThat(count(connection, table)).isEqualTo(1);
                connection.commit();
                assertThat(stateOf(connection, "SELECT * FROM " + table)).isEqualTo("22P02");
            }
        }
    }

    @Test
    void theSecondWallShowsAndTakesRowsOfOneCustomerOnly() throws SQLException {
        try (Connection connection = asRecords()) {
            // Given
            enter(connection, owner(aoi).secret().toString());
            // Then
            assertThat(count(connection, "sealed_record")).isEqualTo(1);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO sealed_record VALUES (?, 'thing', gen_random_uuid(), 1, now(), '')")) {
                insert.setBytes(1, owner(beni).stored());
                assertThatThrownBy(insert::execute)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
            connection.rollback();
            enter(connection, owner(aoi).secret().toString());
            try (PreparedStatement update = connection.prepareStatement("UPDATE sealed_record SET customer = ?")) {
                update.setBytes(1, owner(beni).stored());
                assertThatThrownBy(update::execute)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    void theSecondWallDoesNotOpenToWhoReadAStoredValue() throws SQLException {
        try (Connection connection = asRecords()) {
            // Given the stored value of the other customer, as a dump would show it
            byte[] stored = owner(beni).stored();
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(stored);
            String guess = new java.util.UUID(buffer.getLong(), buffer.getLong()).toString();
            // When
            enter(connection, guess);
            // Then
            assertThat(count(connection, "sealed_record")).isZero();
        }
    }

    @Test
    void theRolesSeeNothingOfEachOther() throws SQLException {
        RolePasswords passwords = new RolePasswords(vault.installation());
        Map<String, String[]> own = Map.of(
                "records", new String[] {"sealed_record", "sealed_record_index"},
                "installation", new String[] {"installation_record", "installation_record_index"},
                "gate", new String[] {"gatekeeper"},
                // Of record_change it sees times and numbers of transactions, see below.
                "jobs", new String[] {"scheduled_tasks", "record_mark", "record_change"},
                "backup",
                        new String[] {
                            "sealed_record",
                            "sealed_record_index",
                            "installation_record",
                            "installation_record_index",
                            "gatekeeper",
                            "record_mark",
                            "record_change"
                        },
                "load", new String[] {},
                "nobody", new String[] {"record_load", "flyway_schema_history"});
        for (String role : own.keySet()) {
            if (role.equals("nobody")) {
                continue;
            }
            String name = database.name() + "_" + role;
            try (Connection connection = database.as(name, passwords.of(name))) {
                // A scope is set, so that only the missing right can refuse.
                assertThat(stateOf(
                                connection,
                                "SET sekisho.customer = '" + owner(aoi).secret() + "'"))
                        .isEqualTo("no error");
                for (String other : own.keySet()) {
                    for (String table : own.get(other)) {
                        String state = stateOf(connection, "SELECT 1 FROM " + table + " LIMIT 1");
                        if (List.of(own.get(role)).contains(table)) {
                            assertThat(state).as(role + " on " + table).isEqualTo("no error");
                        } else {
                            assertThat(state).as(role + " on " + table).isEqualTo("42501");
                        }
                    }
                }
                assertThat(stateOf(connection, "SET default_transaction_read_only = off"))
                        .isEqualTo("no error");
                if (!role.equals("backup")) {
                    for (String column : new String[] {"customer", "kind", "id", "digest"}) {
                        assertThat(stateOf(connection, "SELECT " + column + " FROM record_change"))
                                .as(role + " on notes")
                                .isEqualTo("42501");
                    }
                }
                assertThat(stateOf(connection, "CREATE TABLE sekisho.mine (x int)"))
                        .isEqualTo("42501");
                assertThat(stateOf(connection, "ALTER TABLE sekisho.sealed_record DISABLE ROW LEVEL SECURITY"))
                        .isEqualTo("42501");
                assertThat(stateOf(connection, "SET ROLE " + database.name() + "_owner"))
                        .isEqualTo("42501");
            }
        }
    }

    /** The copies' role looks past the second wall, so its own bounds and the third wall are what there is. */
    @Test
    void theRoleOfCopiesSeesWhatIsSealedOfEveryCustomerAndWritesNothing() throws SQLException {
        String name = database.name() + "_backup";
        String[] tables = {
            "sealed_record",
            "sealed_record_index",
            "installation_record",
            "installation_record_index",
            "gatekeeper",
            "record_change",
            "record_mark",
            "record_load",
            "scheduled_tasks"
        };
        try (Connection connection = database.as(name, new RolePasswords(vault.installation()).of(name))) {
            // Given
            enter(connection, new java.util.UUID(0, 0).toString());
            // Then
            assertThat(count(connection, "sealed_record")).isEqualTo(2);
            assertThat(count(connection, "record_change")).isEqualTo(2);
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT count(*) FILTER (WHERE position('of one of them'::bytea"
                                    + " IN payload) > 0) FROM sealed_record")) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(stateOf(connection, "SELECT lo_create(0)")).isEqualTo("25006");
            // When it turns off what keeps it from trying, it still has no right
            assertThat(stateOf(connection, "SET sekisho.customer = '" + new java.util.UUID(0, 0) + "'"))
                    .isEqualTo("no error");
            assertThat(stateOf(connection, "SET default_transaction_read_only = off"))
                    .isEqualTo("no error");
            for (String table : tables) {
                for (String sql : new String[] {
                    "INSERT INTO " + table + " DEFAULT VALUES",
                    "UPDATE " + table + " SET " + firstColumn(table) + " = NULL",
                    "DELETE FROM " + table,
                    "TRUNCATE " + table,
                    "SELECT * FROM " + table + " FOR UPDATE"
                }) {
                    assertThat(stateOf(connection, sql)).as(sql).isEqualTo("42501");
                }
            }
        }
    }

    private String firstColumn(String table) throws SQLException {
        try (Connection superuser = database.superuser();
                PreparedStatement query = superuser.prepareStatement(
                        "SELECT column_name FROM information_schema.columns"
                                + " WHERE table_schema = 'sekisho' AND table_name = ? ORDER BY ordinal_position LIMIT 1")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Test
    void aNoteIsOfTheOwnCustomerAndIsNeitherBackdatedNorTakenBack() throws SQLException {
        try (Connection connection = asRecords()) {
            for (String sql : new String[] {
                "INSERT INTO record_change (source, customer, kind, id)"
                        + " VALUES ('customer', sha256('x'), 'thing', gen_random_uuid())",
                "INSERT INTO record_change (source, kind, id) VALUES ('installation', 'thing', gen_random_uuid())",
                "INSERT INTO record_change (transaction, source) VALUES ('3', 'customer')",
                "UPDATE record_change SET kind = 'other'",
                "DELETE FROM record_change",
                "SELECT transaction FROM record_change"
            }) {
                enter(connection, owner(aoi).secret().toString());
                assertThat(stateOf(connection, sql)).as(sql).isEqualTo("42501");
                connection.rollback();
            }
        }
    }

    /** Keys alone: the row was moved by somebody whom neither the code nor the database stopped. */
    @Test
    void theThirdWallKeepsARowOfAnotherCustomerShut() throws SQLException {
        // Given
        try (Connection superuser = database.superuser()) {
            for (String sql : new String[] {
                "DELETE FROM sekisho.sealed_record_index",
                "DELETE FROM sekisho.sealed_record WHERE customer = ?",
                "UPDATE sekisho.sealed_record SET customer = ?"
            }) {
                try (PreparedStatement statement = superuser.prepareStatement(sql)) {
                    if (sql.contains("?")) {
                        statement.setBytes(1, owner(aoi).stored());
                    }
                    statement.executeUpdate();
                }
            }
        }
        // When
        RecordStore store = records.of(aoi);
        // Then
        assertThatThrownBy(() -> store.transact(t -> t.find("thing", id)))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED));
    }

    @Test
    void anOpenWallIsNoticedAtTheStart() throws SQLException {
        // Given
        records.close();
        for (String[] harm : new String[][] {
            {
                "ALTER TABLE sekisho.sealed_record NO FORCE ROW LEVEL SECURITY",
                "ALTER TABLE sekisho.sealed_record FORCE ROW LEVEL SECURITY"
            },
            {
                "ALTER ROLE " + database.name() + "_records BYPASSRLS",
                "ALTER ROLE " + database.name() + "_records NOBYPASSRLS"
            },
            {
                "GRANT pg_read_all_data TO " + database.name() + "_gate",
                "REVOKE pg_read_all_data FROM " + database.name() + "_gate"
            },
            {"CREATE POLICY open ON sekisho.sealed_record USING (1 = 1)", "DROP POLICY open ON sekisho.sealed_record"},
            {
                "ALTER POLICY copies ON sekisho.record_change TO PUBLIC",
                "ALTER POLICY copies ON sekisho.record_change TO " + database.name() + "_backup"
            },
            {
                "GRANT INSERT ON sekisho.gatekeeper TO " + database.name() + "_backup",
                "REVOKE INSERT ON sekisho.gatekeeper FROM " + database.name() + "_backup"
            },
            {
                "ALTER ROLE " + database.name() + "_backup BYPASSRLS",
                "ALTER ROLE " + database.name() + "_backup NOBYPASSRLS"
            }
        }) {
            try (Connection superuser = database.superuser();
                    Statement statement = superuser.createStatement()) {
                statement.execute(harm[0]);
                // When
                assertThatThrownBy(() -> database.open(vault, InstantSource.system()))
                        .isInstanceOfSatisfying(
                                SekishoException.class,
                                // Then
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_SCHEMA));
                statement.execute(harm[1]);
            }
        }
        records = database.open(vault, InstantSource.system());
        assertThat(records.problem()).isEmpty();
    }

    @Test
    void noIdentifierOfACustomerIsInTheDatabase() throws SQLException {
        try (Connection superuser = database.superuser();
                PreparedStatement statement = superuser.prepareStatement(
                        "SELECT count(*) FILTER (WHERE customer = ?), count(*) FILTER (WHERE position(? IN payload) > 0),"
                                + " count(*) FROM sekisho.sealed_record")) {
            statement.setBytes(1, aoi.customer().bytes());
            statement.setBytes(2, aoi.customer().bytes());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                assertThat(row.getInt(1)).isZero();
                assertThat(row.getInt(2)).isZero();
                assertThat(row.getInt(3)).isEqualTo(2);
            }
        }
    }
}
