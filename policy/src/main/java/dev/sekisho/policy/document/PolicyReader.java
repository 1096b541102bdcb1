package dev.sekisho.policy.document;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.policy.rules.NamedList;
import dev.sekisho.policy.rules.Rule;
import dev.sekisho.policy.rules.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a policy document to its end and checks it; either it is valid, or every problem is known. */
public final class PolicyReader {
    static final int RULES_MAX = 5_000;
    static final int LISTS_MAX = 1_000;

    /** What a document without the section {@code decryption} means. */
    private static final Rule INSPECT_ALL = new Rule("default", List.of(), Action.INSPECT);

    private final Problems problems = new Problems();
    private final Checks checks;

    private PolicyReader(Checks checks) {
        this.checks = checks;
    }

    /** Reads a text. */
    public static Result read(String text, Checks checks) {
        return new PolicyReader(checks).read(text);
    }

    private Result read(String text) {
        Optional<Node> root = Tree.read(text, problems);
        if (root.isEmpty()) {
            if (problems.isEmpty()) {
                problems.add(ProblemCode.MISSING_SECTION, "The document is empty.", Optional.empty(), "");
            }
            return new Result(Optional.empty(), problems.inOrder());
        }
        Place document = new Place(root.get(), "", problems);
        Map<String, Place> sections = document.fields(new TreeSet<>(Set.of("lists", "decryption", "access")));
        Map<String, NamedList> lists = lists(sections);
        List<Rule> decryption =
                sections.containsKey("decryption") ? rules(sections, Stage.DECRYPTION, lists) : List.of(INSPECT_ALL);
        if (!sections.containsKey("access") && document.isMapping()) {
            document.problem(ProblemCode.MISSING_SECTION, "The section \"access\" is missing.");
        }
        List<Rule> access = rules(sections, Stage.ACCESS, lists);
        if (!problems.isEmpty()) {
            return new Result(Optional.empty(), problems.inOrder());
        }
        List<NamedList> sorted = lists.values().stream()
                .sorted(Comparator.comparing(NamedList::name))
                .toList();
        return new Result(Optional.of(new RuleSet(sorted, decryption, access)), List.of());
    }

    private Map<String, NamedList> lists(Map<String, Place> sections) {
        Map<String, NamedList> lists = new LinkedHashMap<>();
        Place section = sections.get("lists");
        if (section != null) {
            Names names = new Names();
            ListReader reader = new ListReader(names, checks);
            for (Place item : section.items(LISTS_MAX)) {
                reader.read(item).ifPresent(list -> lists.put(list.name(), list));
            }
        }
        return lists;
    }

    private List<Rule> rules(Map<String, Place> sections, Stage stage, Map<String, NamedList> lists) {
        Place section = sections.get(stage.wire());
        if (section == null) {
            return List.of();
        }
        RuleReader reader = new RuleReader(stage, new ConditionReader(stage, lists, checks));
        List<Rule> rules = new ArrayList<>();
        List<Place> items = section.items(RULES_MAX);
        for (int i = 0; i < items.size(); i++) {
            rules.add(reader.read(items.get(i), i == items.size() - 1));
        }
        if (section.isEmptySequence()) {
            section.problem(ProblemCode.MISSING_SECTION, "At least one rule belongs here.");
        }
        return rules;
    }

    /**
     * What became of a text.
     *
     * @param rules the policy, if there are no problems
     * @param problems in the order of the text
     */
    public record Result(Optional<RuleSet> rules, List<Problem> problems) {}
}
