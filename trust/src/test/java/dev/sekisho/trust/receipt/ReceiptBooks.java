package dev.sekisho.trust.receipt;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.clock.ClockGuard;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A book over a database of its own, with a clock that is moved by hand, and what somebody with the database's files can do. */
final class ReceiptBooks implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T10:00:00.123456Z");
    final Vault vault = TestVault.open();
    final TestDatabase database = TestServer.fresh();
    final MovableClock clock = new MovableClock(() -> START);
    final Records records = database.open(vault, clock);
    final SealedReceiptBook book = another(records);

    SealedReceiptBook another(Records over) {
        return new SealedReceiptBook(over, vault, new Region("lab"), clock, "sekisho test");
    }

    /** An anchor job with few heads a link. */
    Anchor anchor(int headsALink) {
        return new Anchor(book, records.installation(), vault.installation(), headsALink, guard(true), said -> {});
    }

    ClockGuard guard(boolean laboratory) {
        return new ClockGuard(records.installation(), clock, System::nanoTime, laboratory);
    }

    static Subject customer(int number) {
        return new Subject.Customer(new CustomerReference(new Id128(77, number)));
    }

    static Statement statement(String days) {
        return new Statement(
                ReceiptKind.RETENTION_DAY,
                new TreeMap<>(Map.of("days", days, "events", "12")),
                List.of("H1"),
                "job:lake.retention",
                "Ask for events of these days: none is found, and no key of theirs is in the key store.");
    }

    /** What a superuser of the database does. */
    void sql(String... statements) {
        try (Connection connection = database.superuser()) {
            for (String statement : statements) {
                connection.createStatement().execute("SET search_path TO sekisho; " + statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        records.close();
        vault.close();
    }
}
