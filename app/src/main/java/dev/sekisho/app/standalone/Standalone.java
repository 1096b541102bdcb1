package dev.sekisho.app.standalone;

import dev.sekisho.app.demo.Demo;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.control.Control;
import dev.sekisho.directory.Directory;
import dev.sekisho.gateway.Gateway;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.lake.Lake;
import dev.sekisho.policy.imports.CategoryLists;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.trust.Trust;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Every role, running. Starts from the keys upwards and stops in the opposite order. */
public final class Standalone implements AutoCloseable {
    private final Closing closing;

    private Standalone(Closing closing) {
        this.closing = closing;
    }

    /**
     * Starts everything; answers when every listener does.
     *
     * @param out where the first start prints the address of set-up
     * @throws SekishoException if something needed is not there; what had started is stopped again
     */
    public static Standalone start(Options options, PrintStream out) throws Exception {
        return start(options, out, Vaults::open);
    }

    /** As above, with keys opened in another way: only a test has one. */
    static Standalone start(Options options, PrintStream out, KeyOpener keys) throws Exception {
        refuseOpenRehearsal(options);
        Closing closing = new Closing();
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            new Starting(options, closing, beside, out, keys).run();
            return new Standalone(closing);
        } catch (Exception e) {
            closing.close();
            throw e;
        }
    }

    @Override
    public void close() {
        closing.close();
    }

    /** A rehearsal writes credentials down, so nobody from elsewhere may reach it. */
    private static void refuseOpenRehearsal(Options options) {
        if (!options.rehearsal()) {
            return;
        }
        Settings settings = options.settings();
        List<InetSocketAddress> listeners = new java.util.ArrayList<>();
        settings.gateway().listeners().forEach(listener -> listeners.add(listener.address()));
        listeners.add(settings.control().listen());
        settings.control().operatorListen().ifPresent(listeners::add);
        for (InetSocketAddress address : listeners) {
            if (!address.getAddress().isLoopbackAddress()) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "--lab and --demo write credentials down and are refused unless every listener is on loopback; "
                                + address.getAddress().getHostAddress() + " is not.");
            }
        }
    }

    /** How the region's keys are opened. */
    @FunctionalInterface
    interface KeyOpener {
        Vault open(VaultOptions options);
    }

    /** One start: the parts so far, and what they need of each other. */
    private static final class Starting {
        private final Options options;
        private final Settings settings;
        private final Closing closing;
        private final ExecutorService beside;
        private final KeyOpener keys;
        private final PrintStream out;
        private final Region region;
        private final Optional<MovableClock> movable;
        private final InstantSource dataClock;

        Starting(Options options, Closing closing, ExecutorService beside, PrintStream out, KeyOpener keys) {
            this.keys = keys;
            this.options = options;
            this.settings = options.settings();
            this.closing = closing;
            this.beside = beside;
            this.out = out;
            this.region = new Region(settings.region());
            this.movable = options.lab() ? Optional.of(new MovableClock(InstantSource.system())) : Optional.empty();
            this.dataClock = movable.<InstantSource>map(clock -> clock).orElse(InstantSource.system());
        }

        void run() throws Exception {
            HomeFolder home = closing.add("home folder", HomeFolder.take(settings.home()));
            Vault vault = closing.add("keys", keys.open(Parts.vault(settings, region, dataClock)));
            ScopeIssuer issuer = ScopeIssuer.create(region);
            TrustSide trusting = TrustSide.first(settings, region, vault, issuer, dataClock);
            Future<CategoryLists> loading = beside.submit(() -> Parts.lists(settings, vault));
            Future<RecordsDatabase> database =
                    beside.submit(() -> closing.add("records", Parts.records(settings, vault, dataClock)));
            Lake lake =
                    closing.add("lake", Parts.lake(settings, region, vault, issuer, dataClock, trusting.believed()));
            RecordsDatabase records = get(database);
            movable.ifPresent(clock -> TrustSide.goOn(clock, records));
            CategoryLists lists = get(loading);
            Directory directory = closing.add("directory", Parts.directory(records, vault, lists, issuer, dataClock));
            Trust trust = closing.add("trust", trusting.open(records, lake, directory, dataClock, options.lab()));
            BackupSide backups = BackupSide.of(
                    new BackupSide.Parts(
                            settings,
                            region,
                            vault,
                            records,
                            lake,
                            directory,
                            trust.receipts(),
                            dataClock,
                            options.lab()),
                    trusting);
            records.startJobs(Stream.of(directory.jobs(), trust.jobs(), backups.jobs())
                    .flatMap(List::stream)
                    .toList());
            Optional<Demo> demo =
                    options.demo() ? Optional.of(closing.add("demonstration", Demo.origins())) : Optional.empty();
            CollectedSink events = new CollectedSink(lake.sink(), directory.collections(), FieldInventory.load());
            Gateway gateway =
                    closing.add("gateway", Parts.gateway(settings, records, directory, events, dataClock, demo));
            directory.onForgotten(gateway::forget);
            ControlSide side = new ControlSide(
                    settings,
                    region,
                    movable,
                    vault,
                    records,
                    trust.lake(),
                    directory,
                    trust,
                    backups,
                    lists,
                    gateway,
                    events);
            Control control = closing.add("control", side.start(home.resolve("console-ca.pem")));
            announce(home, records, directory, gateway, control);
            if (demo.isPresent()) {
                directory.customers().scopes(new Actor.Job("demonstration")).stream()
                        .map(directory::of)
                        .forEach(demo.get()::enrol);
                closing.add(
                        "demonstration's traffic",
                        demo.get().startTraffic(gateway.addresses().getFirst(), home.path()));
            }
        }

        private void announce(
                HomeFolder home, RecordsDatabase records, Directory directory, Gateway gateway, Control control)
                throws Exception {
            ReadyFile file = new ReadyFile(home.path());
            String console = "https://" + text(control.address());
            List<ReadyFile.Customer> customers = List.of();
            Optional<ReadyFile.Operator> operator = Optional.empty();
            if (options.rehearsal()) {
                Rehearsal rehearsal = new Rehearsal(directory, home.path());
                customers = rehearsal.customers(
                        options.demo() ? RehearsalPolicies.demonstration() : RehearsalPolicies.laboratory());
                operator = Optional.of(rehearsal.operator("https://" + text(control.operatorAddress())));
                if (!directory.setup().done()) {
                    directory.setup().completeWithoutSession();
                }
            } else {
                endRehearsal(directory, home);
            }
            if (!options.rehearsal() && !directory.setup().done()) {
                out.println("Set up this installation within an hour: " + console + "/setup?token="
                        + directory.setup().issueToken());
            }
            closing.add("ready file", file::remove);
            file.write(new ReadyFile.Content(
                    text(gateway.addresses().getFirst()),
                    console,
                    home.resolve("console-ca.pem"),
                    region.name(),
                    records.postgresPid().isPresent()
                            ? Optional.of(records.postgresPid().getAsLong())
                            : Optional.empty(),
                    customers,
                    operator));
            out.println("Sekisho is ready: proxy " + text(gateway.addresses().getFirst()) + ", console " + console);
        }

        private static void endRehearsal(Directory directory, HomeFolder home) {
            List<Rehearsal.RehearsalCustomer> customers = new java.util.ArrayList<>(RehearsalPolicies.demonstration());
            customers.addAll(RehearsalPolicies.laboratory());
            new Rehearsal(directory, home.path()).endTokens(customers);
        }

        private static String text(InetSocketAddress address) {
            String host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        }

        private static <T> T get(Future<T> future) throws Exception {
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }
}
