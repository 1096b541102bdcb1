package dev.sekisho.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace.Considered;
import dev.sekisho.kernel.decision.Trace.StageTrace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.policy.CompiledPolicy;
import dev.sekisho.policy.ConnectPlan;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.CategoryTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Laws of deciding, on random policies and requests, against the reference interpreter. */
class DeciderLawsTest {
    private static final int REQUESTS = 40;
    /** With the tries of the first property, over a million pairs of policy and request in both stages together. */
    private static final int REQUESTS_MANY = 350;

    private static final CategoryTable TABLE = Worlds.table();
    private static final List<Stage> STAGES = List.of(Stage.DECRYPTION, Stage.ACCESS);

    @Property(tries = 1500)
    void everyDecisionIsTheOneOfTheReference(@ForAll long seed) {
        Worlds worlds = new Worlds(seed);
        Model model = worlds.policy();
        CompiledPolicy policy = Policies.compile(model.text(), TABLE);
        Reference reference = reference(model);
        for (int i = 0; i < REQUESTS_MANY; i++) {
            WebRequest request = worlds.request();
            Facts facts = policy.classify(request);
            for (Stage stage : STAGES) {
                assertThat(words(policy.decide(stage, facts)))
                        .as("%s of%n%s%nfor %s", stage, model.text(), request)
                        .isEqualTo(reference.decide(stage, request, facts.known()));
            }
        }
    }

    @Property(tries = 800)
    void atConnectEveryVerdictIsTheOneOfTheReference(@ForAll long seed) {
        Worlds worlds = new Worlds(seed);
        Model model = worlds.policy();
        CompiledPolicy policy = Policies.compile(model.text(), TABLE);
        for (int i = 0; i < REQUESTS; i++) {
            WebRequest connect = worlds.request("CONNECT", "");
            Facts facts = policy.classify(connect);
            for (Stage stage : STAGES) {
                assertThat(words(policy.decide(stage, facts)))
                        .as("%s of%n%s%nfor %s", stage, model.text(), connect)
                        .isEqualTo(reference(model).decide(stage, connect, facts.known()));
            }
        }
    }

    @Property(tries = 800)
    void whatIsDecidedAtConnectStaysDecidedWhateverTheRequestIs(@ForAll long seed) {
        Worlds worlds = new Worlds(seed);
        CompiledPolicy policy = Policies.compile(worlds.policy().text(), TABLE);
        for (int i = 0; i < 10; i++) {
            WebRequest connect = worlds.request("CONNECT", "");
            ConnectPlan plan = ConnectPlan.of(policy, connect);
            Facts before = policy.classify(connect);
            for (String method : Worlds.METHODS) {
                for (String path : Worlds.PATHS) {
                    Facts facts = policy.classify(with(connect, method, path));
                    Verdict verdict = policy.decide(Stage.ACCESS, facts);
                    assertThat(policy.possible(Stage.ACCESS, before)).contains(action(verdict));
                    if (policy.decide(Stage.ACCESS, before) instanceof Verdict.Decided decided) {
                        assertThat(verdict).isEqualTo(decided);
                    }
                    if (plan instanceof ConnectPlan.InspectToRefuse) {
                        assertThat(action(verdict)).isEqualTo(Action.BLOCK);
                    }
                    assertThat(policy.decide(Stage.DECRYPTION, facts)).isEqualTo(plan.decryption());
                }
            }
        }
    }

    @Property(tries = 1000)
    void aMissingFactNeverChangesADecisionItOnlyMakesItUndecidable(@ForAll long seed) {
        Worlds worlds = new Worlds(seed);
        Model model = worlds.policy();
        CompiledPolicy policy = Policies.compile(model.text(), TABLE);
        for (int i = 0; i < REQUESTS; i++) {
            WebRequest request = worlds.request();
            Facts all = policy.classify(request);
            Facts kept = policy.classify(
                    request, all.known() & (worlds.bits(FactName.values().length) | FactName.METHOD.bit()));
            for (Stage stage : STAGES) {
                Verdict verdict = policy.decide(stage, kept);
                assertThat(words(verdict)).isEqualTo(reference(model).decide(stage, request, kept.known()));
                assertThat(policy.possible(stage, kept)).contains(action(policy.decide(stage, all)));
                if (verdict instanceof Verdict.Decided) {
                    assertThat(verdict).isEqualTo(policy.decide(stage, all));
                    assertThat(policy.possible(stage, kept)).containsExactly(action(verdict));
                }
            }
        }
    }

    @Property(tries = 1000)
    void theTraceDecidesAsDecideDoesAndLooksAtEveryRuleBefore(@ForAll long seed) {
        Worlds worlds = new Worlds(seed);
        Model model = worlds.policy();
        CompiledPolicy policy = Policies.compile(model.text(), TABLE);
        for (int i = 0; i < REQUESTS; i++) {
            WebRequest request = worlds.request();
            Facts facts = policy.classify(
                    request,
                    policy.classify(request).known() & (worlds.bits(FactName.values().length) | FactName.METHOD.bit()));
            for (StageTrace trace : policy.trace(List.of(Stage.values()), facts).stages()) {
                Verdict verdict = policy.decide(trace.verdict().stage(), facts);
                List<Considered> considered = trace.considered();
                assertThat(trace.verdict()).isEqualTo(verdict);
                assertThat(considered.getLast().rule()).isEqualTo(rule(verdict));
                assertThat(considered.getLast().matched()).isEqualTo(verdict instanceof Verdict.Decided);
                assertThat(considered.subList(0, considered.size() - 1)).noneMatch(Considered::matched);
                assertThat(considered).extracting(Considered::index).isSorted().doesNotHaveDuplicates();
                assertThat(considered.size() + trace.notReached())
                        .isEqualTo(policy.rules().of(verdict.stage()).size());
            }
        }
    }

    @Property(tries = 500)
    void aBundleReadBackDecidesTheSame(@ForAll long seed) {
        Worlds worlds = new Worlds(seed);
        CompiledPolicy policy = Policies.compile(worlds.policy().text(), TABLE);
        CompiledPolicy again = PolicyCompiler.compile(policy.bundle(), TABLE);

        assertThat(again.hash()).isEqualTo(policy.hash());
        assertThat(again.rules()).isEqualTo(policy.rules());
        for (int i = 0; i < 10; i++) {
            Facts facts = policy.classify(worlds.request());
            assertThat(again.decide(Stage.ACCESS, facts)).isEqualTo(policy.decide(Stage.ACCESS, facts));
        }
    }

    /** The comparison would not notice anything if the worlds were too tame, or the reference were never right. */
    @Test
    void theWorldsReachEveryActionRuleKindAndMissingFact() {
        Map<String, Integer> seen = new HashMap<>();
        for (int seed = 0; seed < 3000; seed++) {
            Worlds worlds = new Worlds(seed);
            Model model = worlds.policy();
            CompiledPolicy policy = Policies.compile(model.text(), TABLE);
            WebRequest request = worlds.request();
            Facts facts = policy.classify(
                    request,
                    policy.classify(request).known() & (worlds.bits(FactName.values().length) | FactName.METHOD.bit()));
            switch (policy.decide(Stage.ACCESS, facts)) {
                case Verdict.Decided decided ->
                    seen.merge(decided.action() + (decided.rule().equals("last") ? " last" : ""), 1, Integer::sum);
                case Verdict.Undecidable undecidable ->
                    seen.merge(undecidable.missing().name(), 1, Integer::sum);
            }
            seen.merge(
                    ConnectPlan.of(policy, worlds.request("CONNECT", ""))
                            .getClass()
                            .getSimpleName(),
                    1,
                    Integer::sum);
        }
        assertThat(seen.keySet())
                .contains(
                        "ALLOW",
                        "BLOCK",
                        "MONITOR",
                        "ALLOW last",
                        "HOST",
                        "LIST",
                        "CATEGORY",
                        "PERSON",
                        "GROUP",
                        "CLIENT_IP",
                        "PORT")
                .contains("Tunnel", "Refuse", "Inspect", "InspectToRefuse");
    }

    /** A reference that forgets exclusions must be caught: the negative control of the properties above. */
    @Test
    void aReferenceWithoutExclusionsIsFoundToDiffer() {
        int differences = 0;
        for (int seed = 0; seed < 500; seed++) {
            Worlds worlds = new Worlds(seed);
            Model model = worlds.policy();
            CompiledPolicy policy = Policies.compile(model.text(), TABLE);
            Model wrong = new Model(
                    model.lists(),
                    model.decryption(),
                    model.access().stream()
                            .map(rule -> new Model.RuleModel(rule.name(), withoutNot(rule.when()), rule.then()))
                            .toList());
            WebRequest request = worlds.request();
            Facts facts = policy.classify(request);
            String expected = reference(wrong).decide(Stage.ACCESS, request, facts.known());
            differences += words(policy.decide(Stage.ACCESS, facts)).equals(expected) ? 0 : 1;
        }
        assertThat(differences).isPositive();
    }

    private static Map<String, Model.Wanted> withoutNot(Map<String, Model.Wanted> when) {
        Map<String, Model.Wanted> kept = new HashMap<>();
        when.forEach((key, wanted) -> kept.put(key, new Model.Wanted(wanted.in(), List.of())));
        return kept;
    }

    private static Reference reference(Model model) {
        return new Reference(model, Worlds.HOST_CATEGORIES, Worlds.URL_CATEGORIES);
    }

    private static WebRequest with(WebRequest connect, String method, String path) {
        return new WebRequest(
                connect.at(),
                method,
                connect.scheme(),
                connect.host(),
                connect.port(),
                path,
                "",
                connect.destination(),
                connect.person(),
                connect.groups(),
                connect.clientAddress(),
                connect.userAgent());
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Decided decided -> decided.action().wire() + " by " + decided.rule();
            case Verdict.Undecidable undecidable -> undecidable.rule() + " needs " + undecidable.missing();
        };
    }

    private static String rule(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Decided decided -> decided.rule();
            case Verdict.Undecidable undecidable -> undecidable.rule();
        };
    }

    private static Action action(Verdict verdict) {
        return ConnectPlan.action(verdict).orElseThrow();
    }
}
