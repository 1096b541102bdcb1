package dev.sekisho.records.copy;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.Row;
import dev.sekisho.records.Row.GateKey;
import dev.sekisho.records.Row.GateRow;
import dev.sekisho.records.Row.GoneRow;
import dev.sekisho.records.Row.Index;
import dev.sekisho.records.Row.RecordKey;
import dev.sekisho.records.Row.RecordRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a source, read one after the other. Large payloads are fetched by themselves, so that a fetch of several rows stays below
 * {@value #ROWS} times {@value #INLINE_BYTES} bytes.
 */
enum RowQueries {
    /** Records of customers. */
    CUSTOMERS("sealed_record", "customer", "customer, kind, id", "payload"),
    /** Records of the installation. */
    INSTALLATION("installation_record", "installation", "kind, id", "payload"),
    /** What the gatekeeper remembers. */
    GATEKEEPER("gatekeeper", "gatekeeper", "digest", "ticket");

    static final int ROWS = 64;
    static final int INLINE_BYTES = 64 << 10;

    private final String table;
    private final String source;
    private final String key;
    private final String content;

    RowQueries(String table, String source, String key, String content) {
        this.table = table;
        this.source = source;
        this.key = key;
        this.content = content;
    }

    /** Every row. */
    PreparedStatement all(Connection connection) throws SQLException {
        return prepared(connection, columns() + " FROM " + table + " r");
    }

    /** The rows that a snapshot does not know as they are now. */
    PreparedStatement changedSince(Connection connection, String snapshot) throws SQLException {
        PreparedStatement query = prepared(
                connection,
                columns() + " FROM (SELECT DISTINCT " + key + " FROM record_change WHERE source = '" + source
                        + "' AND transaction >= pg_snapshot_xmin(?::pg_snapshot)"
                        + " AND NOT pg_visible_in_snapshot(transaction, ?::pg_snapshot)) c LEFT JOIN " + table
                        + " r USING (" + key + ")");
        query.setString(1, snapshot);
        query.setString(2, snapshot);
        return query;
    }

    private static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        try {
            query.setFetchSize(ROWS);
            return query;
        } catch (SQLException e) {
            query.close();
            throw e;
        }
    }

    private String columns() {
        String columns = "SELECT " + key + ", octet_length(r." + content + ") AS size, CASE WHEN octet_length(r."
                + content + ") <= " + INLINE_BYTES + " THEN r." + content + " END AS content, ";
        return switch (this) {
            case GATEKEEPER -> columns + "r.expires";
            case CUSTOMERS -> columns + recordColumns("i.customer = r.customer AND ");
            case INSTALLATION -> columns + recordColumns("");
        };
    }

    private String recordColumns(String join) {
        return "r.version, r.changed, (SELECT string_agg(i.label || ':' || encode(i.token, 'hex'), ',') FROM " + table
                + "_index i WHERE " + join + "i.kind = r.kind AND i.id = r.id) AS indexes";
    }

    /** The row that a result stands at. */
    Row row(Connection connection, ResultSet at) throws SQLException {
        Row.Key which = key(at);
        at.getInt("size");
        if (at.wasNull()) {
            return new GoneRow(which);
        }
        byte[] inline = at.getBytes("content");
        byte[] bytes = inline == null ? large(connection, which) : inline;
        return switch (which) {
            case GateKey gate -> new GateRow(gate, bytes, time(at, "expires"));
            case RecordKey named ->
                new RecordRow(
                        named,
                        at.getLong("version"),
                        time(at, "changed").orElseThrow(),
                        bytes,
                        indexes(at.getString("indexes")));
        };
    }

    private Row.Key key(ResultSet at) throws SQLException {
        return switch (this) {
            case GATEKEEPER -> new GateKey(at.getBytes("digest"));
            case CUSTOMERS -> new RecordKey(Optional.of(at.getBytes("customer")), at.getString("kind"), id(at));
            case INSTALLATION -> new RecordKey(Optional.empty(), at.getString("kind"), id(at));
        };
    }

    private byte[] large(Connection connection, Row.Key which) throws SQLException {
        String equal = key.replace(",", " = ? AND") + " = ?";
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + content + " FROM " + table + " WHERE " + equal)) {
            bindKey(query, 1, which);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }

    /** Binds the columns of a key from a position on; answers the position after them. */
    static int bindKey(PreparedStatement statement, int from, Row.Key which) throws SQLException {
        int at = from;
        switch (which) {
            case GateKey gate -> statement.setBytes(at++, gate.digest());
            case RecordKey named -> {
                if (named.customer().isPresent()) {
                    statement.setBytes(at++, named.customer().get());
                }
                statement.setString(at++, named.kind());
                statement.setObject(at++, new UUID(named.id().high(), named.id().low()));
            }
        }
        return at;
    }

    private static Id128 id(ResultSet at) throws SQLException {
        UUID uuid = at.getObject("id", UUID.class);
        return new Id128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private static Optional<Instant> time(ResultSet at, String column) throws SQLException {
        return Optional.ofNullable(at.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static List<Index> indexes(@Nullable String text) {
        List<Index> indexes = new ArrayList<>();
        if (text != null) {
            for (String index : text.split(",", -1)) {
                int colon = index.indexOf(':');
                indexes.add(new Index(
                        index.substring(0, colon), HexFormat.of().parseHex(index, colon + 1, index.length())));
            }
        }
        return indexes;
    }
}
