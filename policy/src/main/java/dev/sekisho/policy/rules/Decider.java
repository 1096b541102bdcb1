package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Trace.Because;
import dev.sekisho.kernel.decision.Trace.Considered;
import dev.sekisho.kernel.decision.Trace.StageTrace;
import dev.sekisho.kernel.decision.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pure functions that decide. The first rule whose conditions all hold decides; a rule of which no condition is known not
 * to hold, but some cannot be said, makes the stage undecidable, even if a later rule would hold.
 */
public final class Decider {
    private static final int MATCHED = -1;
    private static final int UNDECIDABLE = -2;

    private Decider() {}

    /** {@code decide(rules, facts)} for one stage. */
    public static Verdict decide(RuleSet rules, Stage stage, Facts facts, HostFacts hosts) {
        List<Rule> ordered = rules.of(stage);
        for (int i = 0; i < ordered.size(); i++) {
            Rule rule = ordered.get(i);
            int settled = settle(rule, stage, facts, hosts);
            if (settled == MATCHED) {
                return new Verdict.Decided(stage, rule.then(), rule.name(), i);
            }
            if (settled <= UNDECIDABLE) {
                Condition unknown = rule.when().get(UNDECIDABLE - settled);
                return new Verdict.Undecidable(stage, rule.name(), Conditions.missing(unknown, facts));
            }
        }
        throw noFinalRule(stage);
    }

    /**
     * The actions that remain possible whatever the unknown facts turn out to be. Unknown conditions are taken as independent,
     * so that the answer may be too large, never too small.
     */
    public static Set<Action> possible(RuleSet rules, Stage stage, Facts facts, HostFacts hosts) {
        EnumSet<Action> actions = EnumSet.noneOf(Action.class);
        for (Rule rule : rules.of(stage)) {
            int settled = settle(rule, stage, facts, hosts);
            if (settled == MATCHED || settled <= UNDECIDABLE) {
                actions.add(rule.then());
            }
            if (settled == MATCHED) {
                return actions;
            }
        }
        throw noFinalRule(stage);
    }

    /** The same decisions, with each rule that was looked at and what settled it; stages without rules are left out. */
    public static Trace trace(RuleSet rules, List<Stage> stages, Facts facts, HostFacts hosts) {
        List<StageTrace> traces = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage == Stage.DECRYPTION || stage == Stage.ACCESS) {
                traces.add(trace(rules.of(stage), stage, facts, hosts));
            }
        }
        return new Trace(List.copyOf(traces));
    }

    private static StageTrace trace(List<Rule> ordered, Stage stage, Facts facts, HostFacts hosts) {
        List<Considered> considered = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            Rule rule = ordered.get(i);
            int settled = settle(rule, stage, facts, hosts);
            boolean matched = settled == MATCHED;
            int by = matched ? rule.when().size() - 1 : settled <= UNDECIDABLE ? UNDECIDABLE - settled : settled;
            Optional<Because> because =
                    by < 0 ? Optional.empty() : Optional.of(because(rule.when().get(by), stage, facts, hosts));
            considered.add(new Considered(i, rule.name(), matched, because));
            if (matched || settled <= UNDECIDABLE) {
                Verdict verdict = matched
                        ? new Verdict.Decided(stage, rule.then(), rule.name(), i)
                        : new Verdict.Undecidable(
                                stage,
                                rule.name(),
                                Conditions.missing(rule.when().get(by), facts));
                return new StageTrace(verdict, List.copyOf(considered), ordered.size() - i - 1);
            }
        }
        throw noFinalRule(stage);
    }

    private static Because because(Condition condition, Stage stage, Facts facts, HostFacts hosts) {
        return new Because(
                condition.fact(),
                condition.negated(),
                condition.wanted(),
                Conditions.found(condition, stage, facts, hosts));
    }

    /**
     * Evaluates a rule without allocating: {@link #MATCHED}; or the index of the first condition that does not hold; or
     * {@link #UNDECIDABLE} minus the index of the first that cannot be said.
     */
    private static int settle(Rule rule, Stage stage, Facts facts, HostFacts hosts) {
        List<Condition> when = rule.when();
        int settled = MATCHED;
        for (int i = 0; i < when.size(); i++) {
            Truth truth = Conditions.holds(when.get(i), stage, facts, hosts);
            if (truth == Truth.FALSE) {
                return i;
            }
            if (truth == Truth.UNKNOWN && settled == MATCHED) {
                settled = UNDECIDABLE - i;
            }
        }
        return settled;
    }

    private static IllegalStateException noFinalRule(Stage stage) {
        return new IllegalStateException(
                "the stage " + stage.wire() + " has no final rule; a document without does not compile");
    }
}
