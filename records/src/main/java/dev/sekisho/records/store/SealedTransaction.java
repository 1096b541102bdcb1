package dev.sekisho.records.store;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore.Stored;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** Reads and writes of one owner within one transaction; payloads are sealed on the way in and opened on the way out. */
final class SealedTransaction implements Transaction {
    private static final int MAX_LIST = 1000;
    private static final int MAX_PAYLOAD_BYTES = 16 << 20;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final Handle handle;
    private final Owner owner;
    private final Statements statements;
    private final Sealing sealing;
    private final InstantSource clock;

    SealedTransaction(Handle handle, Owner owner, Statements statements, Sealing sealing, InstantSource clock) {
        this.handle = handle;
        this.owner = owner;
        this.statements = statements;
        this.sealing = sealing;
        this.clock = clock;
    }

    @Override
    public Optional<Stored> find(String kind, Id128 id) {
        return query(statements.find(), kind)
                .bind("id", uuid(id))
                .map((row, context) -> read(kind, row))
                .findOne();
    }

    @Override
    public List<Stored> findBy(String kind, String column, String value) {
        Map<Id128, Stored> found = new LinkedHashMap<>();
        for (byte[] token : sealing.lookups(kind, name(column), value)) {
            query(statements.findBy(), kind)
                    .bind("label", column)
                    .bind("token", token)
                    .bind("limit", MAX_LIST)
                    .map((row, context) -> read(kind, row))
                    .forEach(stored -> found.put(stored.id(), stored));
        }
        return List.copyOf(found.values());
    }

    @Override
    public List<Stored> list(String kind, Optional<Id128> after, int limit) {
        if (limit < 1 || limit > MAX_LIST) {
            throw new IllegalArgumentException("limit: 1 to " + MAX_LIST + ", not " + limit);
        }
        // The first identifier of all is never drawn at random, so "after" can start there.
        return query(statements.list(), kind)
                .bind("after", uuid(after.orElse(new Id128(0, 0))))
                .bind("limit", limit)
                .map((row, context) -> read(kind, row))
                .list();
    }

    @Override
    public Stored insert(String kind, Id128 id, byte[] payload, Map<String, String> indexes) {
        Instant now = now();
        update(statements.insert(), kind)
                .bind("id", uuid(id))
                .bind("changed", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("payload", seal(kind, id, 1, new Envelope(indexes, payload)))
                .execute();
        index(kind, id, indexes);
        return new Stored(id, 1, now, payload);
    }

    @Override
    public Stored update(String kind, Id128 id, long expected, byte[] payload, Map<String, String> indexes) {
        Instant now = now();
        int changed = update(statements.update(), kind)
                .bind("id", uuid(id))
                .bind("expected", expected)
                .bind("changed", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("payload", seal(kind, id, expected + 1, new Envelope(indexes, payload)))
                .execute();
        if (changed == 0) {
            throw find(kind, id).isPresent()
                    ? new SekishoException(
                            ErrorCode.CONFLICT, "It was changed by somebody else meanwhile; read it again.")
                    : new SekishoException(ErrorCode.NOT_FOUND, "It does not exist any more.");
        }
        update(statements.deleteIndexes(), kind).bind("id", uuid(id)).execute();
        index(kind, id, indexes);
        return new Stored(id, expected + 1, now, payload);
    }

    @Override
    public boolean delete(String kind, Id128 id) {
        return update(statements.delete(), kind).bind("id", uuid(id)).execute() > 0;
    }

    private void index(String kind, Id128 id, Map<String, String> indexes) {
        indexes.forEach((label, value) -> update(statements.insertIndex(), kind)
                .bind("id", uuid(id))
                .bind("label", name(label))
                .bind("token", sealing.index(kind, label, value))
                .execute());
    }

    /** Indexes records anew, after {@code after}, at most {@code limit}; answers them with the labels they are found by. */
    Map<Id128, Set<String>> reindex(String kind, Optional<Id128> after, int limit) {
        Map<Id128, Set<String>> done = new LinkedHashMap<>();
        query(statements.list(), kind)
                .bind("after", uuid(after.orElse(new Id128(0, 0))))
                .bind("limit", limit)
                .map((row, context) -> Map.entry(id(row), open(kind, row)))
                .list()
                .forEach(entry -> {
                    Map<String, String> indexes = entry.getValue().indexes();
                    update(statements.deleteIndexes(), kind)
                            .bind("id", uuid(entry.getKey()))
                            .execute();
                    index(kind, entry.getKey(), indexes);
                    done.put(entry.getKey(), indexes.keySet());
                });
        return done;
    }

    private byte[] seal(String kind, Id128 id, long version, Envelope envelope) {
        byte[] payload = envelope.payload();
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "A record has at most " + MAX_PAYLOAD_BYTES + " bytes, not " + payload.length);
        }
        return sealing.sealer().seal(new RecordContext(kind, id.toString(), version), envelope.bytes());
    }

    private Stored read(String kind, ResultSet row) throws SQLException {
        Instant changed = row.getObject("changed", OffsetDateTime.class).toInstant();
        return new Stored(
                id(row), row.getLong("version"), changed, open(kind, row).payload());
    }

    private Envelope open(String kind, ResultSet row) throws SQLException {
        RecordContext context = new RecordContext(kind, id(row).toString(), row.getLong("version"));
        return Envelope.read(sealing.sealer().open(context, row.getBytes("payload")));
    }

    private static Id128 id(ResultSet row) throws SQLException {
        UUID uuid = row.getObject("id", UUID.class);
        return new Id128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private Query query(String sql, String kind) {
        return own(handle.createQuery(sql)).bind("kind", name(kind));
    }

    private Update update(String sql, String kind) {
        return own(handle.createUpdate(sql)).bind("kind", name(kind));
    }

    private <S extends SqlStatement<S>> S own(S statement) {
        return switch (owner) {
            case Owner.Customer customer -> statement.bind("customer", customer.stored());
            case Owner.Installation none -> statement;
        };
    }

    /** PostgreSQL keeps microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static UUID uuid(Id128 id) {
        return new UUID(id.high(), id.low());
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("a kind or a column is 1 to 40 lower-case letters, digits and hyphens");
        }
        return text;
    }
}
