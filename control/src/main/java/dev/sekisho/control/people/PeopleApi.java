package dev.sekisho.control.people;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.policy.Limits;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.control.web.Preconditions;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** People and groups. Names leave only where the customer shows them and the caller may read them. */
@RestController
public class PeopleApi {
    private static final int MAX_GROUPS = 200;

    /** A page of people. */
    @GetMapping("/api/v1/people")
    public Page<Item> list(
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CustomerDesk desk) {
        int size = Limits.page(limit);
        desk.note(Look.at("people.read"));
        List<Person> people = desk.directory().people().list(after(cursor), size);
        return new Page<>(
                people.stream().map(person -> Item.of(person, desk)).toList(),
                people.size() == size ? people.getLast().token().toString() : null);
    }

    /** Adds a person. */
    @PostMapping("/api/v1/people")
    public ResponseEntity<Item> add(@RequestBody NewPerson wanted, CustomerDesk desk) {
        Person added = desk.directory().people().add(wanted.described(), wanted.secret());
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Preconditions.etag(added.version()))
                .body(Item.of(added, desk));
    }

    /** Changes a person. */
    @PutMapping("/api/v1/people/{user}")
    public ResponseEntity<Item> update(
            @PathVariable("user") String user,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewPerson wanted,
            CustomerDesk desk) {
        PersonToken token = Handles.person(user);
        People people = desk.directory().people();
        Person before = people.find(token).orElseThrow(Refusal::notFound);
        long expected = Preconditions.expected(ifMatch, before.version());
        Person after = before;
        if (wanted.changes(before)) {
            try {
                after = people.update(token, wanted.described(), expected);
            } catch (SekishoException refused) {
                throw refused.code() == ErrorCode.CONFLICT
                                && people.find(token).map(Person::version).orElse(0L) != expected
                        ? Refusal.changedMeanwhile(Preconditions.etag(
                                people.find(token).map(Person::version).orElse(0L)))
                        : refused;
            }
        }
        wanted.secret().ifPresent(password -> people.setPassword(token, password));
        Person stored = people.find(token).orElse(after);
        return ResponseEntity.ok().eTag(Preconditions.etag(stored.version())).body(Item.of(stored, desk));
    }

    /** Groups that somebody is in. */
    @GetMapping("/api/v1/groups")
    public Page<GroupItem> groups(CustomerDesk desk) {
        return Page.whole(
                desk.directory().people().groups().stream().map(GroupItem::new).toList());
    }

    private static Optional<PersonToken> after(@Nullable String cursor) {
        try {
            return Optional.ofNullable(cursor).map(PersonToken::parse);
        } catch (IllegalArgumentException notACursor) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
    }

    /** What is said about a person. */
    public record NewPerson(
            @Nullable String login,
            @Nullable String name,
            @Nullable String email,
            @Nullable String password,
            @Nullable String role,
            @Nullable List<String> groups) {

        People.NewPerson described() {
            if (login == null || login.isBlank()) {
                throw Refusal.invalid("login", "is missing");
            }
            if (groups != null && groups.size() > MAX_GROUPS) {
                throw Refusal.invalid("groups", "are more than " + MAX_GROUPS);
            }
            return new People.NewPerson(
                    login,
                    name == null || name.isBlank() ? login : name,
                    email == null ? "" : email,
                    wantedRole(),
                    new TreeSet<>(groups == null ? List.of() : groups));
        }

        Optional<char[]> secret() {
            return Optional.ofNullable(password).map(String::toCharArray);
        }

        boolean changes(Person person) {
            People.NewPerson said = described();
            return !said.login().equals(person.login())
                    || !said.name().equals(person.name())
                    || !said.email().equals(person.email())
                    || said.role() != person.role()
                    || !said.groups().equals(person.groups());
        }

        private Role wantedRole() {
            try {
                return role == null ? Role.USER : Role.ofWire(role);
            } catch (IllegalArgumentException unknown) {
                throw Refusal.invalid("role", "is no role of a customer");
            }
        }

        @Override
        public String toString() {
            return "person";
        }
    }

    /** A person. */
    public record Item(
            String user,
            String pseudonym,
            @Nullable String login,
            @Nullable String name,
            @Nullable String email,
            String role,
            List<String> groups,
            boolean hasPassword,
            Instant created,
            long version) {
        static Item of(Person person, CustomerDesk desk) {
            boolean names = desk.revealsNames();
            return new Item(
                    person.token().toString(),
                    person.token().pseudonym(),
                    names ? person.login() : null,
                    names ? person.name() : null,
                    names ? person.email() : null,
                    person.role().wire(),
                    List.copyOf(person.groups()),
                    person.hasPassword(),
                    person.created(),
                    person.version());
        }
    }

    /** A group. */
    public record GroupItem(String name) {}
}
