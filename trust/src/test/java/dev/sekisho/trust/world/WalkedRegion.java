package dev.sekisho.trust.world;

import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.directory.Directories;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.Lakes;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.Trust;
import dev.sekisho.trust.TrustOptions;
import dev.sekisho.trust.Trusts;
import dev.sekisho.trust.clock.BelievedTime;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.erasure.ErasureOptions;
import dev.sekisho.trust.receipt.SealedReceiptBook;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A whole region but for the gateway: real keys, real database, real lake, and a clock that is set by hand. */
public final class WalkedRegion implements AutoCloseable {
    private static final Actor.Job ACTOR = new Actor.Job("test");
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    public final HandClock clock;
    public final Path folder;
    public final Vault vault;
    public final Records records;
    public final Lake lake;
    public final Directory directory;
    public final Trust trust;
    private final BelievedTime believed = new BelievedTime();
    private final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));
    private final SecureRandom random = new SecureRandom();

    /** Opens it; {@code watched} may put itself between the engine and the keys. */
    public WalkedRegion(Path folder, Instant start, boolean laboratory, UnaryOperator<Vault> watched) {
        this.folder = folder;
        this.clock = new HandClock(start);
        this.vault = watched.apply(TestVault.open(folder));
        this.records = TestServer.fresh().open(vault, clock);
        this.lake = Lakes.open(
                LakeOptions.of(folder.resolve("lake"), "node", issuer.region()),
                vault,
                clock,
                believed,
                customer -> issuer.issue(customer, ACTOR, Purpose.SERVICE));
        this.directory = Directories.open(
                new DirectoryOptions(records, vault, issuer, CategoryTable::empty, "node", clock, clock));
        this.trust = Trusts.open(new TrustOptions(
                records,
                vault,
                lake,
                directory,
                new SealedReceiptBook(records, vault, issuer.region(), clock, "sekisho test"),
                ErasureLedger.open(
                        List.of(folder.resolve("one/ledger"), folder.resolve("two/ledger")), vault.installation()),
                customer -> issuer.issue(customer, ACTOR, Purpose.SERVICE),
                ErasureOptions.standard(),
                Optional.empty(),
                clock,
                laboratory,
                believed));
    }

    /** A laboratory's. */
    public static WalkedRegion laboratory(Path folder, Instant start) {
        return new WalkedRegion(folder, start, true, vault -> vault);
    }

    /** A new customer with this licence, whose days are shown in this zone. */
    public Created customer(String name, Licence licence, String zone) {
        CustomerSettings initial = CustomerSettings.initial(name);
        return directory
                .customers()
                .create(
                        new CustomerSettings(
                                name,
                                "",
                                true,
                                initial.logRetentionDays(),
                                initial.logUnavailable(),
                                zone,
                                initial.version()),
                        licence,
                        ACTOR);
    }

    /** Sets the clock and runs a job for that time. */
    public void runAt(Instant time, String job) throws Exception {
        clock.set(time);
        job(job).run(time);
    }

    /** One of the engine's jobs. */
    public Job job(String name) {
        return trust.jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Stores one event of now. */
    public void event(CustomerScope scope, String host) {
        WebEvent event = new WebEvent(
                new EventId(Id128.random(random)),
                clock.instant(),
                "node",
                new BundleHash("0".repeat(64)),
                new WebEvent.Who(Optional.empty(), "", "none"),
                new WebEvent.From("192.0.2.1", 40000, "office"),
                new WebEvent.To("https", host, 443, "/", "", "198.51.100.1", host, host),
                new WebEvent.Http("GET", 200, "HTTP/1.1", "HTTP/1.1", "test", "", "text/html", 0, 1),
                new WebEvent.Tls("inspect", "TLSv1.3", "", "TLSv1.3", "", "", "", ""),
                new WebEvent.Decided(Action.ALLOW, "rest", "", "", "", "rest", "", "", "", 0),
                new WebEvent.Timing(-1, -1, 1, -1, -1, -1, 1));
        if (!lake.sink().offer(scope, event) || !lake.awaitDurable(Duration.ofSeconds(10))) {
            throw new IllegalStateException("the lake took no event");
        }
    }

    /** How many events the customer sees. */
    public long events(CustomerScope scope) {
        return lake.of(scope)
                .stats(new StatsQuery(
                        Measure.REQUESTS,
                        Optional.empty(),
                        new Query(
                                Instant.EPOCH,
                                END,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                1,
                                Optional.empty()),
                        1))
                .total();
    }

    /** The beginning of a UTC day. */
    public static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public void close() {
        trust.close();
        directory.close();
        lake.close();
        records.close();
        vault.close();
    }
}
