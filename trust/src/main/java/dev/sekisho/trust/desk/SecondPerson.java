package dev.sekisho.trust.desk;

import dev.sekisho.directory.People;
import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Person;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Two persons: whoever asked for something that cannot be undone does not approve it, and not by a second account either. An account
 * counts as somebody's for as long as its making, its password or its role is that person's work of the last days, directly or
 * through other accounts: whoever asks may be the second account as well as whoever approves, and both may be a third one's.
 */
public final class SecondPerson {
    /** How long a person who was set up by somebody approves nothing of that somebody: time for others to notice. */
    static final Duration OWN_FEET = Duration.ofDays(7);

    /** What the maker of a token still has to be allowed for the token to stand for a person. */
    private static final Set<Permission> APPROVES = Set.of(Permission.HOLD_WRITE, Permission.ERASURE_WRITE);

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
                    "Whoever asked cannot approve. If there is only one administrator, invite a second one first, who can approve "
                            + OWN_FEET.toDays() + " days later.");
        }
        People people = desk.directory().of(scope).people();
        if (scope.actor() instanceof Actor.Program
                && people.find(person)
                        .filter(maker -> maker.role().permissions().containsAll(APPROVES))
                        .isEmpty()) {
            throw new SekishoException(
                    ErrorCode.SECOND_PERSON_NEEDED,
                    "Whoever made this token may not approve any more; somebody who may has to, in person or by a token of their own.");
        }
        Instant now = desk.now();
        Optional<Set<PersonToken>> mine = hands(person, people, now);
        boolean same = mine.isEmpty()
                || involved.stream()
                        .flatMap(Optional::stream)
                        .anyMatch(other -> hands(other, people, now)
                                .filter(theirs -> Collections.disjoint(theirs, mine.get()))
                                .isEmpty());
        if (same) {
            throw new SekishoException(
                    ErrorCode.SECOND_PERSON_NEEDED,
                    "The account of one of the two was made, or its password or role was set, by the other or for both by a"
                            + " third within the last " + OWN_FEET.toDays()
                            + " days. Let another administrator approve, or wait until " + OWN_FEET.toDays()
                            + " days have passed.");
        }
        return person;
    }

    /** The account and everybody who had it in hand of late, directly or through other accounts; empty if they are too many. */
    private static Optional<Set<PersonToken>> hands(PersonToken account, People people, Instant now) {
        Set<PersonToken> seen = new HashSet<>(Set.of(account));
        Queue<PersonToken> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            Optional<Person> known = people.find(next.remove());
            for (var hand : known.map(Person::setBy).orElse(Map.of()).entrySet()) {
                if (hand.getValue().isAfter(now.minus(OWN_FEET)) && seen.add(hand.getKey())) {
                    next.add(hand.getKey());
                }
            }
            if (seen.size() > MAX_ACCOUNTS) {
                return Optional.empty();
            }
        }
        return Optional.of(seen);
    }
}
