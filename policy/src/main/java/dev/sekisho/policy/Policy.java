package dev.sekisho.policy;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.id.BundleHash;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A published policy, ready to decide: immutable rules, and the lists they were published with. {@link #classify} and
 * {@link #decide} are pure: the same input gives the same answer in live traffic, in the tester and years later.
 *
 * <p>Rules exist for the stages {@code DECRYPTION} and {@code ACCESS}; {@link #decide} of another stage is an
 * {@link IllegalArgumentException}, {@link #trace} leaves it out. For a CONNECT use {@link ConnectPlan#of}.
 */
public interface Policy {
    /** The hash of the bundle. */
    BundleHash hash();

    /** Bits of the facts that its rules read. */
    int factsRead();

    /** {@code classify(lists, request)}: what is known about the request. */
    Facts classify(WebRequest request);

    /** {@code decide(rules, facts)} for one stage. */
    Verdict decide(Stage stage, Facts facts);

    /** The same decisions, with everything that was considered on the way. */
    Trace trace(List<Stage> stages, Facts facts);

    /** The actions that remain possible while some facts are unknown; exactly one if {@link #decide} decides. */
    default Set<Action> possible(Stage stage, Facts facts) {
        return decide(stage, facts) instanceof Verdict.Decided decided
                ? Set.of(decided.action())
                : EnumSet.allOf(Action.class);
    }
}
