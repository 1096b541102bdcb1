package dev.sekisho.records.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.records.Row;
import dev.sekisho.records.Row.GateKey;
import dev.sekisho.records.Row.GateRow;
import dev.sekisho.records.Row.GoneRow;
import dev.sekisho.records.Row.Index;
import dev.sekisho.records.Row.Key;
import dev.sekisho.records.Row.RecordKey;
import dev.sekisho.records.Row.RecordRow;
import dev.sekisho.records.RowCodec;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes rows in batches: what is gone first, then what is there, then the indexes of what is there. */
final class RowWriter {
    private static final int MAX_ROWS = 256;
    private static final int MAX_BYTES = 1 << 20;

    private final PreparedStatement customer;
    private final PreparedStatement customerIndex;
    private final PreparedStatement installation;
    private final PreparedStatement installationIndex;
    private final PreparedStatement gate;
    private final PreparedStatement goneCustomer;
    private final PreparedStatement goneInstallation;
    private final PreparedStatement goneGate;
    private final PreparedStatement[] inOrder;
    private final Connection connection;
    private final Set<ByteBuffer> waiting = new HashSet<>();
    private boolean changes;
    private int rows;
    private long bytes;

    RowWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.customer = prepare(
                "INSERT INTO sealed_record (customer, kind, id, version, changed, payload) VALUES (?, ?, ?, ?, ?, ?)");
        this.customerIndex =
                prepare("INSERT INTO sealed_record_index (customer, kind, id, label, token) VALUES (?, ?, ?, ?, ?)");
        this.installation =
                prepare("INSERT INTO installation_record (kind, id, version, changed, payload) VALUES (?, ?, ?, ?, ?)");
        this.installationIndex =
                prepare("INSERT INTO installation_record_index (kind, id, label, token) VALUES (?, ?, ?, ?)");
        this.gate = prepare("INSERT INTO gatekeeper (digest, ticket, expires) VALUES (?, ?, ?)");
        this.goneCustomer = prepare("DELETE FROM sealed_record WHERE customer = ? AND kind = ? AND id = ?");
        this.goneInstallation = prepare("DELETE FROM installation_record WHERE kind = ? AND id = ?");
        this.goneGate = prepare("DELETE FROM gatekeeper WHERE digest = ?");
        this.inOrder = new PreparedStatement[] {
            goneCustomer, goneInstallation, goneGate, customer, installation, gate, customerIndex, installationIndex
        };
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Adds a row; {@link GoneRow} is none of a snapshot. */
    void add(Row row) throws SQLException {
        if (changes) {
            throw new IllegalStateException("rows of a snapshot come before changes");
        }
        switch (row) {
            case RecordRow record -> put(record);
            case GateRow record -> put(record);
            case GoneRow gone ->
                throw new SekishoException(
                        ErrorCode.RECORD_DAMAGED, "A row that is gone stands among the rows of a whole copy.");
        }
        taken();
    }

    /** Applies a change. In a batch removals go before insertions, so a second change of a key begins a new batch. */
    void apply(Row row) throws SQLException {
        if (!changes) {
            flush();
            changes = true;
        }
        if (!waiting.add(ByteBuffer.wrap(RowCodec.write(new GoneRow(row.key()))))) {
            flush();
            waiting.add(ByteBuffer.wrap(RowCodec.write(new GoneRow(row.key()))));
        }
        remove(row.key());
        switch (row) {
            case RecordRow record -> put(record);
            case GateRow record -> put(record);
            case GoneRow gone -> {}
        }
        taken();
    }

    private void put(RecordRow row) throws SQLException {
        RecordKey key = row.key();
        boolean ofCustomer = key.customer().isPresent();
        PreparedStatement record = ofCustomer ? customer : installation;
        int at = RowQueries.bindKey(record, 1, key);
        record.setLong(at++, row.version());
        record.setObject(at++, OffsetDateTime.ofInstant(row.changed(), ZoneOffset.UTC));
        record.setBytes(at, row.payload());
        record.addBatch();
        for (Index index : row.indexes()) {
            PreparedStatement part = ofCustomer ? customerIndex : installationIndex;
            int column = RowQueries.bindKey(part, 1, key);
            part.setString(column++, index.label());
            part.setBytes(column, index.token());
            part.addBatch();
        }
        bytes += row.payload().length + 64L * row.indexes().size();
    }

    private void put(GateRow row) throws SQLException {
        int at = RowQueries.bindKey(gate, 1, row.key());
        gate.setBytes(at++, row.ticket());
        gate.setObject(at, time(row.expires()), Types.TIMESTAMP_WITH_TIMEZONE);
        gate.addBatch();
        bytes += row.ticket().length;
    }

    private void remove(Key which) throws SQLException {
        PreparedStatement gone = switch (which) {
            case GateKey key -> goneGate;
            case RecordKey key -> key.customer().isPresent() ? goneCustomer : goneInstallation;
        };
        RowQueries.bindKey(gone, 1, which);
        gone.addBatch();
    }

    private void taken() throws SQLException {
        rows++;
        if (rows >= MAX_ROWS || bytes >= MAX_BYTES) {
            flush();
        }
    }

    /** Sends what is waiting. */
    void flush() throws SQLException {
        for (PreparedStatement statement : inOrder) {
            statement.executeBatch();
        }
        waiting.clear();
        rows = 0;
        bytes = 0;
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> time) {
        return time.map(t -> OffsetDateTime.ofInstant(t, ZoneOffset.UTC)).orElse(null);
    }
}
