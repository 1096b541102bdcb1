package dev.sekisho.directory.audit;

import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.base.Actors;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The audit trail of one owner. Entries have identifiers that fall with time, so that the store's order is newest first. */
public final class SealedAudit implements AuditTrail {
    private static final Kind<Form> KIND = Kind.of("audit", Form.class);
    private static final Pattern VERB = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*");
    private static final int MAX_OBJECT_CHARS = 200;

    private final Foundation foundation;
    private final RecordStore store;

    /** Over one owner's records. */
    public SealedAudit(Foundation foundation, RecordStore store) {
        this.foundation = foundation;
        this.store = store;
    }

    @Override
    public void write(Actor actor, String verb, String object) {
        store.transact(transaction -> {
            add(transaction, actor, verb, object);
            return true;
        });
    }

    /** Writes an entry together with the change that it tells of; answers its identifier. */
    public Id128 add(Transaction transaction, Actor actor, String verb, String object) {
        if (!VERB.matcher(verb).matches() || object.length() > MAX_OBJECT_CHARS) {
            throw new IllegalArgumentException("not the form of an audit entry: " + verb);
        }
        Instant now = foundation.dataNow();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        long unique = foundation.lastAudit().accumulateAndGet(micros, (last, time) -> Math.max(last + 1, time));
        Id128 id = new Id128(Long.MAX_VALUE - unique, foundation.newId().low());
        KIND.insert(transaction, id, new Form(now.toEpochMilli(), Actors.text(actor), verb, object), Map.of());
        return id;
    }

    @Override
    public Id128 open(Actor actor, String verb, String object) {
        return store.transact(transaction -> add(transaction, actor, verb, object));
    }

    @Override
    public void revise(Id128 id, String object) {
        if (object.length() > MAX_OBJECT_CHARS) {
            throw new IllegalArgumentException("not the form of an audit entry");
        }
        store.transact(transaction -> {
            KIND.find(transaction, id).ifPresent(row -> {
                Form form = row.value();
                KIND.update(
                        transaction,
                        id,
                        row.version(),
                        new Form(form.time(), form.actor(), form.verb(), object),
                        Map.of());
            });
            return true;
        });
    }

    @Override
    public List<Entry> list(Optional<Id128> before, int limit) {
        return store.transact(transaction -> KIND.list(transaction, before, limit).stream()
                .map(row -> new Entry(
                        row.id(),
                        Instant.ofEpochMilli(row.value().time()),
                        Actors.parse(row.value().actor()),
                        row.value().verb(),
                        row.value().object()))
                .toList());
    }

    /** An entry as stored. */
    record Form(long time, String actor, String verb, String object) {}
}
