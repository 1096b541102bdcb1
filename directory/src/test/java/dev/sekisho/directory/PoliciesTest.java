package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.Policies.PolicyVersion;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.imports.CategoryLists;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoliciesTest {
    private static final String OPEN = """
            # what the office may do
            decryption:
              - {name: rest, then: inspect}
            access:
              - {name: rest, then: allow}
            """;
    private static final String CLOSED = OPEN.replace("then: allow", "then: block");
    private static final String FOR_HANAKO = """
            decryption:
              - {name: rest, then: inspect}
            access:
              - {name: hers, when: {user: [hanako@aoi.example]}, then: allow}
              - {name: rest, then: block}
            """;

    @TempDir
    private Path folder;

    private TestRegion region;
    private CustomerScope aoi;
    private CustomerScope beni;
    private Policies policies;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        aoi = region.customer("Aoi");
        beni = region.customer("Beni");
        policies = region.directory.of(aoi).policies();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private static Action access(Policy policy, Optional<PersonToken> person) {
        Facts facts = policy.classify(new WebRequest(
                TestRegion.START,
                "GET",
                "https",
                "example.org",
                443,
                "/",
                "",
                List.of(InetAddress.ofLiteral("192.0.2.1")),
                person,
                Set.of(),
                InetAddress.ofLiteral("127.0.0.1"),
                ""));
        return policy.decide(Stage.ACCESS, facts) instanceof Verdict.Decided decided ? decided.action() : Action.BLOCK;
    }

    @Test
    void aPublishedPolicyIsInForceAtOnceAndForItsCustomerOnly() {
        // Given
        assertThat(region.directory.policies().current(aoi)).isEmpty();
        assertThat(policies.current()).isEmpty();
        // When
        PolicyVersion first = policies.publish(OPEN, 0);
        // Then
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.document()).isEqualTo(OPEN);
        Policy live = region.directory.policies().current(aoi).orElseThrow();
        assertThat(live.hash()).isEqualTo(first.bundle());
        assertThat(access(live, Optional.empty())).isEqualTo(Action.ALLOW);
        assertThat(region.directory.policies().current(beni)).isEmpty();
        // When
        policies.publish(CLOSED, 1);
        // Then
        assertThat(access(region.directory.policies().current(aoi).orElseThrow(), Optional.empty()))
                .isEqualTo(Action.BLOCK);
        // and who still holds the old one decides as before
        assertThat(access(live, Optional.empty())).isEqualTo(Action.ALLOW);
    }

    @Test
    void versionsAreImmutableAndListedNewestFirst() {
        // Given
        policies.publish(OPEN, 0);
        region.dataClock.moveTo(TestRegion.START.plusSeconds(60));
        policies.publish(CLOSED, 1);
        policies.publish(OPEN, 2);
        // When
        List<Policies.Summary> history = policies.history(Optional.empty(), 10);
        // Then
        assertThat(history).extracting(Policies.Summary::number).containsExactly(3L, 2L, 1L);
        assertThat(policies.history(Optional.of(3L), 1))
                .extracting(Policies.Summary::number)
                .containsExactly(2L);
        assertThat(policies.version(1).orElseThrow().document()).isEqualTo(OPEN);
        assertThat(policies.version(1).orElseThrow().published()).isEqualTo(TestRegion.START);
        assertThat(policies.version(2).orElseThrow().document()).isEqualTo(CLOSED);
        assertThat(policies.version(1).orElseThrow().author()).isEqualTo(TestRegion.OPERATOR);
        assertThat(policies.version(4)).isEmpty();
        assertThat(policies.version(0)).isEmpty();
        assertThat(region.directory.of(beni).policies().history(Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void aLostUpdateIsRefusedAndTheSameDocumentTwiceChangesNothing() {
        // Given
        policies.publish(OPEN, 0);
        // When
        assertThatThrownBy(() -> policies.publish(CLOSED, 0))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        PolicyVersion again = policies.publish(OPEN, 0);
        // Then
        assertThat(again.number()).isEqualTo(1);
        assertThat(policies.history(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void aDocumentThatDoesNotCompileShowsEveryProblemAndLeavesTheOldOneInForce() {
        // Given
        policies.publish(OPEN, 0);
        String bad = OPEN.replace("then: allow", "then: explode").replace("then: inspect", "thenn: inspect");
        // When
        assertThatThrownBy(() -> policies.publish(bad, 1)).isInstanceOfSatisfying(PolicyRejected.class, e -> {
            // Then
            assertThat(e.code()).isEqualTo(ErrorCode.POLICY_INVALID);
            assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(e.problems()).allMatch(problem -> problem.line() > 0);
        });
        assertThatThrownBy(() -> policies.compile(bad)).isInstanceOf(PolicyRejected.class);
        assertThat(policies.current().orElseThrow().number()).isEqualTo(1);
        assertThat(access(region.directory.policies().current(aoi).orElseThrow(), Optional.empty()))
                .isEqualTo(Action.ALLOW);
    }

    @Test
    void peopleInADocumentBecomeTokensBeforeItIsStored() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.USER);
        // When
        PolicyVersion version = policies.publish(FOR_HANAKO, 0);
        // Then
        assertThat(version.document()).contains(hanako.token().toString()).doesNotContain("hanako@aoi.example");
        Policy live = region.directory.policies().current(aoi).orElseThrow();
        assertThat(access(live, Optional.of(hanako.token()))).isEqualTo(Action.ALLOW);
        assertThat(access(live, Optional.empty())).isEqualTo(Action.BLOCK);
        // and a person of another customer is nobody here
        region.person(beni, "beni@beni.example", "Beni", Role.USER);
        assertThatThrownBy(() -> policies.publish(FOR_HANAKO.replace("hanako@aoi.example", "beni@beni.example"), 1))
                .isInstanceOf(PolicyRejected.class);
    }

    /** Red when the document is published as by somebody who may read names: the stored text would tell whose token it is. */
    @Test
    void whoMayNotReadNamesPublishesTokensAndPseudonymsOnly() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.USER);
        String rules = """
                decryption:
                  - {name: rest, then: inspect}
                access:
                  - {name: her, when: {user: ["%s"]}, then: block}
                  - {name: rest, then: allow}
                """;
        // When
        for (String name : List.of("hanako@aoi.example", "Hanako")) {
            assertThatThrownBy(() -> policies.publishWithoutNames(rules.formatted(name), 0))
                    .isInstanceOf(PolicyRejected.class);
        }
        PolicyVersion byPseudonym =
                policies.publishWithoutNames(rules.formatted(hanako.token().pseudonym()), 0);
        PolicyVersion byToken = policies.publishWithoutNames(rules.formatted(hanako.token()), 1);
        // Then
        assertThat(byPseudonym.document()).contains(hanako.token().toString());
        assertThat(byToken.number()).as("the same document").isEqualTo(byPseudonym.number());
        assertThat(policies.publish(rules.formatted("hanako@aoi.example"), 1).document())
                .isEqualTo(byToken.document());
    }

    @Test
    void anotherProcessFollowsAPublication() {
        try (Directory other = region.another()) {
            // Given
            assertThat(other.policies().current(aoi)).isEmpty();
            // When
            PolicyVersion version = policies.publish(OPEN, 0);
            other.refresh();
            // Then
            assertThat(other.policies().current(aoi).orElseThrow().hash()).isEqualTo(version.bundle());
        }
    }

    @Test
    void aPolicyIsInForceAgainAfterARestart() {
        // Given
        PolicyVersion version = policies.publish(OPEN, 0);
        // When
        try (Directory restarted = region.another()) {
            // Then
            assertThat(restarted.policies().current(aoi).orElseThrow().hash()).isEqualTo(version.bundle());
        }
    }

    @Test
    void bundlesOfThePastStillDecideFromFacts() throws IOException {
        // Given
        PolicyVersion first = policies.publish(OPEN, 0);
        Facts facts = region.directory
                .policies()
                .current(aoi)
                .orElseThrow()
                .classify(new WebRequest(
                        TestRegion.START,
                        "GET",
                        "https",
                        "example.org",
                        443,
                        "/",
                        "",
                        List.of(),
                        Optional.empty(),
                        Set.of(),
                        InetAddress.ofLiteral("127.0.0.1"),
                        ""));
        policies.publish(CLOSED, 1);
        // When
        Policy old = policies.bundle(first.bundle()).orElseThrow();
        // Then
        assertThat(old.hash()).isEqualTo(first.bundle());
        assertThat(access(old, Optional.empty())).isEqualTo(Action.ALLOW);
        assertThat(region.directory.of(beni).policies().bundle(first.bundle())).isEmpty();
        assertThat(policies.bundle(new BundleHash("0".repeat(64)))).isEmpty();
        // When the category lists change
        region.categories.set(lists());
        region.directory.refresh();
        // Then the version in force gets a bundle of its own
        Policy now = region.directory.policies().current(aoi).orElseThrow();
        assertThat(now.hash()).isNotEqualTo(policies.version(2).orElseThrow().bundle());
        assertThat(policies.current().orElseThrow().bundle()).isEqualTo(now.hash());
        assertThat(policies.current().orElseThrow().number()).isEqualTo(2);
        // and the old one decides from facts, but classifies nothing
        Policy past = policies.bundle(first.bundle()).orElseThrow();
        assertThat(past.hash()).isEqualTo(first.bundle());
        assertThat(past.decide(Stage.ACCESS, facts)).isEqualTo(old.decide(Stage.ACCESS, facts));
        assertThatThrownBy(() -> access(past, Optional.empty())).isInstanceOf(SekishoException.class);
    }

    private CategoryTable lists() throws IOException {
        Path listFolder = Files.createDirectories(folder.resolve("lists"));
        Path hosts = listFolder.resolve("hosts.txt");
        Files.writeString(hosts, "gambling.example\n");
        Path catalogue = Path.of("../lists/catalogue.tsv");
        assertThat(catalogue).exists();
        return CategoryLists.load(catalogue, new byte[16]).current();
    }
}
