package dev.sekisho.directory.people;

import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.records.RecordStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Logins of the whole region, of operators as of people: each belongs to one of them, so that a password form needs no field for
 * the customer. Who may not have a login is not told who has it.
 */
public final class Logins {
    private static final String GATE = "login";
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private final Foundation foundation;

    /** At the gatekeeper. */
    public Logins(Foundation foundation) {
        this.foundation = foundation;
    }

    /** Whose login it is. */
    public Optional<Ticket> find(String login) {
        return foundation.gatekeeper().find(GATE, bytes(login)).map(Ticket::read);
    }

    /**
     * Takes a login for a person who is about to be stored.
     *
     * @throws SekishoException {@code CONFLICT}
     */
    void claim(String login, Optional<CustomerId> customer, PersonToken person) {
        byte[] ticket = Ticket.of(
                        customer, Optional.of(person), Optional.empty(), Optional.empty(), foundation.realNow())
                .bytes();
        if (foundation.gatekeeper().claim(GATE, bytes(login), ticket, Optional.empty())) {
            return;
        }
        Optional<Ticket> holder = find(login);
        if (holder.isPresent() && !isLeftOver(holder.get(), login)) {
            throw new SekishoException(
                    ErrorCode.CONFLICT, "login: it cannot be used here; choose another, for example an e-mail address");
        }
        foundation.gatekeeper().put(GATE, bytes(login), ticket, Optional.empty());
    }

    /** Gives a login back. */
    void release(String login, PersonToken person) {
        if (find(login)
                .filter(ticket -> ticket.person().equals(person.toString()))
                .isPresent()) {
            foundation.gatekeeper().remove(GATE, bytes(login));
        }
    }

    /** A claim whose person was never stored, because the process ended in between. */
    private boolean isLeftOver(Ticket ticket, String login) {
        if (Instant.ofEpochMilli(ticket.made()).plus(SETTLED).isAfter(foundation.realNow())) {
            return false;
        }
        try {
            RecordStore store = ticket.owner()
                    .map(customer -> foundation
                            .records()
                            .of(foundation.scope(customer, new Actor.Job("directory.logins"), Purpose.SERVICE)))
                    .orElseGet(foundation::installation);
            String kind = ticket.owner().isPresent() ? Identity.KIND.name() : StoredOperator.KIND.name();
            return store.<Boolean>transact(transaction -> transaction
                    .findBy(kind, "login", Identity.normalised(login))
                    .isEmpty());
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_UNKNOWN || e.code() == ErrorCode.KEY_DESTROYED) {
                return true;
            }
            throw e;
        }
    }

    private static byte[] bytes(String login) {
        return Identity.normalised(login).getBytes(StandardCharsets.UTF_8);
    }
}
