package dev.sekisho.policy;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.policy.bundle.PolicyBundle;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.rules.Classifier;
import dev.sekisho.policy.rules.Decider;
import dev.sekisho.policy.rules.RuleSet;
import java.util.List;
import java.util.Set;

/** A policy made by {@link PolicyCompiler}; immutable, for any number of threads. */
public final class CompiledPolicy implements Policy {
    private final PolicyBundle bundle;
    private final BundleHash hash;
    private final RuleSet rules;
    private final Classifier classifier;
    private final int factsRead;

    CompiledPolicy(PolicyBundle bundle, RuleSet rules, CategoryTable lists) {
        this.bundle = bundle;
        this.hash = bundle.hash();
        this.rules = rules;
        this.classifier = new Classifier(lists, rules.lists());
        this.factsRead = rules.factsRead();
    }

    /** What gets signed and published. */
    public PolicyBundle bundle() {
        return bundle;
    }

    /** The rules, in canonical order. */
    public RuleSet rules() {
        return rules;
    }

    /**
     * Classifies a request of the past, of which only some facts were kept: what is derived from a fact that was not kept is
     * unknown too.
     *
     * @param known bits of the facts that were kept
     */
    public Facts classify(WebRequest request, int known) {
        return classifier.classify(request, known);
    }

    @Override
    public BundleHash hash() {
        return hash;
    }

    @Override
    public int factsRead() {
        return factsRead;
    }

    @Override
    public Facts classify(WebRequest request) {
        return classifier.classify(request);
    }

    @Override
    public Verdict decide(Stage stage, Facts facts) {
        return Decider.decide(rules, stage, facts, classifier);
    }

    @Override
    public Trace trace(List<Stage> stages, Facts facts) {
        return Decider.trace(rules, stages, facts, classifier);
    }

    @Override
    public Set<Action> possible(Stage stage, Facts facts) {
        return Decider.possible(rules, stage, facts, classifier);
    }
}
