package dev.sekisho.gateway.world;

import dev.sekisho.gateway.Gateway;
import dev.sekisho.gateway.GatewayOptions;
import dev.sekisho.gateway.GatewayPorts;
import dev.sekisho.gateway.Identity.Person;
import dev.sekisho.gateway.InspectionAuthority.Intermediate;
import dev.sekisho.gateway.OnRamps;
import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.destination.Redirects;
import dev.sekisho.gateway.destination.StaticNames;
import dev.sekisho.gateway.event.WhenLogFails;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.url.Network;
import dev.sekisho.testkit.origin.Wire;
import dev.sekisho.testkit.pki.TestRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/**
 * A gateway with two customers: 127.0.0.1 comes in for the first, 127.0.0.2 for the second, and the second's people sign in.
 * Sites are on loopback, which is open; every name under {@code .test} that is listed leads there.
 */
public final class World implements AutoCloseable {
    /** Everything allowed and opened, but what is on the list. */
    public static final String POLICY = """
            lists:
              - name: listed
                hosts: [blocked.test, ghost.test]
                networks: [127.0.66.0/24]
                paths: [{prefix: /forbidden}]
              - name: private
                hosts: [bank.test, blockedbank.test]
            decryption:
              - {name: bank, when: {list: [private]}, then: tunnel}
              - {name: rest, then: inspect}
            access:
              - {name: no-listed, when: {list: [listed]}, then: block}
              - {name: no-blockedbank, when: {host: [blockedbank.test]}, then: block}
              - {name: watched, when: {host: [watched.test]}, then: monitor}
              - {name: rest, then: allow}
            """;

    /** The sign-in of the second customer. */
    public static final String LOGIN = "hanako";

    /** Its password. */
    public static final String PASSWORD = "päss:word";

    /** The field that carries the sign-in. */
    public static final String SIGN_IN = "Proxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString((LOGIN + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)) + "\r\n";

    public final PersonToken hanako = new PersonToken(new Id128(7, 9));
    public final RecordingSink log = new RecordingSink();
    public final TestRoot siteRoot = TestRoot.create("Sites");
    public final TestRoot customerRoot = TestRoot.create("Customer one");
    public final TestRoot otherRoot = TestRoot.create("Customer two");
    private final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));
    public final CustomerScope one = issuer.issueForNewCustomer(new Actor.Gateway("test"));
    public final CustomerScope two = issuer.issueForNewCustomer(new Actor.Gateway("test"));
    private final Map<CustomerScope, Policy> policies = new ConcurrentHashMap<>();
    private final Map<String, Optional<OnRamp>> moved = new ConcurrentHashMap<>();
    /** Where the clients were whose credentials were checked. */
    public final List<InetAddress> signInSources = new CopyOnWriteArrayList<>();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Gateway gateway;
    /** Whether everybody who signs in finds every lane taken. */
    public volatile boolean signInsFull;

    private volatile WhenLogFails whenLogFails = WhenLogFails.REFUSE;
    private volatile boolean authorityClosed;
    private volatile OnRamps.Service served = OnRamps.Service.FULL;

    /** A world with the standard policy. */
    public World() {
        this(options -> options);
    }

    /** A world whose gateway is configured a little differently. */
    public World(UnaryOperator<GatewayOptions> change) {
        publish(one, POLICY);
        publish(two, POLICY);
        Intermediate first = authority(customerRoot);
        Intermediate second = authority(otherRoot);
        GatewayOptions options = GatewayOptions.standard("test-1", new InetSocketAddress("127.0.0.1", 0))
                .reaching(
                        StaticNames.parse(List.of(
                                "127.0.0.1 site.test other.test bank.test blocked.test blockedbank.test watched.test",
                                "127.0.66.5 inside-network.test",
                                "192.168.7.7 router.test",
                                "127.0.0.9 dead.test")),
                        Redirects.NONE,
                        List.of(new InetSocketAddress("127.0.0.1", 9)),
                        List.of(Network.parse("127.0.0.0/8")))
                .trusting(List.of(siteRoot.certificate()))
                .within(GatewayOptions.Limits.standard(), 1);
        GatewayPorts ports = new GatewayPorts(
                new OnRamps() {
                    @Override
                    public Optional<OnRamp> find(InetAddress source) {
                        return onRamp(source);
                    }

                    @Override
                    public Service service(CustomerScope scope) {
                        return scope.customer().equals(one.customer()) ? served : Service.FULL;
                    }
                },
                this::signIn,
                scope -> {
                    if (authorityClosed) {
                        throw new SekishoException(ErrorCode.KEY_WITHDRAWN, "withdrawn");
                    }
                    return scope.customer().equals(one.customer()) ? first : second;
                },
                scope -> Optional.ofNullable(policies.get(scope)),
                log,
                InstantSource.system());
        gateway = Gateway.start(change.apply(options), ports);
    }

    private Optional<Person> signIn(CustomerScope scope, String login, String password, InetAddress source) {
        signInSources.add(source);
        if (signInsFull) {
            throw new SekishoException(ErrorCode.TOO_MANY_REQUESTS, "full");
        }
        return login.equals(LOGIN) && password.equals(PASSWORD)
                ? Optional.of(new Person(hanako, new TreeSet<>(List.of("sales", "compliance"))))
                : Optional.empty();
    }

    private static Intermediate authority(TestRoot root) {
        TestRoot.Issued issued = root.intermediate("Gateway");
        return new Intermediate(issued.key(), issued.chain());
    }

    /** From now on an address belongs to somebody else, or to nobody. */
    public void move(String from, Optional<OnRamp> to) {
        moved.put(from, to);
    }

    private Optional<OnRamp> onRamp(InetAddress source) {
        Optional<OnRamp> elsewhere = moved.get(source.getHostAddress());
        if (elsewhere != null) {
            return elsewhere;
        }
        return switch (source.getHostAddress()) {
            case "127.0.0.1" ->
                Optional.of(new OnRamp(
                        "office", one, false, "Kiso Works", "it@kiso.test", 30, whenLogFails, ZoneId.of("Asia/Tokyo")));
            case "127.0.0.2" -> Optional.of(new OnRamp("branch", two, true, "Nakasendo", "", 90));
            default -> Optional.empty();
        };
    }

    /** What the first customer chooses for the time when the log takes nothing; the second one's choice stays to refuse. */
    public void whenLogFails(WhenLogFails choice) {
        whenLogFails = choice;
    }

    /** What the first customer's licence allows from here on. */
    public void serve(OnRamps.Service service) {
        served = service;
    }

    /** From now on nobody's intermediate is given out, or it is again. */
    public void closeAuthority(boolean closed) {
        authorityClosed = closed;
    }

    /** Limits that a test can wait for. */
    public static GatewayOptions impatient(GatewayOptions options) {
        GatewayOptions.Limits usual = GatewayOptions.Limits.standard();
        return options.within(
                new GatewayOptions.Limits(
                        usual.head(),
                        50,
                        Duration.ofMillis(900),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofMillis(500),
                        Duration.ofMillis(700),
                        Duration.ofMillis(700),
                        Duration.ofMillis(600),
                        4,
                        16,
                        usual.directBytes(),
                        2,
                        Duration.ofSeconds(2)),
                1);
    }

    /** Puts a policy in force. */
    public void publish(CustomerScope scope, String document) {
        policies.put(scope, compile(document));
    }

    /** A policy that a test holds valid. */
    public static Policy compile(String document) {
        return switch (PolicyCompiler.compile(document, Catalogue.shipped(), CategoryTable.empty())) {
            case CompileResult.Compiled compiled -> compiled.policy();
            case CompileResult.Rejected rejected -> throw new AssertionError(rejected.problems());
        };
    }

    /** As if none had ever been published. */
    public void unpublish(CustomerScope scope) {
        policies.remove(scope);
    }

    /** The gateway. */
    public Gateway gateway() {
        return gateway;
    }

    /** The first listener. */
    public InetSocketAddress proxy() {
        return gateway.addresses().getFirst();
    }

    /** Closes {@code part} with this world. */
    public <T extends AutoCloseable> T with(T part) {
        opened.add(part);
        return part;
    }

    /** A raw connection to the proxy from the first customer. */
    public Wire client() throws IOException {
        return client("127.0.0.1");
    }

    /** A raw connection to the proxy from an address. */
    public Wire client(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(proxy());
        socket.setTcpNoDelay(true);
        return with(new Wire(socket, new ArrayList<>()));
    }

    /** CONNECT, then TLS to {@code host}, trusting the given root only. */
    public Wire tunnel(String host, int port, TestRoot trusted) throws IOException {
        return tunnel(host, port, host, trusted);
    }

    /** The same, where the name to check in the certificate is spelled differently. */
    public Wire tunnel(String host, int port, String name, TestRoot trusted) throws IOException {
        Wire plain = client();
        plain.send("CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n");
        String head = plain.readHead();
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("CONNECT was refused: " + head);
        }
        return tls(plain, name, trusted);
    }

    /** TLS over a connection. */
    public Wire tls(Wire plain, String host, TestRoot trusted) throws IOException {
        return tls(plain, host, host, trusted);
    }

    /** The same, asking for another name than the certificate is checked for. */
    public Wire tls(Wire plain, String host, String greeting, TestRoot trusted) throws IOException {
        SSLSocket socket = (SSLSocket) trusted.client()
                .getSocketFactory()
                .createSocket(plain.socket(), host, plain.socket().getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!greeting.equals(host)) {
            parameters.setServerNames(List.of(new SNIHostName(greeting)));
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return with(new Wire(socket, new ArrayList<>()));
    }

    /** Waits until {@code count} events that match are in the log, and gives them. */
    public List<WebEvent> events(int count, Predicate<WebEvent> matching) {
        return Eventually.get(
                () -> log.events().stream().filter(matching).toList(), found -> found.size() >= count, log::events);
    }

    /** Waits for one event. */
    public WebEvent event(Predicate<WebEvent> matching) {
        return events(1, matching).getFirst();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        gateway.close();
    }
}
