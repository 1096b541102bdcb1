package dev.sekisho.gateway.destination;

import static dev.sekisho.gateway.destination.DestinationGuardTest.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.policy.url.Network;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DestinationsTest {
    private static final ScopeIssuer ISSUER = ScopeIssuer.create(new Region("lab"));
    private final CustomerScope customer = ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private StaticNames names = StaticNames.NONE;
    private Redirects redirects = Redirects.NONE;
    private Duration timeout = Duration.ofSeconds(4);
    private Duration minTtl = Duration.ZERO;
    private int underWay = 100;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private TestDnsServer server(TestDnsServer.Script script) {
        TestDnsServer server = new TestDnsServer(script);
        opened.add(server);
        return server;
    }

    private Destinations destinations(TestDnsServer... servers) {
        return destinations(
                List.of(servers).stream().map(TestDnsServer::address).toList());
    }

    private Destinations destinations(List<InetSocketAddress> servers) {
        Destinations made = new Destinations(
                new Destinations.Settings(
                        names,
                        redirects,
                        servers,
                        timeout,
                        minTtl,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        1_000,
                        underWay),
                new DestinationGuard(List.of(Network.parse("127.0.66.0/24")), redirects.open(), List::of));
        opened.add(made);
        return made;
    }

    private Resolution find(Destinations destinations, CustomerScope scope, String host) {
        return destinations
                .resolve(scope, host, 443)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private Resolution find(Destinations destinations, String host) {
        return find(destinations, customer, host);
    }

    private static InetSocketAddress at(String literal) {
        return new InetSocketAddress(address(literal), 443);
    }

    private static TestDnsServer.Reply only(int type, TestDnsServer.Entry entry) {
        return type == entry.type() ? TestDnsServer.Reply.of(entry) : TestDnsServer.Reply.of();
    }

    @Test
    void aNameIsFoundInBothFamilies() {
        // Given
        Destinations destinations = destinations(server((name, type) -> only(
                type,
                TestDnsServer.address(name, 60, type == TestDnsServer.A ? "198.41.0.4" : "2001:503:ba3e::2:30"))));
        // When
        Resolution found = find(destinations, "a.example");
        // Then
        assertThat(found.addresses()).containsExactlyInAnyOrder(address("198.41.0.4"), address("2001:503:ba3e::2:30"));
        assertThat(((Resolution.Resolved) found).permitted()).hasSize(2).contains(at("198.41.0.4"));
    }

    @Test
    void aliasesAreFollowedAndStrangersInTheAnswerAreNot() {
        // Given
        Destinations destinations = destinations(server((name, type) -> type == TestDnsServer.AAAA
                ? TestDnsServer.Reply.of()
                : TestDnsServer.Reply.of(
                        TestDnsServer.address("stranger.example", 60, "198.41.0.99"),
                        TestDnsServer.alias(name, 60, "cdn.example"),
                        TestDnsServer.address("CDN.example", 60, "198.41.0.4"))));
        // When
        Resolution found = find(destinations, "a.example");
        // Then
        assertThat(found.addresses()).containsExactly(address("198.41.0.4"));
    }

    @Test
    void aCircleOfAliasesEnds() {
        // Given
        Destinations destinations = destinations(server((name, type) -> TestDnsServer.Reply.of(
                TestDnsServer.alias("a.example", 60, "b.example"), TestDnsServer.alias("b.example", 60, "a.example"))));
        // When, Then
        assertThat(find(destinations, "a.example")).isEqualTo(new Resolution.Unresolved(Resolution.Reason.FAILED));
    }

    @Test
    void aServerThatLeadsInsideGainsNothing() {
        // Given: every second answer leads inside, and none may be kept
        AtomicInteger turn = new AtomicInteger();
        Destinations destinations = destinations(server((name, type) -> type == TestDnsServer.AAAA
                ? TestDnsServer.Reply.of()
                : TestDnsServer.Reply.of(TestDnsServer.address(
                        name, 0, turn.getAndIncrement() % 2 == 0 ? "198.41.0.4" : "169.254.169.254"))));
        int refused = 0;
        for (int i = 0; i < 6; i++) {
            // When
            Resolution.Resolved found = (Resolution.Resolved) find(destinations, "rebind.example");
            // Then
            assertThat(found.permitted()).allMatch(at("198.41.0.4")::equals);
            if (found.permitted().isEmpty()) {
                assertThat(found.refusedBy()).contains("metadata");
                assertThat(found.addresses()).containsExactly(address("169.254.169.254"));
                refused++;
            }
        }
        assertThat(refused).isEqualTo(3);
    }

    @Test
    void ofGoodAndRefusedAddressesOnlyTheGoodOnesAreHandedOut() {
        // Given
        Destinations destinations = destinations(server((name, type) -> type == TestDnsServer.AAAA
                ? TestDnsServer.Reply.of()
                : TestDnsServer.Reply.of(
                        TestDnsServer.address(name, 60, "10.0.0.1"), TestDnsServer.address(name, 60, "198.41.0.4"))));
        // When
        Resolution.Resolved found = (Resolution.Resolved) find(destinations, "a.example");
        // Then
        assertThat(found.addresses()).hasSize(2);
        assertThat(found.permitted()).containsExactly(at("198.41.0.4"));
        assertThat(found.refusedBy()).isEmpty();
    }

    @Test
    void aNameThatDoesNotExistIsAskedForOnce() {
        // Given
        TestDnsServer server = server((name, type) -> TestDnsServer.Reply.failure(3));
        Destinations destinations = destinations(server);
        // When
        Resolution first = find(destinations, "missing.example");
        int asked = server.asked.get();
        Resolution second = find(destinations, "missing.example");
        // Then
        assertThat(first).isEqualTo(second).isEqualTo(new Resolution.Unresolved(Resolution.Reason.NO_SUCH_NAME));
        assertThat(asked).isEqualTo(2);
        assertThat(server.asked).hasValue(2);
    }

    @Test
    void aNameWithoutAddressIsToldApart() {
        // Given
        Destinations destinations = destinations(server((name, type) -> TestDnsServer.Reply.of()));
        // When, Then
        assertThat(find(destinations, "mail.example"))
                .isEqualTo(new Resolution.Unresolved(Resolution.Reason.NO_ADDRESS));
    }

    @Test
    void aServerThatFailsIsFollowedByTheNext() {
        // Given
        TestDnsServer broken = server((name, type) -> TestDnsServer.Reply.failure(2));
        TestDnsServer good = server((name, type) -> only(type, TestDnsServer.address(name, 60, "198.41.0.4")));
        // When, Then
        assertThat(find(destinations(broken, good), "a.example").addresses()).containsExactly(address("198.41.0.4"));
        assertThat(find(destinations(broken), "a.example"))
                .isEqualTo(new Resolution.Unresolved(Resolution.Reason.FAILED));
    }

    @Test
    void aDeadServerIsFollowedByTheNextAndEndsInTime() {
        // Given
        timeout = Duration.ofSeconds(1);
        TestDnsServer dead = server((name, type) -> null);
        TestDnsServer good = server((name, type) -> only(type, TestDnsServer.address(name, 60, "198.41.0.4")));
        // When
        Resolution found = find(destinations(dead, good), "a.example");
        Resolution none = find(destinations(dead), "b.example");
        // Then
        assertThat(found.addresses()).containsExactly(address("198.41.0.4"));
        assertThat(none).isEqualTo(new Resolution.Unresolved(Resolution.Reason.TIMEOUT));
    }

    @Test
    void aFamilyThatIsNotAnsweredHoldsNobodyUp() {
        // Given a server that is waited for longer than this test lasts
        timeout = Duration.ofMinutes(5);
        TestDnsServer half = server((name, type) -> type == TestDnsServer.AAAA
                ? null
                : TestDnsServer.Reply.of(TestDnsServer.address(name, 60, "198.41.0.4")));
        Destinations destinations = destinations(half);
        // When
        Resolution found = find(destinations, "a.example");
        // Then
        assertThat(found.addresses()).containsExactly(address("198.41.0.4"));
    }

    @Test
    void answersAreKeptForTheirTimeAndPerCustomer() {
        // Given
        TestDnsServer server = server((name, type) -> only(type, TestDnsServer.address(name, 300, "198.41.0.4")));
        Destinations destinations = destinations(server);
        CustomerScope neighbour = ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
        // When
        find(destinations, "a.example");
        find(destinations, "A.EXAMPLE");
        int afterOne = server.asked.get();
        find(destinations, neighbour, "a.example");
        // Then
        assertThat(afterOne).isEqualTo(2);
        assertThat(server.asked).hasValue(4);
    }

    @Test
    void anAnswerForNoTimeIsAskedForAgainUnlessALeastTimeIsSet() {
        // Given
        TestDnsServer server = server((name, type) -> only(type, TestDnsServer.address(name, 0, "198.41.0.4")));
        Destinations fresh = destinations(server);
        // When
        find(fresh, "a.example");
        find(fresh, "a.example");
        int without = server.asked.get();
        minTtl = Duration.ofSeconds(60);
        Destinations kept = destinations(server);
        find(kept, "a.example");
        find(kept, "a.example");
        // Then
        assertThat(without).isEqualTo(4);
        assertThat(server.asked.get() - without).isEqualTo(2);
    }

    @Test
    void manyWhoAskForOneNameAskOnce() {
        // Given
        TestDnsServer server = server((name, type) -> only(type, TestDnsServer.address(name, 60, "198.41.0.4")));
        Destinations destinations = destinations(server);
        // When
        List<CompletableFuture<Resolution>> all = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> destinations.resolve(customer, "a.example", 443).toCompletableFuture())
                .toList();
        all.forEach(each -> each.orTimeout(10, TimeUnit.SECONDS).join());
        // Then
        assertThat(server.asked).hasValue(2);
    }

    @Test
    void tooManyLookUpsAreRefusedAndNotRemembered() {
        // Given
        underWay = 1;
        timeout = Duration.ofSeconds(1);
        TestDnsServer server = server((name, type) ->
                name.startsWith("dead") ? null : only(type, TestDnsServer.address(name, 60, "198.41.0.4")));
        Destinations destinations = destinations(server);
        // When
        CompletableFuture<Resolution> slow =
                destinations.resolve(customer, "dead.example", 443).toCompletableFuture();
        Resolution refused = find(destinations, "a.example");
        slow.orTimeout(10, TimeUnit.SECONDS).join();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Resolution later = refused;
        while (later.equals(refused) && System.nanoTime() < limit) {
            Thread.onSpinWait();
            later = find(destinations, "a.example");
        }
        // Then
        assertThat(refused).isEqualTo(new Resolution.Unresolved(Resolution.Reason.OVERLOADED));
        assertThat(later.addresses()).containsExactly(address("198.41.0.4"));
    }

    /** Red when look-ups are counted over all customers only. */
    @Test
    void aCustomerWhoseNamesGetNoAnswerLeavesOthersTheirLookUps() {
        // Given
        underWay = 16;
        CustomerScope other = ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
        TestDnsServer server = server((name, type) ->
                name.startsWith("dead") ? null : only(type, TestDnsServer.address(name, 60, "198.41.0.4")));
        Destinations destinations = destinations(server);
        List<CompletableFuture<Resolution>> flood = new ArrayList<>();
        // When
        for (int i = 0; i < 40; i++) {
            flood.add(
                    destinations.resolve(customer, "dead" + i + ".example", 443).toCompletableFuture());
        }
        Resolution ofOther = find(destinations, other, "a.example");
        Resolution ofFlooding = find(destinations, "a.example");
        // Then
        assertThat(ofOther.addresses()).containsExactly(address("198.41.0.4"));
        assertThat(ofFlooding).isEqualTo(new Resolution.Unresolved(Resolution.Reason.OVERLOADED));
        assertThat(flood.stream().filter(each -> !each.isDone())).hasSize(2);
    }

    @Test
    void staticNamesComeBeforeDnsAndAreJudgedToo() {
        // Given
        names = StaticNames.parse(List.of("127.0.66.7 inside.example", "127.0.0.1 local.example"));
        TestDnsServer server = server((name, type) -> TestDnsServer.Reply.failure(3));
        Destinations destinations = destinations(server);
        // When
        Resolution.Resolved allowed = (Resolution.Resolved) find(destinations, "Inside.example");
        Resolution.Resolved refused = (Resolution.Resolved) find(destinations, "local.example");
        // Then
        assertThat(allowed.permitted()).containsExactly(at("127.0.66.7"));
        assertThat(refused.permitted()).isEmpty();
        assertThat(refused.refusedBy()).contains("loopback");
        assertThat(server.asked).hasValue(0);
    }

    @Test
    void literalsAndLocalhostAreNeverAskedFor() {
        // Given
        TestDnsServer server = server((name, type) -> only(type, TestDnsServer.address(name, 60, "198.41.0.4")));
        Destinations destinations = destinations(server);
        // When, Then
        assertThat(((Resolution.Resolved) find(destinations, "198.41.0.4")).permitted())
                .containsExactly(at("198.41.0.4"));
        assertThat(((Resolution.Resolved) find(destinations, "::ffff:10.0.0.1")).refusedBy())
                .contains("private");
        assertThat(((Resolution.Resolved) find(destinations, "x.localhost")).refusedBy())
                .contains("loopback");
        for (String nonsense : List.of("", ".", "a..example", "x".repeat(64) + ".example", "a b", "y.".repeat(130))) {
            assertThat(find(destinations, nonsense))
                    .isEqualTo(new Resolution.Unresolved(Resolution.Reason.NO_SUCH_NAME));
        }
        assertThat(server.asked).hasValue(0);
    }

    @Test
    void aRedirectLeadsToItsEndpointAndOpensNothingElse() {
        // Given
        InetSocketAddress origin = new InetSocketAddress(address("127.0.0.1"), 18_443);
        redirects = new Redirects(Map.of("a.example:443", origin));
        names = StaticNames.parse(List.of("127.0.0.1 b.example"));
        Destinations destinations = destinations(server((name, type) -> TestDnsServer.Reply.failure(3)));
        // When, Then
        assertThat(((Resolution.Resolved) find(destinations, "A.example")).permitted())
                .containsExactly(origin);
        assertThat(destinations
                        .resolve(customer, "a.example", 80)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Resolution.Unresolved.class);
        assertThat(((Resolution.Resolved) find(destinations, "b.example")).permitted())
                .isEmpty();
    }

    @Test
    void theSystemsResolverIsUsedWithoutServers() {
        // Given
        Destinations destinations = destinations(List.of());
        // When, Then: the reserved name never exists, whatever the system asks
        assertThat(find(destinations, "no-such-name.invalid")).isInstanceOf(Resolution.Unresolved.class);
    }
}
