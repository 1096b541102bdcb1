package dev.sekisho.trust.region;

import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Directories;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.erasure.ErasureDesk;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.erasure.ErasureOptions;
import dev.sekisho.trust.erasure.KeyStoreAnchor;
import dev.sekisho.trust.erasure.RecordsAnchor;
import dev.sekisho.trust.erasure.WholeCustomer;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.SealedReceiptBook;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Real keys, records, directory and receipts of one region for one test; events are remembered. */
public final class TrustRegion implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    public final MovableClock clock = new MovableClock(InstantSource.fixed(START));
    public final TestDatabase database = TestServer.fresh();
    public final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));
    public final RememberedEvents events = new RememberedEvents();
    public final List<CustomerScope> deleted = new ArrayList<>();
    public final List<WholeCustomer.Cause> causes = new ArrayList<>();
    public boolean deletionFailing;
    public final List<Path> ledgerFiles;
    public final Vault vault;
    public final Records records;
    public final Directory directory;
    public final SealedReceiptBook receipts;
    public final ErasureLedger ledger;
    public final Desk desk;
    public final ErasureDesk erasures;

    public TrustRegion(Path folder) {
        this(folder, ErasureOptions.standard());
    }

    public TrustRegion(Path folder, ErasureOptions options) {
        vault = TestVault.open(folder);
        records = database.open(vault, clock);
        directory = Directories.open(new DirectoryOptions(
                records, vault, issuer, CategoryTable::empty, "gateway-1", clock, InstantSource.system()));
        receipts = new SealedReceiptBook(records, vault, new Region("lab"), clock, "sekisho test");
        ledgerFiles = List.of(folder.resolve("first/erasures.ledger"), folder.resolve("second/erasures.ledger"));
        ledger = ErasureLedger.open(ledgerFiles, vault.installation());
        ledger.anchor(new KeyStoreAnchor(vault.installation()));
        ledger.anchor(new RecordsAnchor(records.installation()));
        ledger.settle();
        desk = desk(true);
        erasures = new ErasureDesk(desk, ledger, events, events, this::delete, options);
    }

    /** The same desk over another book. */
    public Desk deskWith(ReceiptBook book) {
        return new Desk(records, directory, vault, book, clock, desk.guard(), new SecureRandom());
    }

    /** The same requests over another book. */
    public ErasureDesk erasuresWith(ReceiptBook book) {
        return new ErasureDesk(deskWith(book), ledger, events, events, this::delete, ErasureOptions.standard());
    }

    private void delete(CustomerScope scope, WholeCustomer.Cause cause) {
        if (deletionFailing) {
            throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "the register of this test fails");
        }
        deleted.add(scope);
        causes.add(cause);
    }

    private Desk desk(boolean laboratory) {
        ClockGuard guard = new ClockGuard(records.installation(), clock, System::nanoTime, laboratory);
        return new Desk(records, directory, vault, receipts, clock, guard, new SecureRandom());
    }

    /** The same requests and holds at a desk that does not believe a clock that leaps; it has seen the clock as it is now. */
    public ErasureDesk disbelieving() {
        Desk strict = desk(false);
        var seen = strict.sure();
        return new ErasureDesk(strict, ledger, events, events, this::delete, erasures.options());
    }

    /** The scope of a new customer's job. */
    public CustomerScope customer(String name) {
        return directory
                .customers()
                .create(
                        CustomerSettings.initial(name),
                        Licence.full(LocalDate.ofInstant(START, java.time.ZoneOffset.UTC)
                                .plusYears(1)),
                        new Actor.Job("test"))
                .scope();
    }

    /** A person without a password. */
    public PersonToken person(CustomerScope scope, String login, Role role) {
        Person person = directory
                .of(scope)
                .people()
                .add(new People.NewPerson(login, "Name of " + login, login, role, new TreeSet<>()), Optional.empty());
        return person.token();
    }

    /** The same customer, as that person. */
    public CustomerScope as(CustomerScope scope, PersonToken person) {
        return issuer.issue(scope.customer(), new Actor.Person(person), Purpose.CUSTOMER_REQUEST);
    }

    /** The same customer, as another actor. */
    public CustomerScope as(CustomerScope scope, Actor actor) {
        return issuer.issue(scope.customer(), actor, Purpose.CUSTOMER_REQUEST);
    }

    /** A job's scope of any customer. */
    public CustomerScope job(CustomerId customer) {
        return issuer.issue(customer, new Actor.Job("trust.erasure"), Purpose.LEGAL);
    }

    public void pass(Duration time) {
        clock.moveTo(clock.instant().plus(time));
    }

    @Override
    public void close() {
        directory.close();
        records.close();
        vault.close();
    }
}
