package dev.sekisho.benchmarks;

import dev.sekisho.gateway.Gateway;
import dev.sekisho.gateway.GatewayOptions;
import dev.sekisho.gateway.GatewayPorts;
import dev.sekisho.gateway.InspectionAuthority;
import dev.sekisho.gateway.OnRamps;
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
import dev.sekisho.policy.url.Network;
import dev.sekisho.testkit.pki.TestRoot;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The gateway alone: one open rule, no lists, events dropped. What is left is the cost of carrying requests; the difference to the
 * whole product is policy, log and sealing.
 */
public final class BareGateway {
    private static final String OPEN = """
            decryption:
              - {name: rest, then: inspect}
            access:
              - {name: rest, then: allow}
            """;

    private BareGateway() {}

    /**
     * Runs until it is stopped.
     *
     * @param arguments port, PEM of the origins' root, resolver's address, network that is open, file to write the authority to
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        TestRoot root = TestRoot.create("Bare gateway");
        TestRoot.Issued issued = root.intermediate("Bare gateway intermediate");
        InspectionAuthority.Intermediate intermediate =
                new InspectionAuthority.Intermediate(issued.key(), List.of(issued.certificate(), root.certificate()));
        CustomerScope scope = ScopeIssuer.create(new Region("bench")).issueForNewCustomer(new Actor.Gateway("bare"));
        OnRamps.OnRamp everybody = new OnRamps.OnRamp("bench", scope, false, "Bench", "", 1);
        Policy policy = policy();
        GatewayOptions options = GatewayOptions.standard(
                        "bare", new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
                .reaching(
                        StaticNames.NONE,
                        dev.sekisho.gateway.destination.Redirects.NONE,
                        List.of(new InetSocketAddress(InetAddress.ofLiteral(arguments[2]), 53)),
                        List.of(Network.parse(arguments[3])))
                .trusting(List.of(certificate(Path.of(arguments[1]))));
        try (Gateway gateway = Gateway.start(
                options,
                new GatewayPorts(
                        source -> Optional.of(everybody),
                        (customer, login, password, source) -> Optional.empty(),
                        customer -> intermediate,
                        customer -> Optional.of(policy),
                        new Nowhere(),
                        InstantSource.system()))) {
            Files.writeString(Path.of(arguments[4]), root.pem());
            System.out.println("ready " + gateway.addresses());
            new CountDownLatch(1).await();
        }
    }

    private static Policy policy() {
        return switch (PolicyCompiler.compile(OPEN, Catalogue.shipped(), CategoryTable.empty())) {
            case CompileResult.Compiled compiled -> compiled.policy();
            case CompileResult.Rejected rejected ->
                throw new IllegalStateException(rejected.problems().toString());
        };
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static final class Nowhere implements EventSink {
        @Override
        public boolean offer(CustomerScope scope, WebEvent event) {
            return true;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void gap(CustomerScope scope, long events) {
            throw new IllegalStateException("nothing is refused here");
        }
    }
}
