package dev.sekisho.records.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.Mark;
import dev.sekisho.records.connect.Address;
import dev.sekisho.records.connect.Role;
import dev.sekisho.records.connect.RolePasswords;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/**
 * The moments from which changes may be asked for, and forgetting what no mark needs. Under the role that runs jobs, which sees of a
 * note when it was made and in which transaction, and not which row it names.
 *
 * @param address of the database
 * @param prefix of its roles
 */
record Marks(Address address, String prefix, RolePasswords passwords) {
    /** Longer than any target should be away; then a whole snapshot is due anyway. */
    private static final String KEPT = "3 days";

    /** Deleting a million notes takes seconds. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Keeps a moment. From when this returns, what the snapshot does not see is not forgotten. */
    Mark keep(String snapshot) throws SQLException {
        Id128 id = Id128.random(RANDOM);
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO record_mark (id, snapshot) VALUES (?, ?::pg_snapshot)")) {
            insert.setObject(1, new UUID(id.high(), id.low()));
            insert.setString(2, snapshot);
            insert.executeUpdate();
        }
        return new Mark(id.toString());
    }

    /** The snapshot of a mark, as a transaction sees it. */
    static String snapshot(Connection connection, Mark mark) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT snapshot::text FROM record_mark WHERE id = ?")) {
            query.setObject(1, uuid(mark));
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    return row.getString(1);
                }
            }
        }
        throw unknown();
    }

    /** Forgets marks before this one, and the notes that none of the others needs. */
    void forget(Mark upTo) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement marks = connection.prepareStatement("""
                    DELETE FROM record_mark WHERE pg_snapshot_xmin(snapshot) <
                    (SELECT pg_snapshot_xmin(snapshot) FROM record_mark WHERE id = ?)""")) {
                marks.setObject(1, uuid(upTo));
                marks.executeUpdate();
            }
            try (Statement notes = connection.createStatement()) {
                // Without a mark nothing is forgotten here: a copy might just be about to keep its first.
                notes.executeUpdate("""
                        DELETE FROM record_change WHERE transaction <
                        (SELECT pg_snapshot_xmin(snapshot) FROM record_mark ORDER BY pg_snapshot_xmin(snapshot) LIMIT 1)""");
            }
            connection.commit();
        }
    }

    /** Forgets marks that are old, and notes that no mark needs any more; the notes of the last hour stay. */
    void expire() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("DELETE FROM record_mark WHERE taken < now() - interval '" + KEPT + "'");
            statement.executeUpdate("""
                    DELETE FROM record_change WHERE noted < now() - interval '1 hour' AND transaction < coalesce(
                    (SELECT pg_snapshot_xmin(snapshot) FROM record_mark ORDER BY pg_snapshot_xmin(snapshot) LIMIT 1),
                    pg_snapshot_xmin(pg_current_snapshot()))""");
            connection.commit();
        }
    }

    private Connection connect() throws SQLException {
        String name = Role.JOBS.name(prefix);
        return address.connect(name, passwords.of(name), LIMIT);
    }

    private static UUID uuid(Mark mark) {
        try {
            Id128 id = Id128.parse(mark.text());
            return new UUID(id.high(), id.low());
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static SekishoException unknown() {
        return new SekishoException(
                ErrorCode.NOT_FOUND,
                "This records database has no notes of what changed since then; take a whole copy instead.");
    }
}
