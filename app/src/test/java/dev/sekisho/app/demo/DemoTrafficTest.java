package dev.sekisho.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.destination.Redirects;
import dev.sekisho.gateway.destination.StaticNames;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTrafficTest {
    private static final int ENOUGH = 400;
    private final PageLoads loads = PageLoads.read();
    private final List<DemoCustomer> customers = DemoCustomer.both();
    private final DemoPeople people = new DemoPeople();

    @Test
    void recordedPagesGoThroughTheGatewayAndNowhereElse(@TempDir Path home) throws Exception {
        // Given
        try (DemoOrigins origins = new DemoOrigins(loads.all());
                DemoWorld world = new DemoWorld(
                        home, customers, StaticNames.NONE, new Redirects(origins.endpoints()), origins.root())) {
            customers.forEach(
                    customer -> people.enrol(customer, world.peopleOf(customer).ramps, world.peopleOf(customer)));
            // When
            DemoTraffic.Figures figures = run(world, home, ENOUGH);
            // Then
            assertThat(figures.failed()).isZero();
            assertThat(figures.refused()).isPositive();
            assertThat(figures.answered()).isGreaterThan(ENOUGH / 2);
            List<WebEvent> events =
                    world.events.stream().map(DemoWorld.Logged::event).toList();
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.to().address()).isIn("", "127.0.0.1"));
            assertThat(events)
                    .filteredOn(event -> event.decided().action() == Action.BLOCK)
                    .extracting(
                            event -> event.decided().rule() + event.decided().reason())
                    .contains("no-betting")
                    .isSubsetOf("no-betting", "certificate-expired", "certificate-self-signed");
            assertPeople(world);
            assertAnswersAreTheRecordedOnes(events);
        }
    }

    private void assertPeople(DemoWorld world) {
        for (DemoCustomer customer : customers) {
            List<WebEvent> events = world.events.stream()
                    .filter(logged -> logged.scope() == world.scopeOf(customer))
                    .map(DemoWorld.Logged::event)
                    .toList();
            Set<String> addresses =
                    events.stream().map(event -> event.from().address()).collect(Collectors.toSet());
            assertThat(addresses).hasSizeGreaterThan(customer.people().size() / 2);
            assertThat(events)
                    .filteredOn(event -> event.from().address().startsWith(customer.network() + "."))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.who().method()).isEqualTo("basic"));
            assertThat(events)
                    .filteredOn(event -> event.from().address().equals(customer.visitors()))
                    .allSatisfy(event -> assertThat(event.who().person()).isEmpty());
        }
    }

    private void assertAnswersAreTheRecordedOnes(List<WebEvent> events) {
        Map<String, Visit> recorded =
                loads.all().stream().collect(Collectors.toMap(Visit::key, Function.identity(), (a, b) -> a));
        int compared = 0;
        for (WebEvent event : events) {
            String query = event.to().query().isEmpty() ? "" : "?" + event.to().query();
            Visit visit = recorded.get(
                    Visit.key(event.to().scheme(), event.to().host(), event.to().path() + query));
            if (visit != null
                    && event.decided().action() == Action.ALLOW
                    && !event.http().method().equals("CONNECT")) {
                assertThat(event.http().status()).isEqualTo(visit.status());
                boolean body = visit.status() != 204 && visit.status() != 304;
                assertThat(event.http().responseBytes()).isEqualTo(body ? visit.bytes() : 0);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(ENOUGH / 3);
    }

    @Test
    void sitesWithABadCertificateAreRefusedByTheFault(@TempDir Path home) throws Exception {
        // Given
        Map<String, String> faults = Map.of(
                DemoAuthority.EXPIRED, "certificate-expired", DemoAuthority.SELF_SIGNED, "certificate-self-signed");
        try (DemoOrigins origins = new DemoOrigins(loads.all());
                DemoWorld world = new DemoWorld(
                        home, customers, StaticNames.NONE, new Redirects(origins.endpoints()), origins.root())) {
            EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
            Browser.Device device = new Browser.Device(
                    world.proxy(), customers.getFirst().visitorsDevice(), Optional.empty(), "test", "en");
            // When
            try (Browser browser = new Browser(
                    loop,
                    device,
                    DemoTraffic.trust(home.resolve(customers.getFirst().caFile())))) {
                for (Visit visit : PageLoads.refusedSites()) {
                    if (faults.containsKey(visit.host())) {
                        assertThat(browser.visit(visit))
                                .extracting(Reply::status, Reply::refused)
                                .containsExactly(502, true);
                    }
                }
            } finally {
                loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
            // Then
            assertThat(world.events)
                    .filteredOn(logged -> !logged.event().decided().reason().isEmpty())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(logged -> assertThat(logged.event().decided().reason())
                            .isEqualTo(faults.get(logged.event().to().host())));
        }
    }

    @Test
    void withoutTheRedirectsLoopbackStaysClosed(@TempDir Path home) throws Exception {
        // Given: names that lead to this machine, and nothing that opens it
        StaticNames names = StaticNames.parse(loads.all().stream()
                .map(Visit::host)
                .distinct()
                .map(host -> "127.0.0.1 " + host)
                .toList());
        try (DemoOrigins origins = new DemoOrigins(loads.all());
                DemoWorld world = new DemoWorld(home, customers, names, Redirects.NONE, origins.root())) {
            // When
            DemoTraffic.Figures figures = run(world, home, 30);
            // Then
            assertThat(figures.answered()).isZero();
            assertThat(figures.refused()).isPositive();
            assertThat(world.events)
                    .allSatisfy(
                            logged -> assertThat(logged.event().to().address()).isEmpty());
        }
    }

    private DemoTraffic.Figures run(DemoWorld world, Path home, int enough) throws Exception {
        Pace pace = new Pace(enough, Duration.ofMillis(enough * 10L), 50);
        try (DemoTraffic traffic = DemoTraffic.start(world.proxy(), home, customers, people, loads, pace)) {
            await(() -> {
                DemoTraffic.Figures figures = traffic.figures();
                return figures.answered() + figures.refused() + figures.failed() >= enough;
            });
            return traffic.figures();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("a minute was enough").isLessThan(limit);
            Thread.sleep(20);
        }
    }
}
