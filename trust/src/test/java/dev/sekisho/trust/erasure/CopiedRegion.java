package dev.sekisho.trust.erasure;

import dev.sekisho.directory.Directories;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.Lakes;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.records.Records;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsOptions;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.Trust;
import dev.sekisho.trust.TrustOptions;
import dev.sekisho.trust.Trusts;
import dev.sekisho.trust.receipt.SealedReceiptBook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A region whose parts come from folders of different days; started and replayed in the order of the product. */
final class CopiedRegion implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final Actor.Job ACTOR = new Actor.Job("test");

    final MovableClock clock;
    final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));
    final Vault vault;
    final Records records;
    final Lake lake;
    final Directory directory;
    final Trust trust;
    final ErasureLedger ledger;
    final LedgerReplay.Found found;

    CopiedRegion(
            Path keys,
            Path lakeFolder,
            RecordsOptions database,
            Path ledgers,
            Instant now,
            UnaryOperator<Vault> watched) {
        clock = new MovableClock(InstantSource.fixed(now));
        vault = watched.apply(TestVault.open(keys));
        ledger = ErasureLedger.open(
                List.of(ledgers.resolve("one/ledger"), ledgers.resolve("two/ledger")), vault.installation());
        ledger.anchor(new KeyStoreAnchor(vault.installation()));
        found = new LedgerReplay(ledger, vault, this::scope).keys();
        records = RecordsDatabase.open(database, vault, clock);
        lake = Lakes.open(LakeOptions.of(lakeFolder, "node", issuer.region()), vault, clock, this::scope);
        directory = Directories.open(
                new DirectoryOptions(records, vault, issuer, CategoryTable::empty, "node", clock, clock));
        trust = Trusts.open(new TrustOptions(
                records,
                vault,
                lake,
                directory,
                new SealedReceiptBook(records, vault, issuer.region(), clock, "sekisho test"),
                ledger,
                this::scope,
                ErasureOptions.atOnce(),
                clock,
                true));
    }

    private CustomerScope scope(CustomerId customer) {
        return issuer.issue(customer, ACTOR, Purpose.SERVICE);
    }

    CustomerScope as(CustomerScope scope, PersonToken person) {
        return issuer.issue(scope.customer(), new Actor.Person(person), Purpose.CUSTOMER_REQUEST);
    }

    void run(String job) throws Exception {
        trust.jobs().stream()
                .filter(known -> known.name().equals(job))
                .findFirst()
                .orElseThrow()
                .run(clock.instant());
    }

    void event(CustomerScope scope, PersonToken person, Instant time, long number) {
        WebEvent event = new WebEvent(
                new EventId(new Id128(person.value().low(), number)),
                time,
                "node",
                new BundleHash("0".repeat(64)),
                new WebEvent.Who(Optional.of(person), "", "none"),
                new WebEvent.From("192.0.2.1", 40000, "office"),
                new WebEvent.To("https", "example.com", 443, "/" + number, "", "198.51.100.1", "", ""),
                new WebEvent.Http("GET", 200, "HTTP/1.1", "HTTP/1.1", "test", "", "text/html", 0, 1),
                new WebEvent.Tls("inspect", "TLSv1.3", "", "TLSv1.3", "", "", "", ""),
                new WebEvent.Decided(Action.ALLOW, "rest", "", "", "", "rest", "", "", "", 0),
                new WebEvent.Timing(-1, -1, 1, -1, -1, -1, 1));
        if (!lake.sink().offer(scope, event)) {
            throw new IllegalStateException("the lake took no event");
        }
    }

    void settle() {
        if (!lake.awaitDurable(Duration.ofSeconds(20))) {
            throw new IllegalStateException("the lake is not durable");
        }
        lake.flush();
    }

    /** Everything that the customer sees, an event a line. */
    SortedSet<String> answers(CustomerScope scope, Optional<LocalDate> day) {
        return answers(lake, scope, day);
    }

    /** The same by way of this lake. */
    static SortedSet<String> answers(Lake lake, CustomerScope scope, Optional<LocalDate> day) {
        SortedSet<String> lines = new TreeSet<>();
        Instant from =
                day.map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant()).orElse(Instant.EPOCH);
        Instant to = day.map(
                        date -> date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(START.plus(Duration.ofDays(9)));
        CustomerLake.Query query = new CustomerLake.Query(
                from,
                to,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1_000,
                Optional.empty());
        var unused = lake.of(scope).export(query, event -> lines.add(event.toString()));
        return lines;
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
