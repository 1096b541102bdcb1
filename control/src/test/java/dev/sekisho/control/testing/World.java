package dev.sekisho.control.testing;

import dev.sekisho.control.Control;
import dev.sekisho.control.ControlOptions;
import dev.sekisho.control.ControlParts;
import dev.sekisho.control.Destinations;
import dev.sekisho.control.HealthSource;
import dev.sekisho.control.Laboratory;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers;
import dev.sekisho.directory.Directories;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.directory.Operators.Operator;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.Lakes;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.records.Records;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.trust.Trust;
import dev.sekisho.trust.TrustOptions;
import dev.sekisho.trust.Trusts;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.erasure.ErasureOptions;
import dev.sekisho.trust.erasure.KeyStoreAnchor;
import dev.sekisho.trust.receipt.SealedReceiptBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A running control plane with two customers that each have a person of every role, a program, a policy and events. */
public final class World implements AutoCloseable {
    /** A password that is long enough. */
    public static final String PASSWORD = "correct horse battery staple";

    /** A policy of the smallest language. */
    public static final String POLICY = """
            # what this customer refuses
            lists:
              - {name: listed, hosts: [blocked.example]}
            decryption:
              - {name: rest, then: inspect}
            access:
              - {name: no-listed, when: {list: [listed]}, then: block}   # the first
              - {name: no-gambling, when: {category: [gambling]}, then: block}
              - {name: rest, then: allow}
            """;

    private final Path folder;
    private final Vault vault;
    private final Records records;
    private final Lake lake;
    private final Directory directory;
    private final MovableClock clock = new MovableClock(InstantSource.system());
    private final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));
    private final Certificates certificates = new Certificates();
    private final Trust trust;
    private final Control control;
    private final Optional<Company> first;
    private final Optional<Company> second;
    private final String operatorToken;

    /** One customer of the world. */
    public record Company(
            String name,
            CustomerScope scope,
            Map<Role, Person> people,
            Map<Role, String> tokens,
            Person user,
            List<WebEvent> events) {
        /** The API token of the role. */
        public String token(Role role) {
            return Optional.ofNullable(tokens.get(role)).orElseThrow();
        }

        /** The login of the role's person. */
        public String login(Role role) {
            return Optional.ofNullable(people.get(role)).orElseThrow().login();
        }
    }

    private World(UnaryOperator<ControlOptions> options, boolean populate) {
        try {
            folder = Files.createTempDirectory("sekisho-control-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        vault = Vaults.open(new VaultOptions(
                issuer.region(),
                List.of(folder.resolve("keys-1"), folder.resolve("keys-2")),
                folder.resolve("root"),
                Optional.empty(),
                CipherChoice.JDK_ONLY,
                InstantSource.system()));
        records = RecordsDatabase.open(TestServer.fresh().options(), vault, clock);
        directory = Directories.open(new DirectoryOptions(
                records, vault, issuer, CategoryTable::empty, "gateway-1", clock, InstantSource.system()));
        lake = Lakes.open(
                LakeOptions.of(folder.resolve("lake"), "node", issuer.region()),
                vault,
                clock,
                id -> issuer.issue(id, new Actor.Job("lake"), Purpose.SERVICE));
        trust = openTrust();
        control = Control.start(
                options.apply(ControlOptions.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), certificates.identity())),
                new ControlParts(
                        directory,
                        lake,
                        trust,
                        issuer.region(),
                        clock,
                        InstantSource.system(),
                        List.of(HealthSource.of("records", records::problem)),
                        List.of(),
                        CategoryTable::empty,
                        World::find,
                        Optional.of(laboratory())));
        first = populate ? Optional.of(customer("First")) : Optional.empty();
        second = populate ? Optional.of(customer("Second")) : Optional.empty();
        operatorToken = populate ? operator() : "";
    }

    /** A populated world. */
    public static World open() {
        return new World(options -> options, true);
    }

    /** A populated world, with other options. */
    public static World open(UnaryOperator<ControlOptions> options) {
        return new World(options, true);
    }

    /** An empty world, with other options. */
    public static World empty(UnaryOperator<ControlOptions> options) {
        return new World(options, false);
    }

    /** The world that tests share which change nothing that another one looks at; closed with the process. */
    public static World shared() {
        return Shared.WORLD;
    }

    private static final class Shared {
        static final World WORLD = open();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(WORLD::close));
        }
    }

    /** The running control plane. */
    public Control control() {
        return control;
    }

    /** Its directory. */
    public Directory directory() {
        return directory;
    }

    /** Its lake. */
    public Lake lake() {
        return lake;
    }

    /** Its trust engine. */
    public Trust trust() {
        return trust;
    }

    /** Data time. */
    public MovableClock clock() {
        return clock;
    }

    /** The first customer, which shows names. */
    public Company first() {
        return first.orElseThrow();
    }

    /** The second customer, which does not. */
    public Company second() {
        return second.orElseThrow();
    }

    /** An operator's API token. */
    public String operatorToken() {
        return operatorToken;
    }

    /** A client without credentials. */
    public Client client() {
        return new Client(control.address(), certificates.trust());
    }

    /** A client of the operators' listener. */
    public Client operatorClient() {
        return new Client(control.operatorAddress(), certificates.trust());
    }

    /** Stores an event of a customer, durable and visible. */
    public WebEvent store(Company company, WebEvent event) {
        if (!lake.sink().offer(company.scope(), event)) {
            throw new IllegalStateException("the lake did not take an event");
        }
        lake.awaitDurable(Duration.ofSeconds(5));
        return event;
    }

    @Override
    public void close() {
        control.close();
        trust.close();
        lake.close();
        directory.close();
        records.close();
        vault.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A resolver of a test: {@code *.resolved.example} is 10.1.2.3, {@code inner.example} is refused, the rest unknown. */
    private static Optional<Destinations.Found> find(CustomerScope scope, String host, int port) {
        return switch (host) {
            case "a.resolved.example" ->
                Optional.of(new Destinations.Found(List.of(InetAddress.ofLiteral("10.1.2.3")), Optional.empty()));
            case "inner.example" ->
                Optional.of(
                        new Destinations.Found(List.of(InetAddress.ofLiteral("127.0.0.1")), Optional.of("loopback")));
            default -> Optional.empty();
        };
    }

    private Trust openTrust() {
        ErasureLedger ledger = ErasureLedger.open(
                List.of(folder.resolve("ledger-1"), folder.resolve("ledger-2")), vault.installation());
        ledger.anchor(new KeyStoreAnchor(vault.installation()));
        return Trusts.open(new TrustOptions(
                records,
                vault,
                lake,
                directory,
                new SealedReceiptBook(records, vault, issuer.region(), clock, "test"),
                ledger,
                id -> issuer.issue(id, new Actor.Job("trust.erasure-replay"), Purpose.SERVICE),
                ErasureOptions.atOnce(),
                clock,
                true));
    }

    private Laboratory laboratory() {
        return new Laboratory() {
            @Override
            public Instant moveClock(Instant target) {
                clock.moveTo(target);
                return clock.instant();
            }

            @Override
            public void flush() {
                lake.flush();
            }
        };
    }

    private Company customer(String name) {
        CustomerSettings initial = CustomerSettings.initial(name + " Company");
        Customers.Created created =
                directory.customers().create(initial, directory.customers().firstLicence(), new Actor.Job("test"));
        CustomerScope scope = created.scope();
        var own = directory.of(scope);
        if (name.equals("First")) {
            CustomerSettings before = own.settings();
            own.update(
                    new CustomerSettings(before.name(), "IT desk", true, 181, before.logUnavailable(), "Asia/Tokyo", 0),
                    before.version());
        }
        Map<Role, Person> people = new LinkedHashMap<>();
        Map<Role, String> tokens = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            String login = (role.wire() + "-" + name).toLowerCase(java.util.Locale.ROOT);
            people.put(
                    role,
                    own.people()
                            .add(
                                    new People.NewPerson(
                                            login, "Name of " + login, "", role, new TreeSet<>(List.of("staff"))),
                                    Optional.of(PASSWORD.toCharArray())));
            tokens.put(
                    role, own.tokens().make(role.wire(), role, Optional.empty()).secret());
        }
        var bundle = own.policies().publish(POLICY, 0).bundle();
        Person user = Optional.ofNullable(people.get(Role.USER)).orElseThrow();
        Instant now = clock.instant();
        List<WebEvent> events = List.of(
                Events.of(
                        now.minusSeconds(30),
                        bundle,
                        Optional.of(user.token()),
                        "blocked.example",
                        dev.sekisho.kernel.decision.Action.BLOCK,
                        "no-listed"),
                Events.of(
                        now.minusSeconds(20),
                        bundle,
                        Optional.of(user.token()),
                        name.toLowerCase(java.util.Locale.ROOT) + "-only.example",
                        dev.sekisho.kernel.decision.Action.ALLOW,
                        "rest"),
                Events.of(
                        now.minusSeconds(10),
                        bundle,
                        Optional.empty(),
                        "common.example",
                        dev.sekisho.kernel.decision.Action.ALLOW,
                        "rest"));
        Company company = new Company(name, scope, people, tokens, user, events);
        events.forEach(event -> store(company, event));
        return company;
    }

    private String operator() {
        Operator operator =
                directory.operators().add("operator", "Op", "", PASSWORD.toCharArray(), new Actor.Job("test"));
        return directory
                .operators()
                .tokens(operator.token())
                .make("test", Role.ADMINISTRATOR, Optional.empty())
                .secret();
    }
}
