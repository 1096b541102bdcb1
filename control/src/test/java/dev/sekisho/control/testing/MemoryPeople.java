package dev.sekisho.control.testing;

import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** People of a {@link MemoryCustomer}. */
final class MemoryPeople implements People {
    private final MemoryCustomer customer;
    private final Note note;

    MemoryPeople(MemoryCustomer customer, Note note) {
        this.customer = customer;
        this.note = note;
    }

    interface Note {
        void write(String verb, String object);
    }

    @Override
    public Person add(NewPerson wanted, Optional<char[]> password) {
        if (password.isPresent() && password.get().length < 15) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "password: at least 15 characters");
        }
        if (customer.directory.logins.containsKey(wanted.login())) {
            throw new SekishoException(ErrorCode.CONFLICT, "This login cannot be used.");
        }
        PersonToken token = new PersonToken(customer.directory.newId());
        Person person = new Person(
                token,
                wanted.login(),
                wanted.name(),
                wanted.email(),
                wanted.role(),
                wanted.groups(),
                password.isPresent(),
                customer.directory.clock.instant(),
                1);
        customer.people.put(token, person);
        customer.directory.logins.put(
                wanted.login(),
                new MemoryDirectory.Login(password.map(String::new).orElse(""), customer, token));
        note.write("person.add", token.toString());
        return person;
    }

    @Override
    public Person update(PersonToken token, NewPerson wanted, long expected) {
        Person before = find(token).orElseThrow();
        if (before.version() != expected) {
            throw new SekishoException(ErrorCode.CONFLICT, "changed meanwhile");
        }
        Person after = new Person(
                token,
                wanted.login(),
                wanted.name(),
                wanted.email(),
                wanted.role(),
                wanted.groups(),
                before.hasPassword(),
                before.created(),
                expected + 1);
        customer.people.put(token, after);
        return after;
    }

    @Override
    public void setPassword(PersonToken token, char[] password) {
        Person person = find(token).orElseThrow();
        customer.directory.logins.put(person.login(), new MemoryDirectory.Login(new String(password), customer, token));
    }

    @Override
    public boolean erase(PersonToken token) {
        return customer.people.remove(token) != null;
    }

    @Override
    public Optional<Person> find(PersonToken token) {
        return Optional.ofNullable(customer.people.get(token));
    }

    @Override
    public Optional<Person> findByLogin(String login) {
        return customer.people.values().stream()
                .filter(person -> person.login().equals(login))
                .findFirst();
    }

    @Override
    public List<Person> list(Optional<PersonToken> after, int limit) {
        return customer.people.values().stream()
                .sorted((a, b) -> a.token().value().compareTo(b.token().value()))
                .filter(person -> after.isEmpty()
                        || person.token().value().compareTo(after.get().value()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public SortedSet<String> groups() {
        return customer.groups();
    }

    @Override
    public Optional<String> nameOf(PersonToken token) {
        return find(token).map(Person::name);
    }

    @Override
    public List<PersonToken> search(String text, int limit) {
        return List.copyOf(named(text));
    }

    @Override
    public Set<PersonToken> named(String word) {
        return customer.named(word);
    }
}
