package dev.sekisho.policy;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Trace.Because;
import dev.sekisho.kernel.decision.Trace.Considered;
import dev.sekisho.kernel.decision.Trace.StageTrace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.policy.category.Taxonomy;
import dev.sekisho.policy.document.ProblemCode;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;

/** Puts decisions into words, in English or Japanese. Values that a person wrote or requested stand in quotes, as they are. */
public final class Explain {
    /** More values than anybody reads; the rest is counted. */
    private static final int VALUES_MAX = 6;

    private final ResourceBundle texts;
    private final Locale language;
    private final UnaryOperator<String> people;

    /** Explains in the language, English where it is not Japanese; people are shown by their tokens. */
    public Explain(Locale language) {
        this(language, token -> token);
    }

    /**
     * Explains in the language, English where it is not Japanese.
     *
     * @param people how a person's token is shown: a name where the reader may see names, else a pseudonym
     */
    public Explain(Locale language, UnaryOperator<String> people) {
        this.language = language.getLanguage().equals("ja") ? Locale.JAPANESE : Locale.ENGLISH;
        this.texts = ResourceBundle.getBundle(
                "dev.sekisho.policy.explain",
                this.language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.people = people;
    }

    /** The action as a word. */
    public String action(Action action) {
        return text("action." + action.wire());
    }

    /** The kind of problem as a sentence. */
    public String problem(ProblemCode code) {
        return text("problem." + code.code());
    }

    /** One sentence for a verdict. */
    public String verdict(Verdict verdict) {
        String stage = text("stage." + verdict.stage().wire());
        return switch (verdict) {
            case Verdict.Decided decided ->
                text("verdict.decided", stage, action(decided.action()), decided.rule(), decided.index() + 1);
            case Verdict.Undecidable undecidable ->
                text("verdict.undecidable", stage, undecidable.rule(), fact(undecidable.missing()));
        };
    }

    /** The whole trace: for each stage its verdict, then a line for each rule that was looked at. */
    public List<String> trace(Trace trace) {
        List<String> lines = new ArrayList<>();
        for (StageTrace stage : trace.stages()) {
            lines.add(verdict(stage.verdict()));
            for (Considered considered : stage.considered()) {
                boolean undecidable = stage.verdict() instanceof Verdict.Undecidable unknown
                        && unknown.rule().equals(considered.rule());
                lines.add(undecidable ? undecidable(considered) : considered(considered));
            }
            if (stage.notReached() > 0) {
                lines.add(text("trace.not-reached", stage.notReached()));
            }
        }
        return List.copyOf(lines);
    }

    /** Why a rule did or did not match. */
    public String considered(Considered considered) {
        int number = considered.index() + 1;
        if (considered.because().isEmpty()) {
            return text("rule.always", number, considered.rule());
        }
        return text(
                considered.matched() ? "rule.matched" : "rule.not-matched",
                number,
                considered.rule(),
                because(considered.because().get()));
    }

    private String undecidable(Considered considered) {
        String fact = considered.because().map(because -> fact(because.fact())).orElse("");
        return text("rule.undecidable", considered.index() + 1, considered.rule(), fact);
    }

    private String because(Because because) {
        String wanted = values(because.fact(), because.wanted());
        String found = because.found().isEmpty() ? text("because.nothing") : values(because.fact(), because.found());
        return text(because.negated() ? "because.not" : "because.in", fact(because.fact()), wanted, found);
    }

    private String fact(FactName fact) {
        return text("fact." + fact.wire());
    }

    private String values(FactName fact, List<String> values) {
        List<String> shown = new ArrayList<>();
        for (String value : values.subList(0, Math.min(VALUES_MAX, values.size()))) {
            shown.add(text("value", value(fact, value)));
        }
        String joined = String.join(text("value.join"), shown);
        return values.size() > VALUES_MAX ? text("value.more", joined, values.size() - VALUES_MAX) : joined;
    }

    private String value(FactName fact, String value) {
        return switch (fact) {
            case PERSON -> people.apply(value);
            case CATEGORY ->
                Taxonomy.find(value).map(category -> category.display(language)).orElse(value);
            default -> value;
        };
    }

    private String text(String key, Object... values) {
        return new MessageFormat(texts.getString(key), language).format(values);
    }
}
