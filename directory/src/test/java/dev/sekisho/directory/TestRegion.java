package dev.sekisho.directory;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A region for one test: real keys in a folder, records in a fresh database of the real server, a directory over both. */
final class TestRegion implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final Actor OPERATOR = new Actor.Job("test");

    /** Good enough for every role. */
    static final String PASSWORD = "violet-harbour-untied-7";

    final MovableClock dataClock = new MovableClock(InstantSource.fixed(START));
    final MovableClock realClock = new MovableClock(InstantSource.fixed(START));
    final AtomicReference<CategoryTable> categories = new AtomicReference<>(CategoryTable.empty());
    final TestDatabase database = TestServer.fresh();
    final Vault vault;
    final Records records;
    final Directory directory;

    TestRegion(Path folder) {
        this(folder, vault -> vault);
    }

    /** With the vault wrapped in something. */
    TestRegion(Path folder, UnaryOperator<Vault> around) {
        vault = around.apply(TestVault.open(folder));
        records = database.open(vault, dataClock, realClock);
        directory = open(records);
    }

    /** Another process of the same region. */
    Directory another() {
        return open(records);
    }

    private Directory open(Records over) {
        return Directories.open(new DirectoryOptions(
                over,
                vault,
                ScopeIssuer.create(new dev.sekisho.kernel.scope.Region("lab")),
                categories::get,
                "gateway-1",
                dataClock,
                realClock));
    }

    /** The scope of a new customer. */
    CustomerScope customer(String name) {
        return directory
                .customers()
                .create(CustomerSettings.initial(name), directory.customers().firstLicence(), OPERATOR)
                .scope();
    }

    /** A person with {@link #PASSWORD}. */
    Person person(CustomerScope scope, String login, String name, Role role, String... groups) {
        return directory
                .of(scope)
                .people()
                .add(
                        new People.NewPerson(login, name, "", role, new TreeSet<>(List.of(groups))),
                        Optional.of(PASSWORD.toCharArray()));
    }

    @Override
    public void close() {
        directory.close();
        records.close();
        vault.close();
    }
}
