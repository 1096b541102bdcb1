package dev.sekisho.directory;

import dev.sekisho.kernel.id.PersonToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** The people of one customer. */
public interface People {
    /**
     * Adds a person, who gets a random token.
     *
     * @param password may be empty: then the person cannot sign in by a password yet
     * @throws dev.sekisho.kernel.error.SekishoException {@code INVALID_INPUT} if a value is out of range or the password is too
     *     weak, {@code CONFLICT} if the login cannot be used in this region (it is not told why)
     */
    Person add(NewPerson person, Optional<char[]> password);

    /** Changes everything but the password; ends the person's sessions if the role changed. */
    Person update(PersonToken token, NewPerson person, long expected);

    /** Sets the password and ends the person's sessions. */
    void setPassword(PersonToken token, char[] password);

    /** Takes away everything by which a person signs in: the password, sessions, and the API tokens that the person made. */
    void lockOut(PersonToken token);

    /**
     * Erases a person: the subject key is destroyed, with it every name; sessions and the API tokens that the
     * person made end, the login can be used again. The person's token stays in events and means nobody.
     *
     * @return {@code false} if there is no such person
     */
    boolean erase(PersonToken token);

    /** One person. */
    Optional<Person> find(PersonToken token);

    /** The person of a login, found by its blind index. */
    Optional<Person> findByLogin(String login);

    /** People in the order of their tokens, after {@code after}, at most {@code limit} (1 to 1,000). */
    List<Person> list(Optional<PersonToken> after, int limit);

    /** Groups that at least one person is in. */
    SortedSet<String> groups();

    /** The person's display name, from memory; empty if nobody has the token (any more). */
    Optional<String> nameOf(PersonToken token);

    /**
     * People whose name, login or e-mail contains the text, without regard to case, from memory.
     *
     * @param limit 1 to 1,000
     */
    List<PersonToken> search(String text, int limit);

    /** The people that a word names: a token, a pseudonym, a login, an e-mail or a full name. */
    Set<PersonToken> named(String word);

    /**
     * What is said about a person.
     *
     * @param groups names of 1 to 100 characters, at most 200
     */
    record NewPerson(String login, String name, String email, Role role, SortedSet<String> groups) {}
}
