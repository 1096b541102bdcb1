package dev.sekisho.trust.backup;

import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Directories;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Role;
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
import dev.sekisho.seal.KeyCopies;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.trust.Trust;
import dev.sekisho.trust.TrustOptions;
import dev.sekisho.trust.Trusts;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.erasure.ErasureOptions;
import dev.sekisho.trust.erasure.KeyStoreAnchor;
import dev.sekisho.trust.erasure.LedgerReplay;
import dev.sekisho.trust.receipt.SealedReceiptBook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A region over folders, started and replayed in the order of the product, with two targets in two places. */
final class BackedUpRegion implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final Actor.Job ACTOR = new Actor.Job("test");
    static final Region REGION = new Region("lab");

    final Path folder;
    final MovableClock clock;
    final ScopeIssuer issuer = ScopeIssuer.create(REGION);
    final Vault vault;
    final Records records;
    final Lake lake;
    final Directory directory;
    final Trust trust;
    final ErasureLedger ledger;
    final SealedReceiptBook receipts;
    final List<Target> targets;
    final LedgerInTargets ledgerInTargets;
    final KeyCopies keyCopies;
    final Backups backups;

    /** Over {@code folder}, with its targets and key copies beside it, below {@code outside}. */
    BackedUpRegion(Path folder, Path outside, RecordsOptions database, Instant now) {
        this(folder, outside, database, now, folderTargets(outside, InstantSource.fixed(now)));
    }

    BackedUpRegion(Path folder, Path outside, RecordsOptions database, Instant now, List<Target> targets) {
        this.folder = folder;
        this.targets = targets;
        clock = new MovableClock(InstantSource.fixed(now));
        vault = Vaults.open(keys(folder, clock));
        ledger = ErasureLedger.open(ledgers(folder), vault.installation());
        ledger.anchor(new KeyStoreAnchor(vault.installation()));
        ledgerInTargets = new LedgerInTargets(targets, ledger::lines);
        ledger.anchor(ledgerInTargets);
        var replayed = new LedgerReplay(ledger, vault, this::scope).keys();
        records = RecordsDatabase.open(database, vault, clock);
        lake = Lakes.open(LakeOptions.of(folder.resolve("lake"), "node", REGION), vault, clock, this::scope);
        directory = Directories.open(
                new DirectoryOptions(records, vault, issuer, CategoryTable::empty, "node", clock, clock));
        receipts = new SealedReceiptBook(records, vault, REGION, clock, "sekisho test");
        trust = Trusts.open(new TrustOptions(
                records, vault, lake, directory, receipts, ledger, this::scope, ErasureOptions.atOnce(), clock, true));
        keyCopies = vault.copies(keyCopyPlaces(outside));
        backups = new Backups(
                new BackupOptions(
                        REGION,
                        targets,
                        keyCopies,
                        records,
                        lake,
                        vault,
                        ledger::head,
                        () -> directory.customers().scopes(ACTOR),
                        Map.of(),
                        clock,
                        "sekisho test"),
                receipts,
                new ClockGuard(records.installation(), clock, System::nanoTime, true),
                ledgerInTargets);
    }

    static List<Target> folderTargets(Path outside, InstantSource clock) {
        return List.of(
                new FolderTarget("first", "tokyo", outside.resolve("target-1"), clock),
                new FolderTarget("second", "osaka", outside.resolve("target-2"), clock));
    }

    static List<KeyCopyPlace> keyCopyPlaces(Path outside) {
        return List.of(new KeyCopyPlace(outside.resolve("key-copies"), outside.resolve("copy-keys")));
    }

    static VaultOptions keys(Path folder, InstantSource clock) {
        return new VaultOptions(
                REGION,
                List.of(folder.resolve("keys"), folder.resolve("keys-2")),
                rootFile(folder),
                Optional.empty(),
                CipherChoice.AUTO,
                clock);
    }

    static Path rootFile(Path folder) {
        return folder.resolve("root/root.key");
    }

    static List<Path> ledgers(Path folder) {
        return List.of(folder.resolve("root/ledger"), folder.resolve("ledger-2/ledger"));
    }

    private CustomerScope scope(CustomerId customer) {
        return issuer.issue(customer, ACTOR, Purpose.SERVICE);
    }

    CustomerScope as(CustomerScope scope, PersonToken person) {
        return issuer.issue(scope.customer(), new Actor.Person(person), Purpose.CUSTOMER_REQUEST);
    }

    CustomerScope customer(String name) {
        return directory
                .customers()
                .create(
                        CustomerSettings.initial(name),
                        Licence.full(LocalDate.ofInstant(START, ZoneOffset.UTC).plusYears(1)),
                        ACTOR)
                .scope();
    }

    PersonToken person(CustomerScope scope, String login) {
        return directory
                .of(scope)
                .people()
                .add(
                        new People.NewPerson(login, "Name of " + login, login, Role.ADMINISTRATOR, new TreeSet<>()),
                        Optional.empty())
                .token();
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
                new WebEvent.To(
                        "https", "h" + number % 17 + ".example.com", 443, "/" + number, "", "198.51.100.1", "", ""),
                new WebEvent.Http("GET", 200, "HTTP/1.1", "HTTP/1.1", "test", "", "text/html", 0, number),
                new WebEvent.Tls("inspect", "TLSv1.3", "", "TLSv1.3", "", "", "", ""),
                new WebEvent.Decided(Action.ALLOW, "rest", "", "", "", "rest", "", "", "", 0),
                new WebEvent.Timing(-1, -1, 1, -1, -1, -1, 1));
        while (!lake.sink().offer(scope, event)) {
            if (!lake.awaitDurable(Duration.ofSeconds(20))) {
                throw new IllegalStateException("the lake took no event");
            }
        }
    }

    /** Everything that the customer sees, an event a line. */
    SortedSet<String> answers(CustomerScope scope) {
        SortedSet<String> lines = new TreeSet<>();
        CustomerLake.Query query = new CustomerLake.Query(
                Instant.EPOCH,
                START.plus(Duration.ofDays(30)),
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
