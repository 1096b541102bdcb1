package dev.sekisho.records.copy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.records.RecordsLoad;
import dev.sekisho.records.Row;
import dev.sekisho.records.connect.Address;
import dev.sekisho.records.connect.Failures;
import dev.sekisho.records.connect.Preparation;
import dev.sekisho.records.connect.Role;
import dev.sekisho.records.connect.RolePasswords;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads rows under the role made for it, in one transaction. COPY is not used: PostgreSQL refuses it on tables with row-level security,
 * which stays on while they are loaded.
 */
public final class TableLoad implements RecordsLoad {
    private static final Logger log = LoggerFactory.getLogger(TableLoad.class);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** How long the rows may keep the transaction waiting. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final LoadPermit permit;
    private final AutoCloseable server;
    private final Connection reader;
    private final Connection connection;
    private final RowWriter writer;
    private boolean finished;

    private TableLoad(
            LoadPermit permit, AutoCloseable server, Connection reader, Connection connection, RowWriter writer) {
        this.permit = permit;
        this.server = server;
        this.reader = reader;
        this.connection = connection;
        this.writer = writer;
    }

    /**
     * Begins a load.
     *
     * @param preparation of the database, which has run
     * @param server what is closed at the end
     * @throws SekishoException {@code CONFLICT} if there are rows, or a node is using the database
     */
    public static TableLoad begin(
            Preparation preparation, Address address, String prefix, RolePasswords passwords, AutoCloseable server) {
        LoadPermit permit = new LoadPermit(preparation, prefix);
        @Nullable Connection reader = null;
        @Nullable Connection connection = null;
        try {
            reader = connect(address, Role.BACKUP.name(prefix), passwords);
            permit.give(reader);
            connection = connect(address, Role.LOAD.name(prefix), passwords);
            connection.setAutoCommit(false);
            return new TableLoad(permit, server, reader, connection, new RowWriter(connection));
        } catch (SQLException e) {
            quietly(connection);
            quietly(reader);
            throw Failures.ofLoad(e);
        } catch (RuntimeException e) {
            quietly(reader);
            throw e;
        }
    }

    private static Connection connect(Address address, String role, RolePasswords passwords) throws SQLException {
        // Several rows become one statement in the driver.
        Connection connection =
                address.connect(role, passwords.of(role), LIMIT, Map.of("reWriteBatchedInserts", "true"));
        try (Statement statement = connection.createStatement()) {
            // No customer has this secret: the policy of one customer has something to read and lets nothing pass.
            statement.execute("SET sekisho.customer = '00000000-0000-0000-0000-000000000000'");
            statement.execute("SET idle_in_transaction_session_timeout = " + PATIENCE.toMillis());
        } catch (SQLException e) {
            quietly(connection);
            throw e;
        }
        return connection;
    }

    @Override
    public void add(Row row) {
        try {
            writer.add(row);
        } catch (SQLException e) {
            throw Failures.ofLoad(e);
        }
    }

    @Override
    public void apply(Row row) {
        try {
            writer.apply(row);
        } catch (SQLException e) {
            throw Failures.ofLoad(e);
        }
    }

    @Override
    public Counts finish() {
        if (finished) {
            throw new IllegalStateException("the load has ended");
        }
        try {
            writer.flush();
            connection.commit();
            Counts counts = new Counts(
                    count("sealed_record"),
                    count("sealed_record_index"),
                    count("installation_record"),
                    count("installation_record_index"),
                    count("gatekeeper"));
            permit.serve();
            finished = true;
            return counts;
        } catch (SQLException e) {
            throw Failures.ofLoad(e);
        }
    }

    private long count(String table) throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        quietly(connection);
        quietly(reader);
        if (!finished) {
            try {
                permit.withdraw();
            } catch (SQLException e) {
                // The note in the schema keeps it from serving, whatever rights are left.
                log.warn("The rights of the role that loads could not be taken back: SQLSTATE {}", e.getSQLState());
            }
        }
        quietly(server);
    }

    private static void quietly(@Nullable AutoCloseable what) {
        if (what == null) {
            return;
        }
        try {
            what.close();
        } catch (Exception e) {
            log.debug("closing", e);
        }
    }
}
