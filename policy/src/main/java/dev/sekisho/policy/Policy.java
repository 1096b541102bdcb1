package dev.sekisho.policy;

import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.id.BundleHash;
import java.util.List;

/**
 * A published policy, ready to decide: immutable rules, and the lists they were published with. {@link #classify} and
 * {@link #decide} are pure: the same input gives the same answer in live traffic, in the tester and years later.
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
}
