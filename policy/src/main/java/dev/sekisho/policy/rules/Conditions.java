package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.policy.url.Addresses;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Evaluates single conditions. */
final class Conditions {
    private Conditions() {}

    static Truth holds(Condition condition, Stage stage, Facts facts, HostFacts hosts) {
        if (!facts.knows(condition.fact())) {
            return Truth.UNKNOWN;
        }
        Truth plain = switch (condition) {
            case Condition.Methods methods ->
                Truth.of(methods.values().contains(facts.method().toUpperCase(Locale.ROOT)));
            case Condition.Ports ports -> Truth.of(ports.values().contains(facts.port()));
            case Condition.Times times -> Truth.of(within(times.values(), facts));
            case Condition.ClientNetworks networks -> Truth.of(networks.values().contains(facts.clientAddress()));
            case Condition.Hosts names -> Truth.of(below(names.values(), facts.host()));
            case Condition.Users users ->
                Truth.of(facts.person().isPresent()
                        && users.values().contains(facts.person().get().toString()));
            case Condition.Groups groups -> Truth.of(any(groups.values(), facts.groups()));
            case Condition.Categories categories -> category(categories, stage, facts, hosts);
            case Condition.Lists lists -> list(lists, facts);
        };
        return plain.negateIf(condition.negated());
    }

    /** The fact that is missing for a condition that is {@link Truth#UNKNOWN}. */
    static FactName missing(Condition condition, Facts facts) {
        return facts.knows(condition.fact()) ? FactName.PATH : condition.fact();
    }

    /** What the request has of the condition's fact. */
    static List<String> found(Condition condition, Stage stage, Facts facts, HostFacts hosts) {
        if (!facts.knows(condition.fact())) {
            return List.of();
        }
        return switch (condition.fact()) {
            case METHOD -> List.of(facts.method());
            case PORT -> List.of(String.valueOf(facts.port()));
            case AT -> List.of(facts.at().toString());
            case CLIENT_IP -> List.of(Addresses.text(facts.clientAddress()));
            case HOST -> List.of(facts.host());
            case PERSON ->
                facts.person().map(person -> List.of(person.toString())).orElse(List.of());
            case GROUP -> facts.groups().stream().sorted().toList();
            case CATEGORY -> stage == Stage.DECRYPTION ? hosts.hostCategories(facts) : facts.categories();
            case LIST -> facts.lists();
            case PATH, DESTINATION, USER_AGENT ->
                throw new IllegalStateException("no condition reads " + condition.fact());
        };
    }

    private static boolean within(List<TimeWindow> windows, Facts facts) {
        for (TimeWindow window : windows) {
            if (window.contains(facts.at())) {
                return true;
            }
        }
        return false;
    }

    private static boolean below(Set<String> names, String host) {
        for (String suffix = host; suffix != null; suffix = HostSuffix.parent(suffix)) {
            if (names.contains(suffix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(Set<String> wanted, Collection<String> found) {
        for (String value : found) {
            if (wanted.contains(value)) {
                return true;
            }
        }
        return false;
    }

    private static Truth category(Condition.Categories wanted, Stage stage, Facts facts, HostFacts hosts) {
        if (stage == Stage.DECRYPTION) {
            return Truth.of(any(wanted.values(), hosts.hostCategories(facts)));
        }
        if (any(wanted.values(), facts.categories())) {
            return Truth.TRUE;
        }
        return isPreliminary(facts) && hosts.pathMayAddCategories(facts) ? Truth.UNKNOWN : Truth.FALSE;
    }

    private static Truth list(Condition.Lists wanted, Facts facts) {
        if (any(wanted.values(), facts.lists())) {
            return Truth.TRUE;
        }
        return wanted.readsPath() && isPreliminary(facts) ? Truth.UNKNOWN : Truth.FALSE;
    }

    /**
     * Whether requests are still to come, so that lists and categories of paths are not complete. An event looked at again
     * always knows its method.
     */
    static boolean isPreliminary(Facts facts) {
        return !facts.knows(FactName.PATH) && !facts.knows(FactName.METHOD);
    }
}
