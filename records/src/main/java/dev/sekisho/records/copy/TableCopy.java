package dev.sekisho.records.copy;

import dev.sekisho.records.Mark;
import dev.sekisho.records.RecordsCopy;
import dev.sekisho.records.RowTarget;
import dev.sekisho.records.connect.Address;
import dev.sekisho.records.connect.Failures;
import dev.sekisho.records.connect.Role;
import dev.sekisho.records.connect.RolePasswords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Copies of the tables, each in one read-only transaction that sees one moment. The moment's mark is kept before the first row is
 * read, so that no note which it needs is forgotten meanwhile.
 */
public final class TableCopy implements RecordsCopy {
    /** For one fetch; sorting out the changes of a day comes before the first row. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Address address;
    private final String role;
    private final String password;
    private final Duration patience;
    private final Marks marks;

    /** Copies of the database at an address. */
    public TableCopy(Address address, String prefix, RolePasswords passwords) {
        this(address, prefix, passwords, PATIENCE);
    }

    /** As above; how long a target may take for a row is given only by a test. */
    TableCopy(Address address, String prefix, RolePasswords passwords, Duration patience) {
        this.address = address;
        this.role = Role.BACKUP.name(prefix);
        this.password = passwords.of(role);
        this.patience = patience;
        this.marks = new Marks(address, prefix, passwords);
    }

    @Override
    public Mark snapshot(RowTarget target) {
        return copy((connection, source) -> source.all(connection), connection -> {}, target);
    }

    @Override
    public Mark changes(Mark since, RowTarget target) {
        String[] snapshot = new String[1];
        return copy(
                (connection, source) -> source.changedSince(connection, snapshot[0]),
                connection -> snapshot[0] = Marks.snapshot(connection, since),
                target);
    }

    @Override
    public void forgetChanges(Mark upTo) {
        try {
            marks.forget(upTo);
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    /** Forgets marks of three days ago, and what no mark needs. */
    public void expire() {
        try {
            marks.expire();
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    /** Which rows of a source a copy reads. */
    private interface Selection {
        PreparedStatement of(Connection connection, RowQueries source) throws SQLException;
    }

    /** What is read before the rows. */
    private interface Beginning {
        void read(Connection connection) throws SQLException;
    }

    private Mark copy(Selection rows, Beginning beginning, RowTarget target) {
        try (Connection connection = address.connect(role, password, LIMIT)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            String now = begin(connection);
            beginning.read(connection);
            Mark mark = marks.keep(now);
            for (RowQueries source : RowQueries.values()) {
                try (PreparedStatement query = rows.of(connection, source);
                        ResultSet result = query.executeQuery()) {
                    while (result.next()) {
                        target.take(source.row(connection, result));
                    }
                }
            }
            connection.commit();
            return mark;
        } catch (SQLException e) {
            throw Failures.ofCopy(e);
        }
    }

    /** Begins the transaction; answers the snapshot that it sees from now on. */
    private String begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                // No customer has this secret: the policy of one customer has something to read and lets nothing pass.
                ResultSet row = statement.executeQuery("SELECT pg_current_snapshot()::text,"
                        + " set_config('sekisho.customer', '00000000-0000-0000-0000-000000000000', true),"
                        + " set_config('idle_in_transaction_session_timeout', '" + patience.toMillis() + "', true)")) {
            row.next();
            return row.getString(1);
        }
    }
}
