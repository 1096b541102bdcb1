package dev.sekisho.directory.service;

import dev.sekisho.directory.Authentication.LiveSession;
import dev.sekisho.directory.Authentication.NewSession;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.Sessions.Session;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.directory.credential.SealedSessions;
import dev.sekisho.directory.credential.SecretRecords;
import dev.sekisho.directory.credential.SecretRecords.SessionForm;
import dev.sekisho.directory.credential.SecretRecords.State;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Sessions by their secret. The gatekeeper's row says whose and which; the session itself is a sealed record of that owner. A use
 * is written down when the last one is a tenth of the idle time old, so that most requests only read.
 */
final class LiveSessions {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MAX_DEVICE_CHARS = 100;
    private static final int MAX_STATE_BYTES = 64 << 10;
    private static final int TOUCHES = 10;

    private final Foundation foundation;
    private final BiFunction<Optional<CustomerId>, PersonToken, Optional<Caller>> callers;

    LiveSessions(Parts parts, BiFunction<Optional<CustomerId>, PersonToken, Optional<Caller>> callers) {
        this.foundation = parts.foundation;
        this.callers = callers;
    }

    NewSession open(Caller caller, String device, Duration idle, Duration life) {
        if (device.length() > MAX_DEVICE_CHARS
                || idle.isNegative()
                || idle.isZero()
                || life.compareTo(LONGEST) > 0
                || idle.compareTo(life) > 0) {
            throw new IllegalArgumentException("not the form of a session");
        }
        Ticket ticket = ticket(caller, foundation.newId());
        String secret = foundation.newSecret();
        byte[] digest = Foundation.digest(secret);
        long now = foundation.realNow().toEpochMilli();
        SessionForm form = new SessionForm(
                ticket.person(),
                now,
                now,
                idle.toSeconds(),
                now + life.toMillis(),
                device,
                Base64.getEncoder().encodeToString(digest));
        store(ticket)
                .transact(transaction -> SecretRecords.SESSION.insert(
                        transaction, ticket.objectId(), form, Map.of("person", form.person())));
        foundation
                .gatekeeper()
                .put(SealedSessions.GATE, digest, ticket.bytes(), Optional.of(Instant.ofEpochMilli(form.expires())));
        return new NewSession(ticket.objectId(), secret);
    }

    Optional<LiveSession> find(String secret) {
        Optional<Ticket> ticket = ticketOf(secret);
        if (ticket.isEmpty()) {
            return Optional.empty();
        }
        Id128 id = ticket.get().objectId();
        RecordStore store = store(ticket.get());
        Optional<Row<SessionForm>> row = store.transact(transaction -> SecretRecords.SESSION.find(transaction, id));
        long now = foundation.realNow().toEpochMilli();
        if (row.isEmpty() || row.get().value().expires() <= now) {
            return Optional.empty();
        }
        Optional<Caller> caller =
                callers.apply(ticket.get().owner(), ticket.get().token());
        if (caller.isEmpty()) {
            return Optional.empty();
        }
        SessionForm form = touched(ticket.get(), store, row.get(), now);
        byte[] state = store.transact(transaction -> state(transaction, id));
        Session session = new Session(
                id,
                PersonToken.parse(form.person()),
                Instant.ofEpochMilli(form.started()),
                Instant.ofEpochMilli(form.expires()),
                form.device());
        return Optional.of(new LiveSession(session, caller.get(), state));
    }

    /** As {@link #find}, but being asked is no use of the session. */
    boolean holds(String secret) {
        Optional<Ticket> ticket = ticketOf(secret);
        if (ticket.isEmpty()) {
            return false;
        }
        Optional<Row<SessionForm>> row = store(ticket.get())
                .transact(transaction ->
                        SecretRecords.SESSION.find(transaction, ticket.get().objectId()));
        return row.isPresent()
                && row.get().value().expires() > foundation.realNow().toEpochMilli()
                && callers.apply(ticket.get().owner(), ticket.get().token()).isPresent();
    }

    private SessionForm touched(Ticket ticket, RecordStore store, Row<SessionForm> row, long now) {
        SessionForm form = row.value();
        if (now - form.used() < form.idle() * 1000 / TOUCHES) {
            return form;
        }
        SessionForm used = new SessionForm(
                form.person(), form.started(), now, form.idle(), form.ends(), form.device(), form.digest());
        try {
            store.transact(transaction -> SecretRecords.SESSION.update(
                    transaction, row.id(), row.version(), used, Map.of("person", form.person())));
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.NOT_FOUND) {
                // Another request used or ended it at the same moment; what it wrote stands.
                return form;
            }
            throw e;
        }
        foundation
                .gatekeeper()
                .put(
                        SealedSessions.GATE,
                        Base64.getDecoder().decode(form.digest()),
                        ticket.bytes(),
                        Optional.of(Instant.ofEpochMilli(used.expires())));
        return used;
    }

    void saveState(String secret, byte[] state) {
        if (state.length > MAX_STATE_BYTES) {
            throw new SekishoException(ErrorCode.REQUEST_TOO_LARGE, "The state of a session has at most 64 KiB.");
        }
        ticketOf(secret)
                .ifPresent(ticket -> store(ticket).transact(transaction -> {
                    if (SecretRecords.SESSION
                            .find(transaction, ticket.objectId())
                            .isPresent()) {
                        SecretRecords.SESSION_STATE.put(
                                transaction,
                                ticket.objectId(),
                                new State(Base64.getEncoder().encodeToString(state)));
                    }
                    return true;
                }));
    }

    void close(String secret) {
        Optional<Ticket> ticket = ticketOf(secret);
        foundation.gatekeeper().remove(SealedSessions.GATE, Foundation.digest(secret));
        ticket.ifPresent(known -> store(known).transact(transaction -> {
            SecretRecords.SESSION_STATE.delete(transaction, known.objectId());
            return SecretRecords.SESSION.delete(transaction, known.objectId());
        }));
    }

    private Optional<Ticket> ticketOf(String secret) {
        return foundation
                .gatekeeper()
                .find(SealedSessions.GATE, Foundation.digest(secret))
                .map(Ticket::read);
    }

    private static byte[] state(Transaction transaction, Id128 id) {
        return SecretRecords.SESSION_STATE
                .find(transaction, id)
                .map(row -> Base64.getDecoder().decode(row.value().value()))
                .orElse(new byte[0]);
    }

    private RecordStore store(Ticket ticket) {
        return ticket.owner()
                .map(customer -> foundation
                        .records()
                        .of(foundation.scope(customer, new Actor.Person(ticket.token()), Purpose.CUSTOMER_REQUEST)))
                .orElseGet(foundation::installation);
    }

    private Ticket ticket(Caller caller, Id128 id) {
        return switch (caller) {
            case Caller.CustomerPerson person ->
                Ticket.of(
                        Optional.of(person.scope().customer()),
                        Optional.of(person.token()),
                        Optional.of(id),
                        Optional.empty(),
                        foundation.realNow());
            case Caller.OperatorPerson operator ->
                Ticket.of(
                        Optional.empty(),
                        Optional.of(operator.token()),
                        Optional.of(id),
                        Optional.empty(),
                        foundation.realNow());
            case Caller.CustomerProgram program -> throw new IllegalArgumentException("a program has no session");
            case Caller.OperatorProgram program -> throw new IllegalArgumentException("a program has no session");
        };
    }
}
