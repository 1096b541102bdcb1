package dev.sekisho.app.demo;

import dev.sekisho.gateway.Gateway;
import dev.sekisho.gateway.GatewayOptions;
import dev.sekisho.gateway.GatewayPorts;
import dev.sekisho.gateway.Identity;
import dev.sekisho.gateway.InspectionAuthority.Intermediate;
import dev.sekisho.gateway.OnRamps;
import dev.sekisho.gateway.destination.Redirects;
import dev.sekisho.gateway.destination.StaticNames;
import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A gateway with the two customers of the demonstration, its other ports in memory. */
final class DemoWorld implements AutoCloseable {
    private static final String POLICY = """
            lists:
              - name: betting
                hosts: [bet365.com, pokerstars.com, williamhill.com, 888casino.com]
            decryption:
              - {name: rest, then: inspect}
            access:
              - {name: no-betting, when: {list: [betting]}, then: block}
              - {name: rest, then: allow}
            """;

    private final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));
    private final Map<String, CustomerScope> scopes = new ConcurrentHashMap<>();
    private final Map<CustomerScope, FakePeople> people = new ConcurrentHashMap<>();
    private final Map<CustomerScope, Intermediate> intermediates = new ConcurrentHashMap<>();
    final Queue<Logged> events = new ConcurrentLinkedQueue<>();
    private final Gateway gateway;

    record Logged(CustomerScope scope, WebEvent event) {}

    DemoWorld(Path home, List<DemoCustomer> customers, StaticNames names, Redirects redirects, X509Certificate root)
            throws Exception {
        for (DemoCustomer customer : customers) {
            CustomerScope scope = issuer.issueForNewCustomer(new Actor.Gateway("test"));
            scopes.put(customer.name(), scope);
            people.put(scope, new FakePeople());
            intermediates.put(scope, newAuthority(home.resolve(customer.caFile())));
        }
        Policy policy = ((CompileResult.Compiled)
                        PolicyCompiler.compile(POLICY, Catalogue.shipped(), CategoryTable.empty()))
                .policy();
        gateway = Gateway.start(
                GatewayOptions.standard("demo", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .reaching(names, redirects, List.of(), List.of())
                        .trusting(List.of(root)),
                new GatewayPorts(
                        source -> onRamp(customers, source),
                        this::signIn,
                        scope -> of(intermediates, scope),
                        scope -> Optional.of(policy),
                        new Sink(),
                        InstantSource.system()));
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key));
    }

    InetSocketAddress proxy() {
        return gateway.addresses().getFirst();
    }

    CustomerScope scopeOf(DemoCustomer customer) {
        return of(scopes, customer.name());
    }

    FakePeople peopleOf(DemoCustomer customer) {
        return of(people, scopeOf(customer));
    }

    private Optional<OnRamps.OnRamp> onRamp(List<DemoCustomer> customers, InetAddress source) {
        String address = source.getHostAddress();
        return customers.stream()
                .filter(customer -> address.equals(customer.visitors()) || address.startsWith(customer.network() + "."))
                .map(customer -> new OnRamps.OnRamp(
                        "office",
                        scopeOf(customer),
                        !address.equals(customer.visitors()),
                        customer.name(),
                        "it-desk@example.test",
                        30))
                .findFirst();
    }

    private Optional<Identity.Person> signIn(CustomerScope scope, String login, String password, InetAddress source) {
        return of(people, scope)
                .signIn(login, password)
                .map(person -> new Identity.Person(person.token(), person.groups()));
    }

    private final class Sink implements EventSink {
        @Override
        public boolean offer(CustomerScope scope, WebEvent event) {
            return events.add(new Logged(scope, event));
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void gap(CustomerScope scope, long lost) {
            throw new AssertionError("events were lost");
        }
    }

    private static Intermediate newAuthority(Path file) throws Exception {
        KeyPair rootKeys = keys();
        KeyPair keys = keys();
        X509Certificate root = sign("CN=Customer", rootKeys, "CN=Customer", rootKeys);
        X509Certificate intermediate = sign("CN=Customer", rootKeys, "CN=Intermediate", keys);
        write(file, root);
        return new Intermediate(keys.getPrivate(), List.of(intermediate, root));
    }

    private static void write(Path file, X509Certificate certificate)
            throws IOException, java.security.GeneralSecurityException {
        Files.writeString(
                file,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(String issuer, KeyPair issuerKeys, String subject, KeyPair keys)
            throws Exception {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(6))),
                new X500Name(subject),
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
