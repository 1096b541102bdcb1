package dev.sekisho.app.standalone;

import dev.sekisho.app.demo.Demo;
import dev.sekisho.app.keys.KeyOptions;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.directory.Directories;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.gateway.Gateway;
import dev.sekisho.gateway.GatewayOptions;
import dev.sekisho.gateway.GatewayPorts;
import dev.sekisho.gateway.destination.Redirects;
import dev.sekisho.gateway.destination.StaticNames;
import dev.sekisho.gateway.tls.TlsProfile;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.Lakes;
import dev.sekisho.policy.imports.CategoryLists;
import dev.sekisho.policy.url.Network;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsOptions;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** From the configuration to the parts of the data side: keys, lists, records, lake, gateway. */
final class Parts {
    /** The name of the one gateway of a standalone process. */
    static final String NODE = "standalone";

    private static final int SIP_HASH_KEY_BYTES = 16;

    private Parts() {}

    static VaultOptions vault(Settings settings, Region region, InstantSource clock) {
        return KeyOptions.of(settings, region, clock);
    }

    static CategoryLists lists(Settings settings, Vault vault) {
        Path folder = settings.lists()
                .orElseGet(
                        () -> Path.of(System.getProperty("sekisho.dist", ".")).resolve("lists"));
        byte[] secret = vault.installation().mac("category-hash", "v1".getBytes(StandardCharsets.UTF_8));
        return CategoryLists.load(folder.resolve("catalogue.tsv"), Arrays.copyOf(secret, SIP_HASH_KEY_BYTES));
    }

    static RecordsDatabase records(Settings settings, Vault vault, InstantSource clock) {
        return RecordsDatabase.open(recordsOptions(settings), vault, clock);
    }

    static RecordsOptions recordsOptions(Settings settings) {
        return settings.control()
                .database()
                .map(database -> RecordsOptions.external(database.url(), database.credentials()))
                .orElseGet(() -> RecordsOptions.embedded(settings.home()));
    }

    static Lake lake(
            Settings settings,
            Region region,
            Vault vault,
            ScopeIssuer issuer,
            InstantSource clock,
            InstantSource believed) {
        LakeOptions options = LakeOptions.of(settings.home().resolve("lake"), NODE, region)
                .withDurabilityMs(settings.lake().durabilityMs());
        return Lakes.open(
                options,
                vault,
                clock,
                believed,
                customer -> issuer.issue(customer, new Actor.Job("lake"), Purpose.SERVICE));
    }

    static Directory directory(
            RecordsDatabase records, Vault vault, CategoryLists lists, ScopeIssuer issuer, InstantSource clock) {
        return Directories.open(
                new DirectoryOptions(records, vault, issuer, lists::current, NODE, clock, InstantSource.system()));
    }

    static Gateway gateway(
            Settings settings,
            RecordsDatabase records,
            Directory directory,
            EventSink events,
            InstantSource clock,
            Optional<Demo> demo) {
        DirectoryPorts ports = new DirectoryPorts(directory, clock);
        GatewayOptions options = gatewayOptions(settings, demo).never(own(settings, records));
        return Gateway.start(
                checked(options, directory.onRamps().anySignIn()),
                new GatewayPorts(
                        ports.onRamps(),
                        ports.identity(),
                        ports.inspectionAuthority(),
                        directory.policies(),
                        events,
                        clock,
                        fronts(settings, records)));
    }

    private static FrontProcesses fronts(Settings settings, RecordsDatabase records) {
        FrontProcesses fronts = new FrontProcesses(
                settings.home(),
                () -> FrontIdentity.obtain(
                        records.installation(),
                        settings.gateway().listeners().stream()
                                .filter(listener -> profile(listener).equals(Optional.of(TlsProfile.SEED_COMPAT)))
                                .map(listener -> listener.address().getAddress())
                                .distinct()
                                .toList(),
                        settings.home().resolve("proxy-ca.pem"),
                        InstantSource.system()));
        fronts.sweep();
        return fronts;
    }

    /** The installation's own doors, to which the gateway carries nobody, whatever destinations are allowed. */
    private static List<InetSocketAddress> own(Settings settings, RecordsDatabase records) {
        List<InetSocketAddress> own = new ArrayList<>();
        own.add(settings.control().listen());
        settings.control().operatorListen().ifPresent(own::add);
        records.endpoint().ifPresent(own::add);
        own.removeIf(address -> address.getPort() == 0);
        return own;
    }

    static GatewayOptions gatewayOptions(Settings settings, Optional<Demo> demo) {
        Settings.Gateway gateway = settings.gateway();
        List<X509Certificate> roots = new ArrayList<>();
        gateway.upstreamTrust().forEach(file -> roots.addAll(certificates(file)));
        demo.ifPresent(origins -> roots.add(origins.authority()));
        return GatewayOptions.standard(NODE, gateway.listeners().getFirst().address())
                .listening(gateway.listeners().stream().map(Parts::listener).toList())
                .reaching(
                        gateway.names().map(StaticNames::read).orElse(StaticNames.NONE),
                        demo.map(Demo::redirects).orElse(Redirects.NONE),
                        gateway.dns(),
                        gateway.allowDestinations().stream().map(Parts::network).toList())
                .trusting(roots);
    }

    /**
     * The same options, if a gateway can start with them.
     *
     * @param peopleSignIn whether any on-ramp asks for sign-in now; one that is added later is refused where it would expose
     *     passwords
     * @throws SekishoException {@code CONFIG_INVALID}
     */
    static GatewayOptions checked(GatewayOptions options, boolean peopleSignIn) {
        List<String> problems = options.problems(peopleSignIn);
        if (!problems.isEmpty()) {
            throw new SekishoException(ErrorCode.CONFIG_INVALID, String.join("; ", problems) + ".");
        }
        return options;
    }

    private static GatewayOptions.Listener listener(Settings.Listener listener) {
        return new GatewayOptions.Listener(
                listener.address(),
                profile(listener),
                listener.proxyProtocol().stream().map(Parts::network).toList());
    }

    private static Optional<TlsProfile> profile(Settings.Listener listener) {
        if (!listener.tls()) {
            return Optional.empty();
        }
        return Optional.of(
                listener.tlsProfile().equals(TlsProfile.SEED_COMPAT.wire())
                        ? TlsProfile.SEED_COMPAT
                        : TlsProfile.MODERN);
    }

    private static Network network(String text) {
        return Network.parse(text);
    }

    private static List<X509Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) certificate);
            }
            return found;
        } catch (IOException | CertificateException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "gateway.upstreamTrust: " + file + " holds no readable certificates in PEM form.",
                    e);
        }
    }
}
