package dev.sekisho.control.policy;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.policy.CompiledPolicy;
import dev.sekisho.policy.Policy;
import java.util.List;
import java.util.Set;

/** A policy that decides while nobody can say what a host resolves to: what follows from the addresses is unknown too. */
record Unresolved(Policy policy) implements Policy {
    private static final int KNOWN = ~FactName.DESTINATION.bit();

    @Override
    public Facts classify(WebRequest request) {
        return policy instanceof CompiledPolicy compiled
                ? compiled.classify(request, KNOWN)
                : policy.classify(request).only(KNOWN & ~FactName.LIST.bit());
    }

    @Override
    public BundleHash hash() {
        return policy.hash();
    }

    @Override
    public int factsRead() {
        return policy.factsRead();
    }

    @Override
    public Verdict decide(Stage stage, Facts facts) {
        return policy.decide(stage, facts);
    }

    @Override
    public Trace trace(List<Stage> stages, Facts facts) {
        return policy.trace(stages, facts);
    }

    @Override
    public Set<Action> possible(Stage stage, Facts facts) {
        return policy.possible(stage, facts);
    }
}
