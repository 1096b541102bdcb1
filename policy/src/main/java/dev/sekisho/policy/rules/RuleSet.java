package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole policy as it was meant: valid, complete, in canonical order.
 *
 * @param lists the customer's lists, by name
 * @param decryption first match wins; the last has no conditions
 * @param access first match wins; the last has no conditions
 */
public record RuleSet(List<NamedList> lists, List<Rule> decryption, List<Rule> access) {
    /** Keeps its own copies. */
    public RuleSet {
        lists = List.copyOf(lists);
        decryption = List.copyOf(decryption);
        access = List.copyOf(access);
    }

    /**
     * The rules of a stage.
     *
     * @throws IllegalArgumentException if the stage has no rules in a policy
     */
    public List<Rule> of(Stage stage) {
        return switch (stage) {
            case DECRYPTION -> decryption;
            case ACCESS -> access;
            case DESTINATION, CONTENT ->
                throw new IllegalArgumentException("a policy has no rules for the stage " + stage.wire());
        };
    }

    /** Bits of the facts that the rules read, and of those that categories and lists are derived from. */
    public int factsRead() {
        Map<String, NamedList> byName = new HashMap<>();
        lists.forEach(list -> byName.put(list.name(), list));
        int facts = 0;
        for (List<Rule> rules : List.of(decryption, access)) {
            for (Rule rule : rules) {
                for (Condition condition : rule.when()) {
                    facts |= condition.fact().bit() | sources(condition, byName);
                }
            }
        }
        return facts;
    }

    private static int sources(Condition condition, Map<String, NamedList> lists) {
        return switch (condition) {
            case Condition.Categories categories -> FactName.HOST.bit() | FactName.PATH.bit();
            case Condition.Lists named -> {
                int facts = 0;
                for (String name : named.values()) {
                    NamedList list = lists.get(name);
                    facts |= list == null ? 0 : sources(list);
                }
                yield facts;
            }
            default -> 0;
        };
    }

    /** Bits of the facts that membership of a list is derived from; a host that is an address is its own destination. */
    static int sources(NamedList list) {
        int facts = 0;
        facts |= list.hosts().isEmpty() ? 0 : FactName.HOST.bit();
        facts |= list.networks().isEmpty() ? 0 : FactName.DESTINATION.bit() | FactName.HOST.bit();
        facts |= list.paths().isEmpty() ? 0 : FactName.PATH.bit();
        boolean onHost = list.paths().stream().anyMatch(path -> !path.host().isEmpty());
        return facts | (onHost ? FactName.HOST.bit() : 0);
    }
}
