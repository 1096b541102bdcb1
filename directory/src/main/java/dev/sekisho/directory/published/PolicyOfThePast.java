package dev.sekisho.directory.published;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.policy.CompiledPolicy;
import dev.sekisho.policy.Policy;
import java.util.List;
import java.util.Set;

/**
 * A policy whose category lists are not loaded any more. Rules read categories as facts, and an event keeps them, so it decides as
 * it did; what it would have said about another request is not known, and it does not guess.
 *
 * @param hash of the bundle as published
 * @param rules the same rules, compiled with other lists
 */
record PolicyOfThePast(BundleHash hash, CompiledPolicy rules) implements Policy {
    @Override
    public int factsRead() {
        return rules.factsRead();
    }

    @Override
    public Facts classify(WebRequest request) {
        throw new SekishoException(
                ErrorCode.NOT_FOUND,
                "The category lists with which this policy was published are not loaded any more.");
    }

    @Override
    public Verdict decide(Stage stage, Facts facts) {
        return rules.decide(stage, facts);
    }

    @Override
    public Trace trace(List<Stage> stages, Facts facts) {
        return rules.trace(stages, facts);
    }

    @Override
    public Set<Action> possible(Stage stage, Facts facts) {
        return rules.possible(stage, facts);
    }
}
