package dev.sekisho.policy;

import static dev.sekisho.policy.Requests.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.category.CategoryTableBuilder;
import dev.sekisho.policy.category.ListInfo;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions by the document of the contract, and by small ones that each show one law. */
class DecisionTest {
    private static final String CONTRACT = """
            lists:
              - name: listed
                hosts: [blocked.sekisho.test]
                networks: [127.0.66.0/24]
                paths: [{prefix: /forbidden}]
            decryption:
              - {name: health, when: {category: [health]}, then: tunnel}
              - {name: rest, then: inspect}
            access:
              - {name: no-listed, when: {list: [listed]}, then: block}
              - {name: no-gambling, when: {category: [gambling], group: {not: [compliance]}}, then: block}
              - {name: rest, then: allow}
            """;

    private final CompiledPolicy policy = Policies.compile(CONTRACT, table());

    @Test
    void anUnlistedSiteIsAllowedByTheLastRule() {
        assertThat(access(get("https://example.com/"))).isEqualTo("allow by rest");
    }

    @Test
    void aListedNameIsBlockedWithEverythingBelowItAndNothingBesideIt() {
        assertThat(access(get("https://blocked.sekisho.test/"))).isEqualTo("block by no-listed");
        assertThat(access(get("https://a.b.BLOCKED.sekisho.test./"))).isEqualTo("block by no-listed");
        assertThat(access(get("https://notblocked.sekisho.test/"))).isEqualTo("allow by rest");
        assertThat(access(get("https://sekisho.test/"))).isEqualTo("allow by rest");
    }

    @Test
    void aListedNameThatDoesNotResolveIsStillListed() {
        assertThat(access(get("https://blocked.sekisho.test/").resolved())).isEqualTo("block by no-listed");
    }

    @Test
    void aListedNetworkMatchesEveryAddressOfAHost() {
        assertThat(access(get("https://example.com/").resolved("192.0.2.1", "127.0.66.9")))
                .isEqualTo("block by no-listed");
        assertThat(access(get("https://example.com/").resolved("192.0.2.1", "127.0.67.9")))
                .isEqualTo("allow by rest");
        assertThat(access(get("https://example.com/").resolved("64:ff9b::7f00:4201")))
                .isEqualTo("block by no-listed");
    }

    @Test
    void aListedNetworkMatchesEverySpellingOfALiteralAddress() {
        for (String spelled : List.of(
                "127.0.66.1",
                "0x7f.0.66.1",
                "0177.0.66.1",
                "2130723329",
                "127.0.16897",
                "[::ffff:127.0.66.1]",
                "127.0.66.1.")) {
            assertThat(access(get("http://" + spelled + "/").resolved()))
                    .as(spelled)
                    .isEqualTo("block by no-listed");
        }
    }

    @Test
    void aListedPathIsFoundInEverySpelling() {
        for (String spelled : List.of(
                "/forbidden",
                "/forbidden/x",
                "/%66orbidden",
                "/a/../forbidden",
                "/a/%2e%2e/forbidden",
                "//forbidden",
                "/a%2f..%2fforbidden",
                "\\forbidden",
                "/./forbidden?q=1")) {
            assertThat(access(get("https://example.com" + spelled))).as(spelled).isEqualTo("block by no-listed");
        }
        assertThat(access(get("https://example.com/a/forbidden"))).isEqualTo("allow by rest");
        assertThat(access(get("https://example.com/forbidden/../a"))).isEqualTo("allow by rest");
    }

    @Test
    void aCategoryBlocksEverybodyButTheExcludedGroup() {
        assertThat(access(get("https://www.bets.test/"))).isEqualTo("block by no-gambling");
        assertThat(access(get("https://www.bets.test/").groups("sales"))).isEqualTo("block by no-gambling");
        assertThat(access(get("https://www.bets.test/").groups("compliance", "sales")))
                .isEqualTo("allow by rest");
    }

    @Test
    void decryptionIsDecidedOnTheHostEvenWhenTheUrlHasMoreCategories() {
        Facts page = policy.classify(get("https://hospital.test/games/chess").request());

        assertThat(page.categories()).contains("health", "games");
        assertThat(policy.decide(Stage.DECRYPTION, page))
                .isEqualTo(new Verdict.Decided(Stage.DECRYPTION, Action.TUNNEL, "health", 0));

        Facts article = policy.classify(get("https://news.test/health/a").request());
        assertThat(article.categories()).contains("health");
        assertThat(policy.decide(Stage.DECRYPTION, article))
                .isEqualTo(new Verdict.Decided(Stage.DECRYPTION, Action.INSPECT, "rest", 1));
    }

    @Test
    void whileOnlyTheHostIsKnownARuleThatReadsThePathDoesNotDecide() {
        Facts connect = policy.classify(get("https://example.com/").connect());

        assertThat(connect.knows(FactName.PATH)).isFalse();
        assertThat(policy.decide(Stage.ACCESS, connect))
                .isEqualTo(new Verdict.Undecidable(Stage.ACCESS, "no-listed", FactName.PATH));
        assertThat(policy.possible(Stage.ACCESS, connect)).containsExactlyInAnyOrder(Action.BLOCK, Action.ALLOW);
    }

    @Test
    void aConnectIsPlannedBeforeAnythingIsContacted() {
        assertThat(plan("example.com")).isInstanceOf(ConnectPlan.Inspect.class);
        assertThat(plan("blocked.sekisho.test")).isInstanceOf(ConnectPlan.InspectToRefuse.class);
        // The first rule cannot be decided yet, but whichever way it goes, the host is refused
        assertThat(plan("www.bets.test")).isInstanceOf(ConnectPlan.InspectToRefuse.class);
        assertThat(plan("hospital.test")).isInstanceOf(ConnectPlan.Tunnel.class);
    }

    @Test
    void aTunnelledHostThatIsBlockedIsRefusedAndNeverOpened() {
        CompiledPolicy strict = Policies.compile("""
                decryption:
                  - {name: health, when: {category: [health]}, then: tunnel}
                  - {name: rest, then: inspect}
                access:
                  - {name: no-health, when: {category: [health]}, then: block}
                  - {name: rest, then: allow}
                """, table());

        ConnectPlan plan = ConnectPlan.of(strict, get("https://hospital.test/").connect());

        assertThat(plan).isInstanceOf(ConnectPlan.Refuse.class);
        assertThat(plan.facts().knows(FactName.PATH)).isTrue();
    }

    @Test
    void aTunnelIsDecidedOnceAndForGoodWithAnEmptyPath() {
        Facts facts = plan("hospital.test").facts();

        assertThat(facts.path()).isEmpty();
        assertThat(facts.method()).isEqualTo("CONNECT");
        assertThat(policy.decide(Stage.ACCESS, facts))
                .isEqualTo(new Verdict.Decided(Stage.ACCESS, Action.ALLOW, "rest", 2));
    }

    @Test
    void aHostWhosePathsAreCategorisedIsNotDecidedBeforeThePathIsKnown() {
        CompiledPolicy games = Policies.compile("""
                access:
                  - {name: no-games, when: {category: [games]}, then: block}
                  - {name: rest, then: allow}
                """, table());

        assertThat(games.decide(
                        Stage.ACCESS,
                        games.classify(get("https://hospital.test/").connect())))
                .isEqualTo(new Verdict.Undecidable(Stage.ACCESS, "no-games", FactName.PATH));
        assertThat(games.decide(
                        Stage.ACCESS, games.classify(get("https://example.com/").connect())))
                .isEqualTo(new Verdict.Decided(Stage.ACCESS, Action.ALLOW, "rest", 1));
    }

    @Test
    void aRequestOfThePastIsUndecidableByTheFactThatWasNotKept() {
        WebRequest past = get("https://www.bets.test/").groups("sales").request();
        int all = policy.classify(past).known();

        Facts withoutGroups = policy.classify(past, all & ~FactName.GROUP.bit());
        Facts withoutHost = policy.classify(past, all & ~FactName.HOST.bit());

        assertThat(policy.decide(Stage.ACCESS, withoutGroups))
                .isEqualTo(new Verdict.Undecidable(Stage.ACCESS, "no-gambling", FactName.GROUP));
        assertThat(policy.decide(Stage.ACCESS, withoutHost))
                .isEqualTo(new Verdict.Undecidable(Stage.ACCESS, "no-listed", FactName.LIST));
        assertThat(policy.classify(past, all)).isEqualTo(policy.classify(past));
    }

    @Test
    void aPolicySaysWhichFactsItReads() {
        assertThat(policy.factsRead())
                .isEqualTo(FactName.LIST.bit()
                        | FactName.HOST.bit()
                        | FactName.DESTINATION.bit()
                        | FactName.PATH.bit()
                        | FactName.CATEGORY.bit()
                        | FactName.GROUP.bit());
    }

    private String access(Requests request) {
        Facts facts = policy.classify(request.request());
        return policy.decide(Stage.ACCESS, facts) instanceof Verdict.Decided decided
                ? decided.action().wire() + " by " + decided.rule()
                : "undecidable";
    }

    private ConnectPlan plan(String host) {
        return ConnectPlan.of(policy, get("https://" + host + "/").connect());
    }

    private static CategoryTable table() {
        CategoryTableBuilder table = new CategoryTableBuilder(new byte[16]);
        table.addList(new ListInfo("ut1", "1", LocalDate.EPOCH, "0".repeat(64), "CC-BY-SA-4.0", 2, 0));
        table.addHost(table.set("ut1:gambling"), "bets.test");
        table.addUrl(table.set("ut1:games"), "hospital.test/games");
        table.addList(new ListInfo("own", "1", LocalDate.EPOCH, "1".repeat(64), "CC0-1.0", 2, 0));
        table.addHost(table.set("own:health"), "hospital.test");
        table.addUrl(table.set("own:health"), "news.test/health");
        return table.build();
    }
}
