package dev.sekisho.control.policy;

import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Trace.Because;
import dev.sekisho.kernel.decision.Trace.Considered;
import dev.sekisho.kernel.decision.Trace.StageTrace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.policy.Explain;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a decision came about, in values and in words of both languages.
 *
 * @param state {@code computed}, or {@code bundle-gone} if the policy that decided is no longer kept
 * @param version published version that decided
 * @param bundle hash of the bundle
 * @param stages in their order
 * @param undecidable facts that a rule reads and nobody knows
 * @param winner the rule that decided the outcome
 * @param agrees for an event: whether the computed rules are the stored ones
 */
public record TraceItem(
        String state,
        @Nullable Long version,
        @Nullable String bundle,
        List<StageItem> stages,
        List<String> undecidable,
        @Nullable WinnerItem winner,
        @Nullable Boolean agrees) {

    /** A trace that was computed. */
    public static TraceItem computed(
            Trace trace, @Nullable Long version, @Nullable BundleHash bundle, @Nullable Boolean agrees) {
        List<String> missing = trace.stages().stream()
                .map(StageTrace::verdict)
                .filter(Verdict.Undecidable.class::isInstance)
                .map(verdict -> ((Verdict.Undecidable) verdict).missing().wire())
                .distinct()
                .toList();
        return new TraceItem(
                "computed",
                version,
                bundle == null ? null : bundle.hex(),
                trace.stages().stream().map(StageItem::of).toList(),
                missing,
                winner(trace),
                agrees);
    }

    /** There is nothing to compute with. */
    public static TraceItem bundleGone(BundleHash bundle) {
        return new TraceItem("bundle-gone", null, bundle.hex(), List.of(), List.of(), null, null);
    }

    /** The decision of the last stage; none if a stage before it could not be decided. */
    private static @Nullable WinnerItem winner(Trace trace) {
        WinnerItem winner = null;
        for (StageTrace stage : trace.stages()) {
            switch (stage.verdict()) {
                case Verdict.Decided decided ->
                    winner = new WinnerItem(
                            decided.stage().wire(),
                            decided.rule(),
                            decided.action().wire());
                case Verdict.Undecidable any -> {
                    return null;
                }
            }
        }
        return winner;
    }

    /** The deciding rule. */
    public record WinnerItem(String stage, String rule, String action) {}

    /** The same in both languages. */
    public record Text(String en, String ja) {}

    /** One stage. */
    public record StageItem(
            String stage,
            String outcome,
            @Nullable String action,
            @Nullable String rule,
            @Nullable String missing,
            List<ConsideredItem> considered,
            int notReached,
            Text text) {
        static StageItem of(StageTrace stage) {
            Text text = new Text(Words.EN.verdict(stage.verdict()), Words.JA.verdict(stage.verdict()));
            List<ConsideredItem> considered =
                    stage.considered().stream().map(ConsideredItem::of).toList();
            return switch (stage.verdict()) {
                case Verdict.Decided decided ->
                    new StageItem(
                            decided.stage().wire(),
                            "decided",
                            decided.action().wire(),
                            decided.rule(),
                            null,
                            considered,
                            stage.notReached(),
                            text);
                case Verdict.Undecidable undecidable ->
                    new StageItem(
                            undecidable.stage().wire(),
                            "undecidable",
                            null,
                            undecidable.rule(),
                            undecidable.missing().wire(),
                            considered,
                            stage.notReached(),
                            text);
            };
        }
    }

    /** One rule that was looked at. */
    public record ConsideredItem(
            int index,
            String rule,
            boolean matched,
            @Nullable BecauseItem because,
            Text text) {
        static ConsideredItem of(Considered considered) {
            return new ConsideredItem(
                    considered.index(),
                    considered.rule(),
                    considered.matched(),
                    considered.because().map(BecauseItem::of).orElse(null),
                    new Text(Words.EN.considered(considered), Words.JA.considered(considered)));
        }
    }

    /** The condition that settled it. */
    public record BecauseItem(String fact, boolean negated, List<String> wanted, List<String> found) {
        static BecauseItem of(Because because) {
            return new BecauseItem(because.fact().wire(), because.negated(), because.wanted(), because.found());
        }
    }

    private static final class Words {
        static final Explain EN = new Explain(Locale.ENGLISH);
        static final Explain JA = new Explain(Locale.JAPANESE);
    }
}
