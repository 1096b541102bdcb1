package dev.sekisho.app.demo;

import dev.sekisho.directory.OnRamps;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.SourceNetwork;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the people of the demonstration known to the directory, with passwords that are new at each start. */
final class DemoPeople {
    private static final int PASSWORD_BYTES = 18;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    /** Adds the on-ramp and the people of a customer where they are missing, and gives everybody a new password. */
    void enrol(DemoCustomer wanted, OnRamps onRamps, People people) {
        SourceNetwork source = SourceNetwork.parse(wanted.signInNetwork());
        if (onRamps.list().stream().noneMatch(ramp -> ramp.source().equals(source))) {
            onRamps.add("Office network", source, true);
        }
        for (DemoPerson person : wanted.people()) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            enrol(people, person, password);
            passwords.put(person.login(), password);
        }
    }

    private static void enrol(People people, DemoPerson person, String password) {
        Optional<Person> known = people.findByLogin(person.login());
        if (known.isPresent()) {
            people.setPassword(known.get().token(), password.toCharArray());
        } else {
            people.add(
                    new People.NewPerson(
                            person.login(), person.name(), person.login(), Role.USER, new TreeSet<>(person.groups())),
                    Optional.of(password.toCharArray()));
        }
    }

    /** The person's password, once the directory knows the person. */
    Optional<String> passwordOf(DemoPerson person) {
        return Optional.ofNullable(passwords.get(person.login()));
    }
}
