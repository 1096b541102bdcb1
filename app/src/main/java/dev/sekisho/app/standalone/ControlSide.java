package dev.sekisho.app.standalone;

import dev.sekisho.app.host.HostChecks;
import dev.sekisho.app.host.HostHealth;
import dev.sekisho.app.keys.KeyOptions;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.control.Control;
import dev.sekisho.control.ControlOptions;
import dev.sekisho.control.ControlParts;
import dev.sekisho.control.Destinations;
import dev.sekisho.control.HealthSource;
import dev.sekisho.control.Laboratory;
import dev.sekisho.directory.Directory;
import dev.sekisho.gateway.Gateway;
import dev.sekisho.gateway.destination.Resolution;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.lake.Lake;
import dev.sekisho.policy.imports.CategoryLists;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.Vaults;
import dev.sekisho.trust.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The control plane over the parts of the same process.
 *
 * @param settings the configuration
 * @param region the region served
 * @param movable the laboratory's clock, if this is one
 * @param vault keys
 * @param records records
 * @param lake events
 * @param directory customers and people
 * @param trust licences, erasure, holds, receipts
 * @param backups backup sets, or that there are none
 * @param lists category lists
 * @param gateway the data plane
 * @param events what stands before the lake
 */
record ControlSide(
        Settings settings,
        Region region,
        Optional<MovableClock> movable,
        Vault vault,
        Records records,
        Lake lake,
        Directory directory,
        Trust trust,
        BackupSide backups,
        CategoryLists lists,
        Gateway gateway,
        CollectedSink events) {

    Control start(Path consoleCa) {
        List<InetAddress> addresses = new ArrayList<>();
        addresses.add(settings.control().listen().getAddress());
        settings.control().operatorListen().ifPresent(address -> addresses.add(address.getAddress()));
        ControlOptions options = ControlOptions.of(
                        settings.control().listen(),
                        ConsoleIdentity.obtain(records.installation(), addresses, consoleCa))
                .withProxyAddress(text(gateway.addresses().getFirst()));
        for (InetSocketAddress address :
                settings.control().operatorListen().stream().toList()) {
            options = options.withOperatorListen(address);
        }
        return Control.start(options, parts());
    }

    private ControlParts parts() {
        InstantSource real = InstantSource.system();
        return new ControlParts(
                directory,
                lake,
                trust,
                region,
                movable.<InstantSource>map(clock -> clock).orElse(real),
                real,
                List.of(
                        HealthSource.of("records", records::problem),
                        HealthSource.of("directory", directory::problem),
                        HealthSource.of("trust", trust::problem),
                        HealthSource.of("collection", events::problem),
                        fronts(),
                        keys(),
                        new HostHealth(HostChecks.ofThisMachine()),
                        backups),
                List.of(
                        new GatewayMetrics(gateway.figures(), gateway.fronts()),
                        new RecordsMetrics(records),
                        new TrustMetrics(trust),
                        backups,
                        events),
                lists::current,
                this::find,
                movable.map(this::laboratory));
    }

    private Optional<Destinations.Found> find(CustomerScope scope, String host, int port) {
        Resolution answer = gateway.destinations()
                .resolve(scope, host, port)
                .toCompletableFuture()
                .join();
        Optional<String> refusedBy =
                answer instanceof Resolution.Resolved resolved ? resolved.refusedBy() : Optional.empty();
        return Optional.of(new Destinations.Found(answer.addresses(), refusedBy));
    }

    private HealthSource fronts() {
        return new HealthSource() {
            @Override
            public String part() {
                return "tls-fronts";
            }

            @Override
            public Condition condition() {
                String wrong = gateway.fronts().stream()
                        .flatMap(front -> front.problem().stream())
                        .collect(Collectors.joining("; "));
                return new Condition(wrong.isEmpty() ? State.WORKING : State.DEGRADED, wrong);
            }
        };
    }

    private HealthSource keys() {
        return new HealthSource() {
            @Override
            public String part() {
                return "keys";
            }

            @Override
            public Condition condition() {
                List<String> wrong = new ArrayList<>(vault.places().stream()
                        .map(Vault.PlaceHealth::detail)
                        .filter(detail -> !detail.isEmpty())
                        .toList());
                if (onOneDisk()) {
                    wrong.add("one disk: every place of the key store is on it; set keys.copies");
                }
                Vault.SecondWrapHealth second = vault.secondWraps();
                if (second.closed() > 0) {
                    wrong.add(
                            second.closed() + " of " + second.customers()
                                    + " customers with a key service of their own are closed: their services do not give their keys");
                }
                if (!second.problem().isEmpty()) {
                    wrong.add(second.problem());
                }
                if (settings.keys().rootService().isEmpty()
                        && settings.keys().passphraseFile().isEmpty()) {
                    wrong.add("the root key has no passphrase; set keys.root.passphraseFile");
                }
                return new Condition(wrong.isEmpty() ? State.WORKING : State.DEGRADED, String.join("; ", wrong));
            }
        };
    }

    /** A place that cannot be looked at counts as one disk: health errs towards the warning. */
    private boolean onOneDisk() {
        try {
            return Vaults.onOneDisk(KeyOptions.places(settings));
        } catch (IOException e) {
            return true;
        }
    }

    private Laboratory laboratory(MovableClock clock) {
        return new Laboratory() {
            @Override
            public Instant moveClock(Instant target) {
                clock.moveTo(target);
                records.runDueJobs();
                return clock.instant();
            }

            @Override
            public void flush() {
                lake.flush();
            }
        };
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
