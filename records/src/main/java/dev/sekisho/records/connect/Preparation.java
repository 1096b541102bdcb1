package dev.sekisho.records.connect;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to where this version of the product needs it: roles with their passwords, then migrations, then a check that
 * the second wall between customers stands. Several nodes may do so at the same time.
 */
public final class Preparation {
    /** The schema of every table. */
    public static final String SCHEMA = "sekisho";

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OLDEST_SERVER = 150000;
    private static final long LOCK = 0x5345_4b49_5348_4fL;

    private final Address address;
    private final String ownerName;
    private final String ownerPassword;
    private final String prefix;
    private final RolePasswords passwords;

    /** For a database whose owner logs in with this name and password. */
    public Preparation(
            Address address, String ownerName, String ownerPassword, String prefix, RolePasswords passwords) {
        this.address = address;
        this.ownerName = ownerName;
        this.ownerPassword = ownerPassword;
        this.prefix = prefix;
        this.passwords = passwords;
    }

    /**
     * Does it, and refuses what a load left half done.
     *
     * @throws SekishoException {@code DATABASE_UNAVAILABLE}, {@code CONFIG_INVALID} or {@code DATABASE_SCHEMA}
     */
    public void run() {
        prepare(true);
    }

    /** Does it for a load: one that was cut off is no obstacle to the next. */
    public void runForLoad() {
        prepare(false);
    }

    /** A connection of the owner, for what comes with a load. */
    public Connection owner() throws SQLException {
        return address.connect(ownerName, ownerPassword, LIMIT);
    }

    private void prepare(boolean toServe) {
        try (Connection connection = owner()) {
            checkServer(connection);
            makeRoles(connection);
            migrate();
            checkWall(connection);
            if (toServe) {
                checkLoaded(connection);
            }
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState()) || "28000".equals(e.getSQLState())) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "control.database: the server refuses the owner's user name or password.",
                        e);
            }
            throw Failures.translate(e);
        }
    }

    /** Makes the owner and the database of an embedded server, as its superuser; does nothing to what exists. */
    public static void makeDatabase(Connection superuser, String owner, String password, String database)
            throws SQLException {
        if (!exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = ?", owner)) {
            execute(superuser, "CREATE ROLE " + owner + " LOGIN CREATEROLE");
        }
        superuser.unwrap(PGConnection.class).alterUserPassword(owner, password.toCharArray(), "scram-sha-256");
        if (!exists(superuser, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
            execute(superuser, "CREATE DATABASE " + database + " OWNER " + owner);
            execute(superuser, "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
        }
    }

    private static void checkServer(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version_num")) {
            row.next();
            if (row.getInt(1) < OLDEST_SERVER) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID, "control.database: PostgreSQL 15 or newer is needed.");
            }
        }
    }

    private void makeRoles(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
        for (Role role : Role.values()) {
            String name = role.name(prefix);
            if (role == Role.OWNER) {
                continue;
            }
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
                execute(connection, "CREATE ROLE " + name + " LOGIN NOINHERIT");
                if (role == Role.BACKUP) {
                    // It has no right to write; this also keeps it from what everybody may write, as large objects.
                    execute(connection, "ALTER ROLE " + name + " SET default_transaction_read_only = on");
                }
            } else if (logsIn(name)) {
                continue;
            }
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(name, passwords.of(name).toCharArray(), "scram-sha-256");
            execute(
                    connection,
                    "DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO " + name
                            + "', current_database()); END $$");
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private boolean logsIn(String name) throws SQLException {
        try (Connection connection = address.connect(name, passwords.of(name), Duration.ofSeconds(5))) {
            return true;
        } catch (SQLException e) {
            if (Failures.isTemporary(e)) {
                throw e;
            }
            return false;
        }
    }

    private void migrate() {
        try {
            Flyway.configure(Preparation.class.getClassLoader())
                    .dataSource(new OwnerSource(address, ownerName, ownerPassword, LIMIT))
                    .locations("classpath:dev/sekisho/records/migrations")
                    .schemas(SCHEMA)
                    .defaultSchema(SCHEMA)
                    .createSchemas(true)
                    .validateMigrationNaming(true)
                    .ignoreMigrationPatterns(new String[0])
                    .cleanDisabled(true)
                    .placeholders(Map.of(
                            "records", Role.RECORDS.name(prefix),
                            "installation", Role.INSTALLATION.name(prefix),
                            "gate", Role.GATE.name(prefix),
                            "jobs", Role.JOBS.name(prefix),
                            "backup", Role.BACKUP.name(prefix),
                            "load", Role.LOAD.name(prefix)))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            log.debug("migration", e);
            throw new SekishoException(
                    ErrorCode.DATABASE_SCHEMA,
                    "The records database has a form that this version does not know or could not bring about: start the"
                            + " version that last used it, or a newer one.",
                    e);
        }
    }

    /** Refuses to work with a role that could look past the wall. */
    private void checkWall(Connection connection) throws SQLException {
        for (Role role : Role.values()) {
            if (role != Role.OWNER
                    && exists(
                            connection,
                            "SELECT 1 FROM pg_roles r WHERE r.rolname = ? AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR"
                                    + " EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                    + " WHERE n.nspname = 'sekisho' AND c.relowner = r.oid) OR"
                                    + " EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid))",
                            role.name(prefix))) {
                throw wallIsOpen("the role " + role.name(prefix) + " has rights that it must not have");
            }
        }
        if (exists(
                connection,
                "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND"
                        + " c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity) AND EXISTS (SELECT 1"
                        + " FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'customer')",
                SCHEMA)) {
            throw wallIsOpen("row-level security is not enforced on every table of customers");
        }
        checkPolicies(connection);
    }

    /** Only copies and loads look past the one customer, each by its own role; and neither can do what the other does. */
    private void checkPolicies(Connection connection) throws SQLException {
        String policies = "SELECT 1 FROM pg_policies WHERE schemaname = ? AND permissive = 'PERMISSIVE' AND NOT ("
                + "coalesce(qual, with_check) LIKE '%current_setting(''sekisho.customer''::text)%' AND"
                + " coalesce(with_check, qual) LIKE '%current_setting(''sekisho.customer''::text)%')"
                + " AND NOT (cmd = 'SELECT' AND roles = ARRAY['" + Role.BACKUP.name(prefix) + "'::name])"
                + " AND NOT (policyname = 'loads' AND roles = ARRAY['" + Role.LOAD.name(prefix) + "'::name])"
                + " AND NOT (tablename = 'record_change' AND (cmd = 'INSERT' OR roles = ARRAY['"
                + Role.JOBS.name(prefix) + "'::name]))";
        if (exists(connection, policies, SCHEMA)) {
            throw wallIsOpen("a policy lets a role see every customer");
        }
        if (exists(
                connection,
                "SELECT 1 FROM information_schema.role_table_grants WHERE grantee = ? AND table_schema = 'sekisho'"
                        + " AND privilege_type <> 'SELECT'",
                Role.BACKUP.name(prefix))) {
            throw wallIsOpen("the role of copies may write");
        }
    }

    private static void checkLoaded(Connection connection) throws SQLException {
        if (exists(connection, "SELECT 1 FROM record_load WHERE begun IS NOT NULL AND ? <> ''", SCHEMA)) {
            throw new SekishoException(
                    ErrorCode.DATABASE_SCHEMA,
                    "Rows are being loaded into the records database, or a load was cut off: load again from the beginning."
                            + " Nothing is served from it before.");
        }
    }

    private static SekishoException wallIsOpen(String what) {
        return new SekishoException(
                ErrorCode.DATABASE_SCHEMA,
                "The records database does not keep customers apart: " + what + ". Restore its roles and policies.");
    }

    private static boolean exists(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
