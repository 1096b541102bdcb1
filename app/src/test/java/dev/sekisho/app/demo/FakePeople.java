package dev.sekisho.app.demo;

import dev.sekisho.directory.OnRamps;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** People and on-ramps of one customer, in memory; only what the demonstration uses. */
final class FakePeople implements People {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Person> byLogin = new ConcurrentHashMap<>();
    private final Map<PersonToken, String> passwords = new ConcurrentHashMap<>();
    final Ramps ramps = new Ramps();

    /** Who it is, if the password is right. */
    Optional<Person> signIn(String login, String password) {
        return findByLogin(login).filter(person -> password.equals(passwords.get(person.token())));
    }

    @Override
    public Person add(NewPerson person, Optional<char[]> password) {
        Person made = new Person(
                new PersonToken(Id128.random(random)),
                person.login(),
                person.name(),
                person.email(),
                person.role(),
                person.groups(),
                true,
                Instant.EPOCH,
                1);
        if (byLogin.putIfAbsent(person.login(), made) != null) {
            throw new IllegalStateException("there is such a person");
        }
        passwords.put(made.token(), new String(password.orElseThrow()));
        return made;
    }

    @Override
    public void setPassword(PersonToken token, char[] password) {
        passwords.put(token, new String(password));
    }

    @Override
    public void lockOut(PersonToken token) {
        passwords.remove(token);
    }

    @Override
    public Optional<Person> findByLogin(String login) {
        return Optional.ofNullable(byLogin.get(login));
    }

    @Override
    public SortedSet<String> groups() {
        SortedSet<String> groups = new TreeSet<>();
        byLogin.values().forEach(person -> groups.addAll(person.groups()));
        return groups;
    }

    @Override
    public Person update(PersonToken token, NewPerson person, long expected) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean erase(PersonToken token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Person> find(PersonToken token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Person> list(Optional<PersonToken> after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> nameOf(PersonToken token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PersonToken> search(String text, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<PersonToken> named(String word) {
        throw new UnsupportedOperationException();
    }

    /** The on-ramps. */
    static final class Ramps implements OnRamps {
        private final List<OnRamp> all = new ArrayList<>();

        @Override
        public List<OnRamp> list() {
            return List.copyOf(all);
        }

        @Override
        public OnRamp add(String name, SourceNetwork source, boolean signIn) {
            OnRamp made = new OnRamp(Id128.random(new SecureRandom()), name, source, signIn, 1);
            all.add(made);
            return made;
        }

        @Override
        public OnRamp update(Id128 id, String name, SourceNetwork source, boolean signIn, long expected) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(Id128 id) {
            throw new UnsupportedOperationException();
        }
    }
}
