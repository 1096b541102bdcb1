package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.Action;
import java.util.List;

/**
 * A rule: if all conditions hold, the action is taken.
 *
 * @param name unique in its stage
 * @param when joined by AND, in the canonical order; empty always holds
 * @param then what happens
 */
public record Rule(String name, List<Condition> when, Action then) {
    /** Keeps its own copy. */
    public Rule {
        when = List.copyOf(when);
    }
}
