package dev.sekisho.kernel.decision;

/** The answer of {@code decide} for one stage: a decision, or the fact that is missing for one. */
public sealed interface Verdict {
    /** The stage that was decided. */
    Stage stage();

    /**
     * A rule decided.
     *
     * @param stage the stage
     * @param action what happens
     * @param rule the deciding rule's name
     * @param index its position in the stage's rules, from 0
     */
    record Decided(Stage stage, Action action, String rule, int index) implements Verdict {}

    /**
     * A rule that might have decided reads a fact that is not known.
     *
     * @param stage the stage
     * @param rule the rule that could not be evaluated
     * @param missing the fact it reads
     */
    record Undecidable(Stage stage, String rule, FactName missing) implements Verdict {}
}
