package dev.sekisho.directory;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The provider's own people. Every change is written to the installation's audit trail. */
public interface Operators {
    /**
     * Adds an operator.
     *
     * @throws dev.sekisho.kernel.error.SekishoException as {@link People#add}
     */
    Operator add(String login, String name, String email, char[] password, Actor by);

    /** Sets the password and ends the operator's sessions. */
    void setPassword(PersonToken token, char[] password, Actor by);

    /** Removes an operator with sessions and tokens; the last one cannot be removed ({@code CONFLICT}). */
    boolean remove(PersonToken token, Actor by);

    /** All operators, in the order of their tokens. */
    List<Operator> list();

    /** One operator. */
    Optional<Operator> find(PersonToken token);

    /** An operator's API tokens. */
    ApiTokens tokens(PersonToken operator);

    /** Open sessions of operators. */
    Sessions sessions();

    /** An operator, opened. */
    record Operator(PersonToken token, String login, String name, String email, Instant created) {}
}
