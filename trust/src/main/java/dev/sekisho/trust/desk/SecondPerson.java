package dev.sekisho.trust.desk;

import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Two persons: whoever asked for something that cannot be undone does not approve it, and not by a second account either. An account
 * counts as somebody's for as long as its making, its password or its role is that person's work of the last days, directly or
 * through other accounts.
 */
public final class SecondPerson {
    /** How long a person who was set up by somebody approves nothing of that somebody: time for others to notice. */
    static final Duration OWN_FEET = Duration.ofDays(7);

    /** Accounts looked at before it counts as too tangled to tell. */
    private static final int MAX_ACCOUNTS = 1_000;

    private SecondPerson() {}

    /**
     * The person who approves, behind the scope's actor.
     *
     * @param involved who asked, and who decided before
     * @throws SekishoException {@code SECOND_PERSON_NEEDED}
     */
    public static PersonToken require(Desk desk, CustomerScope scope, List<Optional<PersonToken>> involved) {
        PersonToken person = desk.personOf(scope)
                .orElseThrow(
                        () -> new SekishoException(
                                ErrorCode.SECOND_PERSON_NEEDED,
                                "No person stands behind this token; somebody has to approve in person, or by a token that a person made."));
        if (involved.contains(Optional.of(person))) {
            throw new SekishoException(
                    ErrorCode.SECOND_PERSON_NEEDED,
                    "Whoever asked cannot approve. If there is only one administrator, invite a second one first.");
        }
        if (isInHandOf(person, involved, desk.directory().of(scope).people(), desk.now())) {
            throw new SekishoException(
                    ErrorCode.SECOND_PERSON_NEEDED,
                    "Whoever asked made this account or set its password or role within the last " + OWN_FEET.toDays()
                            + " days. Let another administrator approve, or wait until "
                            + OWN_FEET.toDays() + " days have passed.");
        }
        return person;
    }

    private static boolean isInHandOf(
            PersonToken approver, List<Optional<PersonToken>> involved, People people, Instant now) {
        Set<PersonToken> seen = new HashSet<>(Set.of(approver));
        Queue<PersonToken> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            Optional<Person> account = people.find(next.remove());
            for (var hand :
                    account.map(Person::setBy).orElse(java.util.Map.of()).entrySet()) {
                if (!hand.getValue().isAfter(now.minus(OWN_FEET))) {
                    continue;
                }
                if (involved.contains(Optional.of(hand.getKey())) || seen.size() >= MAX_ACCOUNTS) {
                    return true;
                }
                if (seen.add(hand.getKey())) {
                    next.add(hand.getKey());
                }
            }
        }
        return false;
    }
}
