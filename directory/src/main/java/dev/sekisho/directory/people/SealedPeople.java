package dev.sekisho.directory.people;

import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Changes;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.credential.Passwords;
import dev.sekisho.directory.credential.SealedSessions;
import dev.sekisho.directory.credential.SealedTokens;
import dev.sekisho.directory.credential.SecretRecords;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Stored;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.CustomerVault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * People of one customer. Names are in the {@code identity} row, sealed under the person's key; the rest is in {@code person}.
 * One file because every change of a person touches both rows, sessions and credentials in one transaction.
 */
public final class SealedPeople implements People {
    private static final Kind<Form> PERSON = Kind.of("person", Form.class);
    private static final int MAX_GROUPS = 200;
    private static final int MAX_GROUP_CHARS = 100;
    private static final int PAGE = 1000;

    private final Foundation foundation;
    private final CustomerScope scope;
    private final RecordStore store;
    private final CustomerVault keys;
    private final SealedAudit audit;
    private final SealedSessions sessions;
    private final PeopleParts parts;

    /** What is the same for every customer. */
    public record PeopleParts(Logins logins, Passwords passwords, NameDirectories names, Changes changes) {}

    /** People of the scope's customer. */
    public SealedPeople(
            Foundation foundation,
            CustomerScope scope,
            RecordStore store,
            SealedAudit audit,
            SealedSessions sessions,
            PeopleParts parts) {
        this.foundation = foundation;
        this.scope = scope;
        this.store = store;
        this.keys = foundation.vault().of(scope);
        this.audit = audit;
        this.sessions = sessions;
        this.parts = parts;
    }

    @Override
    public Person add(NewPerson person, Optional<char[]> password) {
        Identity identity = checked(person);
        password.ifPresent(chars -> parts.passwords().check(chars, Optional.of(person.role()), context(identity)));
        Optional<String> hash = password.map(parts.passwords()::hash);
        PersonToken token = new PersonToken(foundation.newId());
        parts.logins().claim(identity.login(), Optional.of(scope.customer()), token);
        try {
            Person added = store.transact(transaction -> {
                Form form = new Form(
                        person.role().wire(),
                        List.copyOf(person.groups()),
                        foundation.dataNow().toEpochMilli(),
                        hands(List.of(), token));
                Row<Form> row = PERSON.insert(transaction, token.value(), form, Map.of());
                transaction.insert(Identity.KIND.name(), token.value(), sealed(token, 1, identity), indexes(identity));
                hash.ifPresent(text ->
                        SecretRecords.PASSWORD.put(transaction, token.value(), new SecretRecords.Password(text)));
                audit.add(transaction, scope.actor(), "person.add", token.toString());
                return person(row, identity, hash.isPresent());
            });
            changed();
            return added;
        } catch (RuntimeException e) {
            parts.logins().release(identity.login(), token);
            throw e;
        }
    }

    @Override
    public Person update(PersonToken token, NewPerson person, long expected) {
        Identity identity = checked(person);
        Person before = find(token).orElseThrow(SealedPeople::nobody);
        boolean otherLogin = !Identity.normalised(before.login()).equals(Identity.normalised(identity.login()));
        if (otherLogin) {
            parts.logins().claim(identity.login(), Optional.of(scope.customer()), token);
        }
        Person after;
        try {
            after = store.transact(transaction -> {
                Row<Form> old = PERSON.find(transaction, token.value()).orElseThrow(SealedPeople::nobody);
                Form form = new Form(
                        person.role().wire(),
                        List.copyOf(person.groups()),
                        old.value().created(),
                        old.value().role().equals(person.role().wire())
                                ? old.value().setBy()
                                : hands(old.value().setBy(), token));
                Row<Form> row = PERSON.update(transaction, token.value(), expected, form, Map.of());
                Stored names =
                        transaction.find(Identity.KIND.name(), token.value()).orElseThrow(SealedPeople::nobody);
                transaction.update(
                        Identity.KIND.name(),
                        token.value(),
                        names.version(),
                        sealed(token, names.version() + 1, identity),
                        indexes(identity));
                audit.add(transaction, scope.actor(), "person.update", token.toString());
                return person(row, identity, hasPassword(transaction, token));
            });
        } catch (RuntimeException e) {
            if (otherLogin) {
                parts.logins().release(identity.login(), token);
            }
            throw e;
        }
        if (otherLogin) {
            parts.logins().release(before.login(), token);
        }
        if (before.role() != after.role()) {
            sessions.revokeAll(token);
        }
        changed();
        return after;
    }

    @Override
    public void setPassword(PersonToken token, char[] password) {
        Person person = find(token).orElseThrow(SealedPeople::nobody);
        Identity identity = new Identity(person.login(), person.name(), person.email());
        parts.passwords().check(password, Optional.of(person.role()), context(identity));
        String hash = parts.passwords().hash(password);
        store.transact(transaction -> {
            SecretRecords.PASSWORD.put(transaction, token.value(), new SecretRecords.Password(hash));
            Row<Form> row = PERSON.find(transaction, token.value()).orElseThrow(SealedPeople::nobody);
            List<Hand> hands = hands(row.value().setBy(), token);
            if (!hands.equals(row.value().setBy())) {
                Form form = new Form(
                        row.value().role(), row.value().groups(), row.value().created(), hands);
                PERSON.update(transaction, token.value(), row.version(), form, Map.of());
            }
            audit.add(transaction, scope.actor(), "person.set-password", token.toString());
            return true;
        });
        sessions.revokeAll(token);
    }

    @Override
    public void lockOut(PersonToken token) {
        boolean had = store.transact(transaction -> {
            boolean known = SecretRecords.PASSWORD.delete(transaction, token.value());
            if (known) {
                audit.add(transaction, scope.actor(), "person.lock-out", token.toString());
            }
            return known;
        });
        if (had) {
            changed();
        }
        sessions.revokeAll(token);
        new SealedTokens(foundation, store, audit, scope.actor(), Optional.of(scope.customer()), Optional.empty())
                .revokeMadeBy(token);
    }

    @Override
    public boolean erase(PersonToken token) {
        readable(token).ifPresent(known -> parts.logins().release(known.login(), token));
        sessions.revokeAll(token);
        new SealedTokens(foundation, store, audit, scope.actor(), Optional.of(scope.customer()), Optional.empty())
                .revokeMadeBy(token);
        boolean erased = store.transact(transaction -> {
            transaction.delete(Identity.KIND.name(), token.value());
            SecretRecords.PASSWORD.delete(transaction, token.value());
            boolean known = PERSON.delete(transaction, token.value());
            if (known) {
                audit.add(transaction, scope.actor(), "person.erase", token.toString());
            }
            return known;
        });
        // The key last: a row without a key could not be removed by its login any more.
        keys.destroyIdentity(token);
        changed();
        return erased;
    }

    /** The person, unless an old copy of the records brought back a row whose key was destroyed: its login is not known any more. */
    private Optional<Person> readable(PersonToken token) {
        try {
            return find(token);
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_DESTROYED || e.code() == ErrorCode.KEY_UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Optional<Person> find(PersonToken token) {
        return store.transact(
                transaction -> PERSON.find(transaction, token.value()).flatMap(row -> person(transaction, row)));
    }

    @Override
    public Optional<Person> findByLogin(String login) {
        return store.transact(
                transaction -> transaction.findBy(Identity.KIND.name(), "login", Identity.normalised(login)).stream()
                        .findFirst()
                        .flatMap(stored -> PERSON.find(transaction, stored.id()))
                        .flatMap(row -> person(transaction, row)));
    }

    @Override
    public List<Person> list(Optional<PersonToken> after, int limit) {
        return store.transact(transaction -> PERSON.list(transaction, after.map(PersonToken::value), limit).stream()
                .flatMap(row -> person(transaction, row).stream())
                .toList());
    }

    @Override
    public SortedSet<String> groups() {
        return store.transact(transaction -> {
            SortedSet<String> groups = new TreeSet<>();
            PERSON.all(transaction).forEach(row -> groups.addAll(row.value().groups()));
            return groups;
        });
    }

    @Override
    public Optional<String> nameOf(PersonToken token) {
        return names().nameOf(token);
    }

    @Override
    public List<PersonToken> search(String text, int limit) {
        return names().search(text, limit);
    }

    @Override
    public Set<PersonToken> named(String word) {
        return names().named(word);
    }

    /** The role that the person has now; empty if there is no such person. */
    public Optional<Role> roleOf(PersonToken token) {
        return store.transact(transaction -> PERSON.find(transaction, token.value())
                .map(row -> Role.ofWire(row.value().role())));
    }

    /** The stored hash of a person's password. */
    public Optional<String> passwordHash(PersonToken token) {
        return store.transact(transaction -> SecretRecords.PASSWORD
                .find(transaction, token.value())
                .map(row -> row.value().hash()));
    }

    private NameDirectory names() {
        return parts.names()
                .of(
                        scope.customer(),
                        () -> store.transact(transaction -> {
                            Map<PersonToken, Identity> identities = new HashMap<>();
                            Optional<Id128> after = Optional.empty();
                            while (true) {
                                List<Stored> page = transaction.list(Identity.KIND.name(), after, PAGE);
                                page.forEach(stored -> identities.put(new PersonToken(stored.id()), opened(stored)));
                                if (page.size() < PAGE) {
                                    return new NameDirectory(identities);
                                }
                                after = Optional.of(page.getLast().id());
                            }
                        }));
    }

    private void changed() {
        parts.names().forget(scope.customer());
        parts.changes().announce(scope.customer());
    }

    private Optional<Person> person(Transaction transaction, Row<Form> row) {
        PersonToken token = new PersonToken(row.id());
        return transaction
                .find(Identity.KIND.name(), row.id())
                .map(stored -> person(row, opened(stored), hasPassword(transaction, token)));
    }

    private static Person person(Row<Form> row, Identity identity, boolean hasPassword) {
        return new Person(
                new PersonToken(row.id()),
                identity.login(),
                identity.name(),
                identity.email(),
                Role.ofWire(row.value().role()),
                new TreeSet<>(row.value().groups()),
                hasPassword,
                Instant.ofEpochMilli(row.value().created()),
                row.version(),
                setBy(row.value().setBy()));
    }

    private static Map<PersonToken, Instant> setBy(List<Hand> hands) {
        Map<PersonToken, Instant> all = new HashMap<>();
        hands.forEach(hand -> all.put(PersonToken.parse(hand.by()), Instant.ofEpochMilli(hand.at())));
        return all;
    }

    /** Who set the person up, with whoever acts now; who did so long ago is left out. Nobody is their own. */
    private List<Hand> hands(List<Hand> before, PersonToken token) {
        Optional<PersonToken> actor = behind().filter(person -> !person.equals(token));
        long now = foundation.dataNow().toEpochMilli();
        List<Hand> hands = new ArrayList<>();
        for (Hand hand : before) {
            boolean again = actor.isPresent() && hand.by().equals(actor.get().toString());
            if (!again && hand.at() > now - Person.SET_BY_KEPT.toMillis()) {
                hands.add(hand);
            }
        }
        actor.ifPresent(person -> hands.add(new Hand(person.toString(), now)));
        return List.copyOf(hands);
    }

    /** The person behind the scope's actor; a program is whoever made its token. */
    private Optional<PersonToken> behind() {
        return switch (scope.actor()) {
            case Actor.Person person -> Optional.of(person.token());
            case Actor.Program program ->
                new SealedTokens(
                                foundation,
                                store,
                                audit,
                                scope.actor(),
                                Optional.of(scope.customer()),
                                Optional.empty())
                        .maker(program.tokenId());
            case Actor.Operator any -> Optional.empty();
            case Actor.Gateway any -> Optional.empty();
            case Actor.Job any -> Optional.empty();
        };
    }

    private static boolean hasPassword(Transaction transaction, PersonToken token) {
        return SecretRecords.PASSWORD.find(transaction, token.value()).isPresent();
    }

    private byte[] sealed(PersonToken token, long version, Identity identity) {
        return keys.sealIdentity(token, version, Identity.KIND.write(identity));
    }

    private Identity opened(Stored stored) {
        return Identity.KIND.read(keys.openIdentity(new PersonToken(stored.id()), stored.version(), stored.payload()));
    }

    private static Map<String, String> indexes(Identity identity) {
        return Map.of("login", Identity.normalised(identity.login()));
    }

    private List<String> context(Identity identity) {
        return List.of(identity.login(), identity.name(), identity.email());
    }

    private static Identity checked(NewPerson person) {
        if (person.groups().size() > MAX_GROUPS
                || person.groups().stream().anyMatch(group -> group.isBlank() || group.length() > MAX_GROUP_CHARS)) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "groups: at most " + MAX_GROUPS + " names of 1 to " + MAX_GROUP_CHARS + " characters");
        }
        return new Identity(person.login(), person.name(), person.email());
    }

    private static SekishoException nobody() {
        return new SekishoException(ErrorCode.NOT_FOUND, "There is no such person.");
    }

    /**
     * A person without names.
     *
     * @param role spelled as outside of Java
     * @param created milliseconds since 1970
     * @param setBy other persons who made the person or set its password or role; rows of older releases have none
     */
    record Form(String role, List<String> groups, long created, List<Hand> setBy) {
        @SuppressWarnings("NullAway") // what is not in the row is null
        Form {
            setBy = setBy == null ? List.of() : List.copyOf(setBy);
        }
    }

    /**
     * Somebody who had a person's sign-in in hand.
     *
     * @param by the person's token
     * @param at milliseconds since 1970
     */
    record Hand(String by, long at) {}
}
