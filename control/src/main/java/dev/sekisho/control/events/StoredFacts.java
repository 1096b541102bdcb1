package dev.sekisho.control.events;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.event.WebEvent;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The facts of a decision, read back from its event. A fact is known only if the decision knew it and the event still holds it:
 * a field that is empty because it is not collected must not pass for a value.
 */
final class StoredFacts {
    private StoredFacts() {}

    /** What the event still tells. */
    static Facts of(WebEvent event) {
        Optional<InetAddress> client = address(event.from().address());
        Optional<InetAddress> destination = address(event.to().address());
        EnumSet<FactName> lost = EnumSet.noneOf(FactName.class);
        loseIf(lost, FactName.HOST, event.to().host().isEmpty());
        loseIf(
                lost,
                FactName.PATH,
                event.to().path().isEmpty() && !event.tls().mode().equals("tunnel"));
        loseIf(lost, FactName.CLIENT_IP, client.isEmpty());
        // Only the address that was contacted is stored, not all that the name resolved to: a rule on addresses was
        // decided by
        // the list it names, which is stored as such.
        loseIf(lost, FactName.DESTINATION, destination.isEmpty());
        int known = event.decided().facts();
        for (FactName fact : lost) {
            known &= ~fact.bit();
        }
        return new Facts(
                known,
                event.time(),
                event.http().method(),
                event.to().host(),
                event.to().port(),
                event.to().path(),
                destination.map(List::of).orElse(List.of()),
                EventItem.split(event.decided().categories()),
                EventItem.split(event.decided().lists()),
                event.who().person(),
                new TreeSet<>(EventItem.split(event.who().groups())),
                client.orElse(InetAddress.ofLiteral("0.0.0.0")),
                event.http().userAgent());
    }

    /** The known facts as texts, by name. */
    static Map<String, List<String>> texts(Facts facts) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (FactName fact : facts.knownFacts()) {
            texts.put(fact.wire(), text(fact, facts));
        }
        return texts;
    }

    /** The names of the facts that are not known. */
    static List<String> unknown(Facts facts) {
        Set<FactName> known = facts.knownFacts();
        return EnumSet.allOf(FactName.class).stream()
                .filter(fact -> !known.contains(fact))
                .map(FactName::wire)
                .toList();
    }

    private static List<String> text(FactName fact, Facts facts) {
        return switch (fact) {
            case AT -> List.of(facts.at().toString());
            case METHOD -> List.of(facts.method());
            case HOST -> List.of(facts.host());
            case PORT -> List.of(Integer.toString(facts.port()));
            case PATH -> List.of(facts.path());
            case DESTINATION ->
                facts.destination().stream()
                        .map(dev.sekisho.policy.url.Addresses::text)
                        .toList();
            case CATEGORY -> facts.categories();
            case LIST -> facts.lists();
            case PERSON -> facts.person().map(Object::toString).map(List::of).orElse(List.of());
            case GROUP -> List.copyOf(facts.groups());
            case CLIENT_IP -> List.of(dev.sekisho.policy.url.Addresses.text(facts.clientAddress()));
            case USER_AGENT -> List.of(facts.userAgent());
        };
    }

    private static void loseIf(EnumSet<FactName> lost, FactName fact, boolean condition) {
        if (condition) {
            lost.add(fact);
        }
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
