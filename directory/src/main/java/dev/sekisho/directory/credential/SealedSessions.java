package dev.sekisho.directory.credential;

import dev.sekisho.directory.Sessions;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.credential.SecretRecords.SessionForm;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** Sessions of one owner's people. The gatekeeper's row goes before the record, so that a crash in between ends the session. */
public final class SealedSessions implements Sessions {
    /** The gatekeeper's word for sessions. */
    public static final String GATE = "session";

    private final Foundation foundation;
    private final RecordStore store;
    private final SealedAudit audit;
    private final Actor actor;

    /** Of one owner; ends of sessions are written to the audit trail as {@code actor}'s. */
    public SealedSessions(Foundation foundation, RecordStore store, SealedAudit audit, Actor actor) {
        this.foundation = foundation;
        this.store = store;
        this.audit = audit;
        this.actor = actor;
    }

    @Override
    public List<Session> list(PersonToken person) {
        long now = foundation.realNow().toEpochMilli();
        return of(person).stream()
                .filter(row -> row.value().expires() > now)
                .map(SealedSessions::session)
                .sorted(Comparator.comparing(Session::started).reversed())
                .toList();
    }

    @Override
    public boolean revoke(PersonToken person, Id128 id) {
        for (Row<SessionForm> row : of(person)) {
            if (row.id().equals(id)) {
                end(row);
                return true;
            }
        }
        return false;
    }

    @Override
    public int revokeAll(PersonToken person) {
        int ended = 0;
        // A look-up by index has a limit; whoever opened more sessions than that must not keep any.
        List<Row<SessionForm>> rows = of(person);
        while (!rows.isEmpty()) {
            rows.forEach(this::end);
            ended += rows.size();
            rows = of(person);
        }
        return ended;
    }

    /** Removes what ended before {@code now} (real time); answers how many. */
    public int removeExpired(Instant now) {
        List<Row<SessionForm>> ended = store.transact(transaction -> SecretRecords.SESSION.all(transaction).stream()
                .filter(row -> row.value().expires() <= now.toEpochMilli())
                .toList());
        ended.forEach(row -> {
            foundation.gatekeeper().remove(GATE, digest(row.value()));
            store.transact(transaction -> delete(transaction, row.id()));
        });
        return ended.size();
    }

    private void end(Row<SessionForm> row) {
        foundation.gatekeeper().remove(GATE, digest(row.value()));
        store.transact(transaction -> {
            audit.add(transaction, actor, "session.end", row.value().person());
            return delete(transaction, row.id());
        });
    }

    private static boolean delete(Transaction transaction, Id128 id) {
        SecretRecords.SESSION_STATE.delete(transaction, id);
        return SecretRecords.SESSION.delete(transaction, id);
    }

    private List<Row<SessionForm>> of(PersonToken person) {
        return store.transact(transaction -> SecretRecords.SESSION.findBy(transaction, "person", person.toString()));
    }

    static byte[] digest(SessionForm form) {
        return Base64.getDecoder().decode(form.digest());
    }

    static Session session(Row<SessionForm> row) {
        SessionForm form = row.value();
        return new Session(
                row.id(),
                PersonToken.parse(form.person()),
                Instant.ofEpochMilli(form.started()),
                Instant.ofEpochMilli(form.expires()),
                form.device());
    }
}
