package dev.sekisho.records.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.Records;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All records of one customer go, from every table that has a customer, with and without the customer's keys. */
class ForgettingTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ScopeIssuer ISSUER = ScopeIssuer.create(new Region("lab"));

    private final Vault vault = TestVault.open();
    private final TestServer.TestDatabase server = TestServer.fresh();
    private Records records;
    private CustomerScope customer;
    private CustomerScope other;

    @SuppressWarnings("NullAway") // opened before each test
    ForgettingTest() {}

    @BeforeEach
    void fill() {
        records = server.open(vault, InstantSource.system());
        customer = fill(1_003);
        other = fill(5);
    }

    @AfterEach
    void close() {
        records.close();
        vault.close();
    }

    private CustomerScope fill(int count) {
        CustomerScope scope = ISSUER.issueForNewCustomer(new Actor.Job("test"));
        vault.create(scope);
        RecordStore store = records.of(scope);
        store.transact(t -> {
            for (int i = 0; i < count; i++) {
                t.insert(i % 2 == 0 ? "thing" : "word", Id128.random(RANDOM), new byte[9], Map.of("n", "x" + i));
            }
            return count;
        });
        return scope;
    }

    /** How many rows of a customer each table with a customer has, as the superuser sees it. */
    private long rows(CustomerScope scope) throws SQLException {
        byte[] stored = Owner.Customer.of(scope, vault.installation()).stored();
        long rows = 0;
        try (Connection all = server.superuser()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = all.createStatement()
                    .executeQuery("SELECT table_schema || '.' || table_name FROM information_schema.columns"
                            + " WHERE column_name = 'customer' AND table_schema = 'sekisho'"
                            + " AND table_name <> 'record_change'")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            assertThat(tables).hasSizeGreaterThanOrEqualTo(2);
            for (String table : tables) {
                try (PreparedStatement count =
                        all.prepareStatement("SELECT count(*) FROM " + table + " WHERE customer = ?")) {
                    count.setBytes(1, stored);
                    try (ResultSet row = count.executeQuery()) {
                        row.next();
                        rows += row.getLong(1);
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void everyRowOfTheCustomerGoesAndNoneOfAnother() throws SQLException {
        // Given
        assertThat(rows(customer)).isEqualTo(2_006);

        // When
        long deleted = records.forget(customer);

        // Then
        assertThat(deleted).isEqualTo(1_003);
        assertThat(rows(customer)).isZero();
        assertThat(rows(other)).isEqualTo(10);
        assertThat(records.forget(customer)).isZero();
        assertThat(records.of(other)
                        .<Integer>transact(
                                t -> t.list("thing", Optional.empty(), 1_000).size()))
                .isEqualTo(3);
    }

    /** Which rows went, by digest: the next copy of changes has to know. */
    private long notes(CustomerScope scope) throws SQLException {
        try (Connection all = server.superuser();
                PreparedStatement count =
                        all.prepareStatement("SELECT count(*) FROM sekisho.record_change WHERE customer = ?")) {
            count.setBytes(1, Owner.Customer.of(scope, vault.installation()).stored());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    void theNotesOfWhatWentGoWithTheNextCopy() throws SQLException {
        // Given
        records.forget(customer);
        assertThat(notes(customer)).isEqualTo(2 * 1_003);

        // When
        records.copy().forgetChanges(records.copy().snapshot(row -> {}));

        // Then
        assertThat(notes(customer)).isZero();
    }

    @Test
    void itNeedsNoKeyOfTheCustomer() throws SQLException {
        // Given
        vault.destroy(customer);

        // When
        long deleted = records.forget(customer);

        // Then
        assertThat(deleted).isEqualTo(1_003);
        assertThat(rows(customer)).isZero();
        assertThat(rows(other)).isEqualTo(10);
    }
}
