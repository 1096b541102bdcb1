package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.trust.CustomerTrust;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that one request may touch: the handles of the caller's own customer. The only way to make one is a caller, and a caller
 * comes only from a credential; nothing in a request can name another customer.
 */
public final class CustomerDesk {
    private final Caller caller;
    private final CustomerScope scope;
    private final Role role;
    private final CustomerDirectory directory;
    private final CustomerLake lake;
    private final CustomerTrust trust;
    private final ReadLog reads;
    private @Nullable Boolean showsNames;
    private boolean namesNoted;

    private CustomerDesk(Caller caller, CustomerScope scope, Role role, DeskParts parts) {
        this.caller = caller;
        this.scope = scope;
        this.role = role;
        this.directory = parts.directory().of(scope);
        this.lake = parts.lake().of(scope);
        this.trust = parts.trust().of(scope);
        this.reads = parts.reads();
    }

    /**
     * The desk of a caller.
     *
     * @throws Refusal {@code NOT_PERMITTED} for the provider's people: they see no customer's data
     */
    public static CustomerDesk of(Caller caller, DeskParts parts) {
        return switch (caller) {
            case Caller.CustomerPerson person -> new CustomerDesk(caller, person.scope(), person.role(), parts);
            case Caller.CustomerProgram program -> new CustomerDesk(caller, program.scope(), program.role(), parts);
            case Caller.OperatorPerson any ->
                throw Refusal.permission("own.data", Permissions.rolesWith(Permission.OWN_DATA));
            case Caller.OperatorProgram any ->
                throw Refusal.permission("own.data", Permissions.rolesWith(Permission.OWN_DATA));
        };
    }

    /** Who calls. */
    public Caller caller() {
        return caller;
    }

    /** Whose data, for what purpose. */
    public CustomerScope scope() {
        return scope;
    }

    /** The caller's role. */
    public Role role() {
        return role;
    }

    /** The customer's directory. */
    public CustomerDirectory directory() {
        return directory;
    }

    /** The customer's events, once it is noted what is read of them. */
    public CustomerLake events(Look look) {
        note(look);
        return lake;
    }

    /** When each field of an event last held a value, which says nothing about anybody. */
    public Map<String, Instant> lastSeen() {
        return lake.lastSeen();
    }

    /** Events that were not stored, by hour. */
    public Map<Instant, Long> gaps(Instant from, Instant to) {
        return lake.gaps(from, to);
    }

    /** The oldest UTC day that has events. */
    public Optional<LocalDate> oldestDay(Instant from, Instant to) {
        CustomerLake.Query all = new CustomerLake.Query(
                from,
                to,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty());
        return lake
                .stats(new CustomerLake.StatsQuery(
                        CustomerLake.Measure.REQUESTS, Optional.of(CustomerLake.Dimension.DAY), all, 1))
                .groups()
                .stream()
                .findFirst()
                .map(day -> LocalDate.ofInstant(Instant.parse(day.key()), ZoneOffset.UTC));
    }

    /** Licence, erasure, holds and receipts of the customer. */
    public CustomerTrust trust() {
        return trust;
    }

    /** Notes a reading of personal data; it may be handed out when this returns. */
    public void note(Look look) {
        reads.note(scope, directory.audit(), look);
    }

    /** Whether the caller's role has the permission. */
    public boolean may(Permission permission) {
        return role.permissions().contains(permission);
    }

    /** @throws Refusal if the caller's role has not the permission */
    public void require(Permission permission) {
        if (!may(permission)) {
            throw Refusal.permission(Permissions.wire(permission), Permissions.rolesWith(permission));
        }
    }

    /** Whether names may be shown in this answer: the customer shows them, and the caller may read them. */
    public boolean showsNames() {
        Boolean known = showsNames;
        if (known == null) {
            known = may(Permission.NAMES_READ) && directory.settings().showNames();
            showsNames = known;
        }
        return known;
    }

    /** Asks again whether names may be shown; for an answer that takes minutes. */
    public void lookAgain() {
        showsNames = null;
        namesNoted = false;
    }

    /** Whether names may be shown in this answer, once it is noted that they are. */
    public boolean revealsNames() {
        boolean shown = showsNames();
        if (shown && !namesNoted) {
            note(Look.at("names.read"));
            namesNoted = true;
        }
        return shown;
    }

    /** The name of a person, where it may be shown and there is one. */
    public @Nullable String nameOf(PersonToken person) {
        return revealsNames() ? directory.people().nameOf(person).orElse(null) : null;
    }

    /**
     * The people that a caller may mean by a word: a token or a pseudonym always; a login or a name only where names may be
     * shown, because asking by name is reading it.
     */
    public List<PersonToken> people(String word) {
        Optional<PersonToken> token = token(word);
        if (token.isPresent()) {
            return List.of(token.get());
        }
        if (showsNames()) {
            return List.copyOf(directory.people().named(word));
        }
        if (!word.startsWith("u-")) {
            throw Refusal.invalid(
                    "user", "names are not shown here; give the token (u-…) as the log and the list of people show it");
        }
        // A login may begin with u- as well.
        return directory.people().named(word).stream()
                .filter(person -> person.pseudonym().equalsIgnoreCase(word.strip()))
                .toList();
    }

    private static Optional<PersonToken> token(String word) {
        try {
            return Optional.of(PersonToken.parse(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
