package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.Lake;
import java.util.List;
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
    private @Nullable Boolean showsNames;

    private CustomerDesk(Caller caller, CustomerScope scope, Role role, Directory directory, Lake lake) {
        this.caller = caller;
        this.scope = scope;
        this.role = role;
        this.directory = directory.of(scope);
        this.lake = lake.of(scope);
    }

    /**
     * The desk of a caller.
     *
     * @throws Refusal {@code NOT_PERMITTED} for the provider's people: they see no customer's data
     */
    public static CustomerDesk of(Caller caller, Directory directory, Lake lake) {
        return switch (caller) {
            case Caller.CustomerPerson person ->
                new CustomerDesk(caller, person.scope(), person.role(), directory, lake);
            case Caller.CustomerProgram program ->
                new CustomerDesk(caller, program.scope(), program.role(), directory, lake);
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

    /** The customer's events. */
    public CustomerLake lake() {
        return lake;
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
    }

    /** The name of a person, where it may be shown and there is one. */
    public @Nullable String nameOf(PersonToken person) {
        return showsNames() ? directory.people().nameOf(person).orElse(null) : null;
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
