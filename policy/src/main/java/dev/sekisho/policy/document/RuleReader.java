package dev.sekisho.policy.document;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.policy.rules.Condition;
import dev.sekisho.policy.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the rules of one section. */
final class RuleReader {
    private static final Set<String> KEYS = new TreeSet<>(Set.of("name", "description", "when", "then"));
    private static final Map<Stage, List<Action>> ACTIONS = Map.of(
            Stage.DECRYPTION, List.of(Action.TUNNEL, Action.INSPECT),
            Stage.ACCESS, List.of(Action.ALLOW, Action.MONITOR, Action.WARN, Action.BLOCK));

    private final Stage stage;
    private final ConditionReader conditions;
    private final Names names = new Names();

    RuleReader(Stage stage, ConditionReader conditions) {
        this.stage = stage;
        this.conditions = conditions;
    }

    /** The rule; where it has problems, parts of it are made up, and the whole is thrown away later. */
    Rule read(Place item, boolean last) {
        Map<String, Place> fields = item.fields(KEYS);
        Place name = fields.get("name");
        Place when = fields.get("when");
        Place then = fields.get("then");
        if (item.isMapping() && name == null) {
            item.problem(ProblemCode.MISSING_KEY, "A rule needs a \"name\".");
        }
        if (item.isMapping() && then == null) {
            item.problem(ProblemCode.MISSING_KEY, "A rule needs a \"then\".");
        }
        if (last && when != null) {
            when.problem(
                    ProblemCode.MISSING_FINAL_RULE,
                    "The last rule has no \"when\": add one that says what happens to everything else.");
        }
        if (!last && item.isMapping() && when == null) {
            item.problem(
                    ProblemCode.UNREACHABLE_RULE,
                    "This rule has no \"when\", so that no rule after it is ever reached: move it to the end.");
        }
        Place description = fields.get("description");
        if (description != null) {
            description.text();
        }
        List<Condition> read = when == null ? List.of() : conditions.read(when);
        Optional<String> taken = name == null ? Optional.empty() : names.take(name);
        Optional<Action> action = then == null ? Optional.empty() : action(then);
        return new Rule(taken.orElse(""), read, action.orElse(Action.BLOCK));
    }

    private Optional<Action> action(Place then) {
        Optional<String> text = then.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> here = ACTIONS.getOrDefault(stage, List.of()).stream()
                .map(Action::wire)
                .toList();
        Action action;
        try {
            action = Action.ofWire(text.get());
        } catch (IllegalArgumentException e) {
            then.problem(
                    ProblemCode.UNKNOWN_ACTION,
                    ("There is no action \"" + text.get() + "\". " + then.hint(text.get(), here)).strip());
            return Optional.empty();
        }
        if (!here.contains(action.wire())) {
            then.problem(
                    ProblemCode.WRONG_ACTION,
                    "The action \"" + action.wire() + "\" does not belong to " + stage.wire() + " rules. Known here: "
                            + String.join(", ", here) + ".");
            return Optional.empty();
        }
        if (action == Action.WARN) {
            then.problem(
                    ProblemCode.ENGINE_ABSENT,
                    "The page that \"warn\" shows is not part of this installation: use \"monitor\" or \"block\".");
            return Optional.empty();
        }
        return Optional.of(action);
    }
}
