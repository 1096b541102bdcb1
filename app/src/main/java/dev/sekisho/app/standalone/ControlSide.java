package dev.sekisho.app.standalone;

import dev.sekisho.app.settings.Settings;
import dev.sekisho.control.Control;
import dev.sekisho.control.ControlOptions;
import dev.sekisho.control.ControlParts;
import dev.sekisho.control.Destinations;
import dev.sekisho.control.HealthSource;
import dev.sekisho.control.Laboratory;
import dev.sekisho.directory.Directory;
import dev.sekisho.gateway.Gateway;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.lake.Lake;
import dev.sekisho.policy.imports.CategoryLists;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
 * @param lists category lists
 * @param gateway the data plane
 */
record ControlSide(
        Settings settings,
        Region region,
        Optional<MovableClock> movable,
        Vault vault,
        Records records,
        Lake lake,
        Directory directory,
        CategoryLists lists,
        Gateway gateway) {

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
                region,
                movable.<InstantSource>map(clock -> clock).orElse(real),
                real,
                List.of(HealthSource.of("records", records::problem), keys()),
                List.of(new GatewayMetrics(gateway.figures()), new RecordsMetrics(records)),
                lists::current,
                Destinations.UNKNOWN,
                movable.map(this::laboratory));
    }

    private HealthSource keys() {
        return new HealthSource() {
            @Override
            public String part() {
                return "keys";
            }

            @Override
            public Condition condition() {
                List<String> wrong = vault.places().stream()
                        .filter(place -> !place.healthy())
                        .map(Vault.PlaceHealth::detail)
                        .toList();
                if (!wrong.isEmpty()) {
                    return new Condition(State.DEGRADED, String.join("; ", wrong));
                }
                if (!settings.keys().separateDisks()) {
                    return new Condition(
                            State.DEGRADED, "one disk: both places of the key store are on it; set keys.copies");
                }
                if (settings.keys().passphraseFile().isEmpty()) {
                    return new Condition(
                            State.DEGRADED, "the root key has no passphrase; set keys.root.passphraseFile");
                }
                return new Condition(State.WORKING, "");
            }
        };
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
