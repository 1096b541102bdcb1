package dev.sekisho.records.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.records.connect.Preparation;
import dev.sekisho.records.connect.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What the owner does around a load: it notes in the schema that one has begun, which keeps every node from serving, gives the role
 * that loads its rights, and takes both back at the end. A load that was cut off leaves the note; the next one empties the tables.
 *
 * @param preparation of the database that is loaded
 * @param prefix of its roles
 */
record LoadPermit(Preparation preparation, String prefix) {
    private static final String TABLES =
            "sealed_record, sealed_record_index, installation_record, installation_record_index, gatekeeper";
    /** What nodes have rights to, as the migrations gave them: taken back while rows are loaded. */
    private static final String[][] SERVED = {
        {"sealed_record, sealed_record_index", "RECORDS"},
        {"installation_record, installation_record_index", "INSTALLATION"},
        {"gatekeeper", "GATE"}
    };

    private static final String NOTES = "record_change, record_mark";

    /** A server ends a connection a moment after it was closed. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private static final long PAUSE_MILLIS = 50;

    /**
     * Lets the role load.
     *
     * @throws SekishoException {@code CONFLICT} if there are rows that no cut-off load left, or a node uses the database
     */
    void give(Connection reader) throws SQLException {
        try (Connection owner = preparation.owner()) {
            awaitNobody(owner);
            owner.setAutoCommit(false);
            try (Statement statement = owner.createStatement()) {
                // One load at a time; another waits here until the note of this one can be seen.
                statement.execute("LOCK TABLE record_load IN ACCESS EXCLUSIVE MODE");
                // A node that only just starts has no connection yet: from here on it can neither read nor write.
                statement.execute("LOCK TABLE " + TABLES + " IN SHARE ROW EXCLUSIVE MODE");
                for (String[] served : SERVED) {
                    statement.execute("REVOKE ALL ON " + served[0] + " FROM "
                            + Role.valueOf(served[1]).name(prefix));
                }
                if (isTrue(owner, "SELECT EXISTS (SELECT 1 FROM record_load)")) {
                    statement.execute("TRUNCATE " + TABLES);
                    statement.execute("DELETE FROM record_load");
                } else if (hasRows(reader)) {
                    throw new SekishoException(
                            ErrorCode.CONFLICT,
                            "The records database holds rows already; load into an empty one. Nothing was changed.");
                }
                statement.execute("TRUNCATE " + NOTES);
                statement.execute("INSERT INTO record_load DEFAULT VALUES");
                statement.execute("GRANT SELECT, INSERT, DELETE ON " + TABLES + " TO " + Role.LOAD.name(prefix));
            }
            owner.commit();
        }
    }

    /** Takes the rights back and lets the database serve. */
    void serve() throws SQLException {
        try (Connection owner = preparation.owner();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            revoke(statement);
            for (String[] served : SERVED) {
                statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + served[0] + " TO "
                        + Role.valueOf(served[1]).name(prefix));
            }
            statement.execute("DELETE FROM record_load");
            owner.commit();
            owner.setAutoCommit(true);
            // The next plans know how many rows there are.
            statement.execute("ANALYZE " + TABLES);
        }
    }

    /** Takes the rights back; the database does not serve. */
    void withdraw() throws SQLException {
        try (Connection owner = preparation.owner();
                Statement statement = owner.createStatement()) {
            revoke(statement);
        }
    }

    private void revoke(Statement statement) throws SQLException {
        statement.execute("REVOKE ALL ON " + TABLES + " FROM " + Role.LOAD.name(prefix));
    }

    private static boolean hasRows(Connection reader) throws SQLException {
        for (String table : TABLES.split(", ")) {
            if (isTrue(reader, "SELECT EXISTS (SELECT 1 FROM " + table + ")")) {
                return true;
            }
        }
        return false;
    }

    /** A node that serves would write between the rows; whoever only just left is waited for. */
    private void awaitNobody(Connection owner) throws SQLException {
        long end = System.nanoTime() + SETTLED.toNanos();
        while (isAnybodyThere(owner)) {
            if (System.nanoTime() > end) {
                throw new SekishoException(
                        ErrorCode.CONFLICT,
                        "A node uses the records database; stop it before rows are loaded into it.");
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "The load was interrupted.", e);
            }
        }
    }

    private boolean isAnybodyThere(Connection owner) throws SQLException {
        String[] roles = Stream.of(Role.RECORDS, Role.INSTALLATION, Role.GATE, Role.JOBS, Role.LOAD)
                .map(role -> role.name(prefix))
                .toArray(String[]::new);
        try (PreparedStatement query = owner.prepareStatement("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE"
                + " datname = current_database() AND usename = ANY (?::name[]))")) {
            query.setString(1, "{" + String.join(",", Arrays.asList(roles)) + "}");
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
