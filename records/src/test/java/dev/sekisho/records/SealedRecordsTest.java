package dev.sekisho.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.records.RecordStore.Stored;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SealedRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Vault VAULT = TestVault.open();
    private static final ScopeIssuer ISSUER = ScopeIssuer.create(new Region("lab"));
    private static Records records;
    private static CustomerScope aoi;
    private static CustomerScope beni;

    @BeforeAll
    static void open() {
        records = TestServer.fresh().open(VAULT, InstantSource.fixed(NOW));
        aoi = customer();
        beni = customer();
    }

    @AfterAll
    static void close() {
        records.close();
    }

    private static CustomerScope customer() {
        CustomerScope scope = ISSUER.issueForNewCustomer(new Actor.Job("test"));
        VAULT.create(scope);
        return scope;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Stored insert(
            RecordStore store, String kind, Id128 id, String payload, Map<String, String> indexes) {
        return store.transact(t -> t.insert(kind, id, text(payload), indexes));
    }

    private static ErrorCode codeOf(Runnable work) {
        try {
            work.run();
        } catch (SekishoException e) {
            return e.code();
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void aRecordComesBackAsItWasStored() {
        for (RecordStore store : List.of(records.of(aoi), records.installation())) {
            // Given
            Id128 id = Id128.random(RANDOM);
            insert(store, "thing", id, "payload", Map.of());
            // When
            Stored found = store.transact(t -> t.find("thing", id)).orElseThrow();
            // Then
            assertThat(found.payload()).isEqualTo(text("payload"));
            assertThat(found.version()).isEqualTo(1);
            assertThat(found.changed()).isEqualTo(NOW);
        }
    }

    @Test
    void aRecordOfOneCustomerDoesNotExistForAnother() {
        // Given
        Id128 id = Id128.random(RANDOM);
        insert(records.of(aoi), "thing", id, "payload", Map.of("word", "sea"));
        // When
        RecordStore other = records.of(beni);
        // Then
        assertThat(other.<Optional<Stored>>transact(t -> t.find("thing", id))).isEmpty();
        assertThat(other.<List<Stored>>transact(t -> t.findBy("thing", "word", "sea")))
                .isEmpty();
        assertThat(other.<List<Stored>>transact(t -> t.list("thing", Optional.empty(), 1000)))
                .isEmpty();
        assertThat(other.<Boolean>transact(t -> t.delete("thing", id))).isFalse();
        assertThat(codeOf(() -> other.transact(t -> t.update("thing", id, 1, text("x"), Map.of()))))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(records.of(aoi).<Optional<Stored>>transact(t -> t.find("thing", id)))
                .isPresent();
    }

    @Test
    void anUpdateNeedsTheVersionThatWasRead() {
        // Given
        RecordStore store = records.of(aoi);
        Id128 id = Id128.random(RANDOM);
        insert(store, "thing", id, "one", Map.of("word", "first"));
        store.transact(t -> t.update("thing", id, 1, text("two"), Map.of("word", "second")));
        // When
        ErrorCode code = codeOf(() -> store.transact(t -> t.update("thing", id, 1, text("three"), Map.of())));
        // Then
        assertThat(code).isEqualTo(ErrorCode.CONFLICT);
        Stored now = store.transact(t -> t.find("thing", id)).orElseThrow();
        assertThat(now.version()).isEqualTo(2);
        assertThat(now.payload()).isEqualTo(text("two"));
        assertThat(store.<List<Stored>>transact(t -> t.findBy("thing", "word", "first")))
                .isEmpty();
        assertThat(store.<List<Stored>>transact(t -> t.findBy("thing", "word", "second")))
                .hasSize(1);
    }

    @Test
    void aSecondRecordWithTheSameIdentifierIsAConflict() {
        // Given
        Id128 id = Id128.random(RANDOM);
        insert(records.of(aoi), "thing", id, "one", Map.of());
        // When
        ErrorCode code = codeOf(() -> insert(records.of(aoi), "thing", id, "two", Map.of()));
        // Then
        assertThat(code).isEqualTo(ErrorCode.CONFLICT);
        assertThat(insert(records.of(beni), "thing", id, "other", Map.of()).version())
                .isEqualTo(1);
    }

    @Test
    void anExceptionRollsEverythingBack() {
        // Given
        RecordStore store = records.of(aoi);
        Id128 id = Id128.random(RANDOM);
        // When
        assertThatThrownBy(() -> store.transact(t -> {
                    t.insert("thing", id, text("payload"), Map.of("word", "lost"));
                    throw new IllegalStateException("stop");
                }))
                .isInstanceOf(IllegalStateException.class);
        // Then
        assertThat(store.<Optional<Stored>>transact(t -> t.find("thing", id))).isEmpty();
        assertThat(store.<List<Stored>>transact(t -> t.findBy("thing", "word", "lost")))
                .isEmpty();
    }

    @Test
    void aListGoesThroughAllRecordsInTheOrderOfTheirIdentifiers() {
        // Given
        RecordStore store = records.of(aoi);
        List<Id128> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Id128 id = Id128.random(RANDOM);
            ids.add(id);
            insert(store, "listed", id, "" + i, Map.of());
        }
        // When
        List<Id128> seen = new ArrayList<>();
        Optional<Id128> after = Optional.empty();
        while (true) {
            Optional<Id128> from = after;
            List<Stored> page = store.transact(t -> t.list("listed", from, 7));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(s -> seen.add(s.id()));
            after = Optional.of(seen.getLast());
        }
        // Then
        assertThat(seen).isEqualTo(ids.stream().sorted().toList());
    }

    @Test
    void anotherVersionOrAnotherKindOfTheSameRowDoesNotOpen() {
        // Given
        Id128 id = Id128.random(RANDOM);
        RecordStore store = records.of(aoi);
        insert(store, "thing", id, "payload", Map.of());
        byte[] sealed = VAULT.of(aoi)
                .seal(new dev.sekisho.seal.RecordSealer.RecordContext("thing", id.toString(), 1), text("p"));
        // When
        ErrorCode version = codeOf(() ->
                VAULT.of(aoi).open(new dev.sekisho.seal.RecordSealer.RecordContext("thing", id.toString(), 2), sealed));
        // Then
        assertThat(version).isEqualTo(ErrorCode.RECORD_DAMAGED);
    }

    @Test
    void recordsAreFoundBeforeDuringAndAfterTheirIndexKeysAreRotated() {
        // Given
        RecordStore store = records.of(beni);
        Id128 id = Id128.random(RANDOM);
        insert(store, "indexed", id, "payload", Map.of("word", "sea", "tone", "blue"));
        byte[] before = VAULT.of(beni).blindIndex("indexed.word", text("sea"));
        // When a rotation was interrupted
        VAULT.of(beni).rotateBlindIndex("indexed.word");
        assertThat(store.<List<Stored>>transact(t -> t.findBy("indexed", "word", "sea")))
                .extracting(Stored::id)
                .containsExactly(id);
        // and the next one ends
        assertThat(store.reindex("indexed")).isEqualTo(1);
        // Then
        for (String[] index : new String[][] {{"word", "sea"}, {"tone", "blue"}}) {
            assertThat(store.<List<Stored>>transact(t -> t.findBy("indexed", index[0], index[1])))
                    .extracting(Stored::id)
                    .containsExactly(id);
        }
        assertThat(VAULT.of(beni).blindIndexVersion("indexed.word")).isEqualTo(3);
        assertThat(VAULT.of(beni).blindIndex("indexed.word", text("sea"))).isNotEqualTo(before);
        for (int old : new int[] {1, 2}) {
            assertThat(codeOf(() -> VAULT.of(beni).blindIndex("indexed.word", old, text("sea"))))
                    .isIn(ErrorCode.KEY_DESTROYED, ErrorCode.KEY_UNKNOWN);
        }
        assertThat(store.<Stored>transact(t -> t.find("indexed", id).orElseThrow())
                        .version())
                .isEqualTo(1);
        assertThat(records.installation().reindex("indexed")).isZero();
    }

    @Test
    void namesOfKindsAndColumnsAreCheckedBeforeTheDatabaseSeesThem() {
        RecordStore store = records.of(aoi);
        assertThatThrownBy(() -> store.transact(t -> t.list("Bad Kind", Optional.empty(), 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.transact(t -> t.findBy("thing", "bad column", "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.transact(t -> t.list("thing", Optional.empty(), 1001)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
