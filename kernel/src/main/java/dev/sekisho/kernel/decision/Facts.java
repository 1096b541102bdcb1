package dev.sekisho.kernel.decision;

import dev.sekisho.kernel.id.PersonToken;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about a request when it is decided. A fact may be unknown: when an event is looked at again and the customer
 * does not store that field. A rule that reads an unknown fact is undecidable, never guessed.
 *
 * @param known bits of {@link FactName#bit()}; a component whose bit is not set holds a meaningless value
 * @param at {@link FactName#AT}
 * @param method {@link FactName#METHOD}
 * @param host {@link FactName#HOST}
 * @param port {@link FactName#PORT}
 * @param path {@link FactName#PATH}; its bit is not set while only the host is known
 * @param destination {@link FactName#DESTINATION}
 * @param categories {@link FactName#CATEGORY}: spellings such as {@code shopping} and {@code ut1:shopping}, sorted
 * @param lists {@link FactName#LIST}: names of the customer's lists, sorted
 * @param person {@link FactName#PERSON}
 * @param groups {@link FactName#GROUP}
 * @param clientAddress {@link FactName#CLIENT_IP}
 * @param userAgent {@link FactName#USER_AGENT}
 */
public record Facts(
        int known,
        Instant at,
        String method,
        String host,
        int port,
        String path,
        List<InetAddress> destination,
        List<String> categories,
        List<String> lists,
        Optional<PersonToken> person,
        Set<String> groups,
        InetAddress clientAddress,
        String userAgent) {

    /** Whether the fact is known. */
    public boolean knows(FactName fact) {
        return (known & fact.bit()) != 0;
    }

    /** The known facts. */
    public Set<FactName> knownFacts() {
        EnumSet<FactName> facts = EnumSet.noneOf(FactName.class);
        for (FactName fact : FactName.values()) {
            if (knows(fact)) {
                facts.add(fact);
            }
        }
        return facts;
    }

    /** The same facts with only {@code permitted} (bits) still known. */
    public Facts only(int permitted) {
        return new Facts(
                known & permitted,
                at,
                method,
                host,
                port,
                path,
                destination,
                categories,
                lists,
                person,
                groups,
                clientAddress,
                userAgent);
    }
}
