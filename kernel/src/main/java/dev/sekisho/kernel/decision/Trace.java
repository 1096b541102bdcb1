package dev.sekisho.kernel.decision;

import java.util.List;
import java.util.Optional;

/**
 * How a decision came about, computed again by {@code decide} whenever somebody looks; never stored.
 *
 * @param stages the stages that were visited, in order
 */
public record Trace(List<StageTrace> stages) {
    /**
     * One stage.
     *
     * @param verdict its outcome
     * @param considered the rules up to and including the one that decided, in order
     * @param notReached how many rules after it were not looked at
     */
    public record StageTrace(Verdict verdict, List<Considered> considered, int notReached) {}

    /**
     * One rule that was looked at.
     *
     * @param index position from 0
     * @param rule its name
     * @param matched whether all its conditions held
     * @param because the condition that settled it: the first that did not hold, or, for a match, the last that did; empty for
     *     a rule without conditions
     */
    public record Considered(int index, String rule, boolean matched, Optional<Because> because) {}

    /**
     * A condition and what it met, in a form that is put into words where it is shown.
     *
     * @param fact the fact it reads
     * @param negated whether it is a {@code not}
     * @param wanted what the rule names, for example {@code [gambling]}
     * @param found what the request had, for example {@code [shopping, ut1:shopping]}
     */
    public record Because(FactName fact, boolean negated, List<String> wanted, List<String> found) {}
}
