package dev.sekisho.records.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Stored;
import dev.sekisho.records.Records;
import dev.sekisho.records.RecordsLoad.Counts;
import dev.sekisho.records.copy.Copies.Taken;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What is loaded from a copy is what was copied, for several customers, the installation and the gatekeeper. */
class CopyAndLoadTest {
    private static final Vault VAULT = TestVault.open();
    private static final ScopeIssuer ISSUER = ScopeIssuer.create(new Region("lab"));
    private static final SecureRandom IDS = new SecureRandom();

    /** A record that the test knows to be there. */
    private record Known(int store, String kind, Id128 id, long version, byte[] payload, Map<String, String> indexes) {}

    /** A database under random changes, and what should be in it. */
    private static final class Life {
        final Random random;
        final TestDatabase database = TestServer.fresh();
        final Records records = database.open(VAULT, InstantSource.system());
        final List<CustomerScope> customers = new ArrayList<>();
        final List<Known> known = new ArrayList<>();
        final Map<String, byte[]> credentials = new HashMap<>();

        Life(long seed) {
            random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                customers.add(ISSUER.issueForNewCustomer(new Actor.Job("test")));
                VAULT.create(customers.getLast());
            }
        }

        static RecordStore store(Records records, List<CustomerScope> customers, int number) {
            return number < customers.size() ? records.of(customers.get(number)) : records.installation();
        }

        byte[] payload() {
            // Some are too large to be fetched with the others.
            byte[] payload = new byte[random.nextInt(12) == 0 ? 70_000 + random.nextInt(200_000) : random.nextInt(900)];
            random.nextBytes(payload);
            return payload;
        }

        Map<String, String> indexes() {
            Map<String, String> indexes = new HashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                indexes.put("column-" + i, "value " + random.nextInt(9));
            }
            return indexes;
        }

        void step() {
            int number = random.nextInt(customers.size() + 1);
            RecordStore store = store(records, customers, number);
            int choice = random.nextInt(20);
            if (choice < 11 || known.isEmpty()) {
                Known fresh =
                        new Known(number, "kind-" + random.nextInt(3), Id128.random(IDS), 1, payload(), indexes());
                store.transact(t -> t.insert(fresh.kind(), fresh.id(), fresh.payload(), fresh.indexes()));
                known.add(fresh);
            } else if (choice < 15) {
                Known old = known.remove(random.nextInt(known.size()));
                Known next = new Known(old.store(), old.kind(), old.id(), old.version() + 1, payload(), indexes());
                store(records, customers, old.store())
                        .transact(t -> t.update(old.kind(), old.id(), old.version(), next.payload(), next.indexes()));
                known.add(next);
            } else if (choice < 17) {
                Known old = known.remove(random.nextInt(known.size()));
                store(records, customers, old.store()).transact(t -> t.delete(old.kind(), old.id()));
            } else if (choice < 18) {
                store.reindex("kind-" + random.nextInt(3));
            } else {
                gate();
            }
        }

        void gate() {
            String name = "credential " + random.nextInt(12);
            byte[] secret = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (random.nextInt(3) == 0) {
                records.gatekeeper().remove("test", secret);
                credentials.remove(name);
            } else {
                byte[] ticket = payload();
                Optional<Instant> end =
                        random.nextBoolean() ? Optional.of(Instant.now().plus(Duration.ofDays(9))) : Optional.empty();
                records.gatekeeper().put("test", secret, ticket, end);
                credentials.put(name, ticket);
            }
        }

        void live(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
            }
        }

        /** Everything that should be there is, and opens, in another database. */
        void isWholeIn(Records other) {
            for (Known each : known) {
                RecordStore store = store(other, customers, each.store());
                Stored found = store.<Optional<Stored>>transact(t -> t.find(each.kind(), each.id()))
                        .orElseThrow();
                assertThat(found.payload()).isEqualTo(each.payload());
                assertThat(found.version()).isEqualTo(each.version());
                each.indexes()
                        .forEach((column, value) -> assertThat(
                                        store.<List<Stored>>transact(t -> t.findBy(each.kind(), column, value)))
                                .extracting(Stored::id)
                                .contains(each.id()));
            }
            credentials.forEach((name, ticket) -> assertThat(
                            other.gatekeeper().find("test", name.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .hasValue(ticket));
        }
    }

    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void aSnapshotAndTheChangesSinceMakeTheSameDatabaseAgain(@ForAll long seed) {
        // Given
        Life life = new Life(seed);
        life.live(40);
        Taken set = Copies.snapshot(life.records);
        assertThat(set.rows()).isEqualTo(life.known.size() + life.credentials.size());
        List<Taken> changes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            life.live(life.random.nextInt(25));
            changes.add(Copies.changes(
                    life.records,
                    changes.isEmpty() ? set.mark() : changes.getLast().mark()));
        }
        Taken end = Copies.snapshot(life.records);

        // When
        TestDatabase fresh = TestServer.fresh();
        Counts counts = Copies.load(fresh.options(), VAULT, set, changes);

        // Then
        assertThat(counts.rows()).isEqualTo(end.rows());
        try (Records loaded = fresh.open(VAULT, InstantSource.system())) {
            assertThat(Copies.snapshot(loaded).digest()).isEqualTo(end.digest());
            life.isWholeIn(loaded);
            // and it goes on living
            loaded.installation().transact(t -> t.insert("later", Id128.random(IDS), new byte[1], Map.of()));
            assertThat(Copies.snapshot(loaded).digest()).isNotEqualTo(end.digest());
        }
        // and nothing changed meanwhile, so that equal digests say something
        assertThat(Copies.changes(life.records, end.mark()).rows()).isZero();
        life.records.close();
    }
}
