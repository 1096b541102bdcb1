package dev.sekisho.directory.service;

import dev.sekisho.directory.Authentication;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.directory.credential.SealedTokens;
import dev.sekisho.directory.credential.SecretRecords;
import dev.sekisho.directory.credential.SecretRecords.TokenForm;
import dev.sekisho.directory.credential.SourceBlock;
import dev.sekisho.directory.customer.Register;
import dev.sekisho.directory.people.Identity;
import dev.sekisho.directory.people.SealedPeople;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.records.RecordStore;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The door: asks the gatekeeper what a credential opens, then the records of that scope whether it still does. Only here are scopes
 * made for people and programs.
 */
final class SealedAuthentication implements Authentication {
    private static final String ANYWHERE = "";

    /** The gatekeeper's word for an invitation that is being accepted at this moment. */
    private static final String ACCEPTING = "invitation-accepting";

    /** After this a claim that a crash left behind holds nobody up. */
    private static final Duration ACCEPTANCE = Duration.ofMinutes(2);

    private final Parts parts;
    private final Foundation foundation;
    private final LiveSessions sessions;

    SealedAuthentication(Parts parts) {
        this.parts = parts;
        this.foundation = parts.foundation;
        this.sessions = new LiveSessions(parts, this::caller);
    }

    @Override
    public Optional<Caller> signIn(String login, char[] password) {
        return ofAnybody(login, password, ANYWHERE);
    }

    @Override
    public Optional<Caller> signIn(String login, char[] password, InetAddress source) {
        return ofAnybody(login, password, SourceBlock.of(source));
    }

    @Override
    public Optional<Identified> signIn(CustomerScope scope, String login, char[] password) {
        return ofCustomer(scope, login, password, ANYWHERE);
    }

    @Override
    public Optional<Identified> signIn(CustomerScope scope, String login, char[] password, InetAddress source) {
        return ofCustomer(scope, login, password, SourceBlock.of(source));
    }

    private Optional<Caller> ofAnybody(String login, char[] password, String source) {
        String delay = digest("login", "", source, Identity.normalised(login));
        parts.passwords.delay().check(delay);
        Optional<Ticket> ticket = parts.people.logins().find(login);
        Optional<Caller> caller = unlessGone(() -> ticket.flatMap(known -> caller(known.owner(), known.token())));
        Optional<String> hash = unlessGone(() -> caller.flatMap(this::passwordHash));
        return finish(delay, parts.passwords.hashes().verify(hash, password)) ? caller : Optional.empty();
    }

    private Optional<Identified> ofCustomer(CustomerScope scope, String login, char[] password, String source) {
        String customer = Ticket.text(scope.customer());
        String delay = digest("login", customer, source, Identity.normalised(login));
        String ofCustomer = digest("customer", customer);
        Optional<String> ofSource =
                source.equals(ANYWHERE) ? Optional.empty() : Optional.of(digest("source", customer, source));
        parts.passwords.byCustomer().check(ofCustomer);
        ofSource.ifPresent(parts.passwords.bySource()::check);
        parts.passwords.delay().check(delay);
        SealedPeople people = parts.of(scope).sealedPeople();
        Optional<Person> person = people.findByLogin(login);
        Optional<String> hash = person.flatMap(known -> people.passwordHash(known.token()));
        if (finish(delay, parts.passwords.hashes().verify(scope.customer(), hash, password))) {
            return person.map(known -> new Identified(known.token(), new TreeSet<>(known.groups())));
        }
        parts.passwords.byCustomer().failed(ofCustomer);
        ofSource.ifPresent(parts.passwords.bySource()::failed);
        return Optional.empty();
    }

    private boolean finish(String delay, boolean verified) {
        if (verified) {
            parts.passwords.delay().succeeded(delay);
        } else {
            parts.passwords.delay().failed(delay);
        }
        return verified;
    }

    @Override
    public Optional<Caller> apiToken(String secret) {
        if (!secret.startsWith(SealedTokens.PREFIX)) {
            return Optional.empty();
        }
        Optional<Ticket> ticket = foundation
                .gatekeeper()
                .find(SealedTokens.GATE, Foundation.digest(secret))
                .map(Ticket::read);
        return unlessGone(() -> ticket.flatMap(this::program));
    }

    /** A customer whose keys were destroyed has no people and no programs any more. */
    private static <T> Optional<T> unlessGone(Supplier<Optional<T>> asked) {
        try {
            return asked.get();
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_DESTROYED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Caller> program(Ticket ticket) {
        Optional<CustomerScope> scope = ticket.owner()
                .map(customer ->
                        foundation.scope(customer, new Actor.Program(ticket.objectId()), Purpose.CUSTOMER_REQUEST));
        RecordStore store = scope.map(foundation.records()::of).orElseGet(foundation::installation);
        Optional<Row<TokenForm>> token =
                store.transact(transaction -> SecretRecords.TOKEN.find(transaction, ticket.objectId()));
        if (token.isEmpty() || token.get().value().over(foundation.realNow())) {
            return Optional.empty();
        }
        if (scope.isPresent()) {
            Role role = Role.ofWire(token.get().value().role());
            return Optional.of(new Caller.CustomerProgram(scope.get(), ticket.objectId(), role));
        }
        return parts.operators
                .find(ticket.token())
                .map(operator -> new Caller.OperatorProgram(operator.token(), ticket.objectId()));
    }

    @Override
    public NewSession openSession(Caller caller, String device, Duration idle, Duration life) {
        return sessions.open(caller, device, idle, life);
    }

    @Override
    public Optional<LiveSession> session(String secret) {
        return unlessGone(() -> sessions.find(secret));
    }

    @Override
    public boolean holds(String secret) {
        return unlessGone(() -> Optional.of(sessions.holds(secret))).orElse(false);
    }

    @Override
    public void saveState(String secret, byte[] state) {
        sessions.saveState(secret, state);
    }

    @Override
    public void closeSession(String secret) {
        sessions.close(secret);
    }

    @Override
    public Optional<Invitation> invitation(String secret) {
        return unlessGone(() -> ticketOf(secret)
                .flatMap(ticket -> ticket.owner()
                        .map(customer -> new Invitation(
                                parts.of(inviting(customer)).settings().name(), Role.ofWire(ticket.role())))));
    }

    @Override
    public Caller accept(String secret, String login, String name, String email, char[] password) {
        byte[] digest = Foundation.digest(secret);
        Ticket offered = ticketOf(secret).orElseThrow(SealedAuthentication::noInvitation);
        if (invitation(secret).isEmpty()) {
            throw noInvitation();
        }
        // One at a time. The invitation's own row stays as it is until it is used, so that it ends when it should.
        if (!foundation
                .gatekeeper()
                .claim(
                        ACCEPTING,
                        digest,
                        offered.bytes(),
                        Optional.of(foundation.realNow().plus(ACCEPTANCE)))) {
            throw noInvitation();
        }
        try {
            Ticket ticket = ticketOf(secret).orElseThrow(SealedAuthentication::noInvitation);
            CustomerId customer = ticket.owner().orElseThrow(SealedAuthentication::noInvitation);
            Role role = Role.ofWire(ticket.role());
            Person person = parts.of(inviting(customer))
                    .people()
                    .add(new People.NewPerson(login, name, email, role, new TreeSet<>()), Optional.of(password));
            foundation.gatekeeper().remove(Register.INVITATION, digest);
            return caller(Optional.of(customer), person.token()).orElseThrow(SealedAuthentication::noInvitation);
        } finally {
            foundation.gatekeeper().remove(ACCEPTING, digest);
        }
    }

    private Optional<Ticket> ticketOf(String secret) {
        return foundation
                .gatekeeper()
                .find(Register.INVITATION, Foundation.digest(secret))
                .map(Ticket::read);
    }

    private CustomerScope inviting(CustomerId customer) {
        return foundation.scope(customer, new Actor.Job("directory.invitation"), Purpose.SERVICE);
    }

    /** Who a person is now; empty if the person was removed. */
    private Optional<Caller> caller(Optional<CustomerId> customer, PersonToken token) {
        if (customer.isEmpty()) {
            return parts.operators.find(token).map(operator -> new Caller.OperatorPerson(token));
        }
        CustomerScope scope = foundation.scope(customer.get(), new Actor.Person(token), Purpose.CUSTOMER_REQUEST);
        return parts.of(scope).sealedPeople().roleOf(token).map(role -> new Caller.CustomerPerson(scope, token, role));
    }

    private Optional<String> passwordHash(Caller caller) {
        return switch (caller) {
            case Caller.CustomerPerson person ->
                parts.of(person.scope()).sealedPeople().passwordHash(person.token());
            case Caller.OperatorPerson operator -> parts.operators.passwordHash(operator.token());
            case Caller.CustomerProgram program -> Optional.empty();
            case Caller.OperatorProgram program -> Optional.empty();
        };
    }

    /** The login comes last, because it is the only part that may hold anything. */
    private String digest(String... counted) {
        return HexFormat.of()
                .formatHex(foundation
                        .vault()
                        .installation()
                        .mac(
                                "directory.sign-in-delay",
                                String.join("\n", counted).getBytes(StandardCharsets.UTF_8)));
    }

    private static SekishoException noInvitation() {
        return new SekishoException(ErrorCode.NOT_FOUND, "The invitation was used or is over; ask for another one.");
    }
}
