package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CollectionRegister.Chosen;
import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.collection.EventCollection;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.inventory.Treatment;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionsTest {
    @TempDir
    private Path folder;

    private TestRegion region;
    private CustomerScope scope;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        scope = region.customer("Aoi Trading");
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void everythingIsKeptUntilSomebodyChooses() {
        assertThat(register().chosen()).isEqualTo(new Chosen(CollectionChoice.EVERYTHING, Optional.empty(), 0));
        assertThat(inForce(region.directory).keepsEverything()).isTrue();
    }

    @Test
    void aChoiceIsInForceAtOnceHereAndAtTheNextLookElsewhere() {
        // Given
        try (Directory another = region.another()) {
            CollectionChoice choice = new CollectionChoice(Set.of("timing"), Map.of("path", Treatment.DROP));
            // When
            Chosen chosen = register().choose(choice, 0);
            another.refresh();
            // Then
            assertThat(chosen.version()).isEqualTo(1);
            assertThat(chosen.since()).contains(region.dataClock.instant());
            assertThat(register().chosen()).isEqualTo(chosen);
            for (Directory directory : new Directory[] {region.directory, another}) {
                WebEvent stored = inForce(directory).apply(event("10.1.2.3", TestRegion.START));
                assertThat(stored.to().path()).isEmpty();
                assertThat(stored.timing().tls()).isEqualTo(-1);
            }
            assertThat(region.directory
                            .of(scope)
                            .audit()
                            .list(Optional.empty(), 1)
                            .getFirst()
                            .verb())
                    .isEqualTo("collection.choose");
        }
    }

    @Test
    void aChoiceOfAnOldVersionOrOfWhatCannotBeChosenIsRefused() {
        register().choose(new CollectionChoice(Set.of(), Map.of("path", Treatment.DROP)), 0);
        assertThatThrownBy(() -> register().choose(CollectionChoice.EVERYTHING, 0))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThatThrownBy(() -> register().choose(new CollectionChoice(Set.of(), Map.of("id", Treatment.DROP)), 1))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("fields.id");
        assertThat(register().chosen().version()).isEqualTo(1);
    }

    @Test
    void aPseudonymIsTheSameForADayAndACustomerAndNobodyElse() {
        // Given
        CollectionChoice choice = new CollectionChoice(
                Set.of(), Map.of("client_address", Treatment.PSEUDONYMISE, "host", Treatment.TRUNCATE));
        register().choose(choice, 0);
        CustomerScope other = region.customer("Other");
        region.directory.of(other).collection().choose(choice, 0);
        EventCollection collection = inForce(region.directory);
        Instant morning = TestRegion.START;
        // When
        String pseudonym = collection.apply(event("10.1.2.3", morning)).from().address();
        // Then
        assertThat(pseudonym).matches("p-[0-9a-f]{20}");
        assertThat(collection
                        .apply(event("10.1.2.3", morning.plusSeconds(1)))
                        .from()
                        .address())
                .isEqualTo(pseudonym);
        assertThat(collection.apply(event("10.1.2.4", morning)).from().address())
                .isNotEqualTo(pseudonym);
        assertThat(collection
                        .apply(event("10.1.2.3", morning.plus(Duration.ofDays(1))))
                        .from()
                        .address())
                .as("another day")
                .isNotEqualTo(pseudonym);
        assertThat(region.directory
                        .collections()
                        .collection(other)
                        .orElseThrow()
                        .apply(event("10.1.2.3", morning))
                        .from()
                        .address())
                .as("another customer")
                .isNotEqualTo(pseudonym);
        assertThat(collection.apply(event("10.1.2.3", morning)).to().host()).isEqualTo("example.co.uk");
    }

    @Test
    void anEntryThatIsCountedUpKeepsItsTimeActorAndVerb() {
        // Given
        AuditTrail trail = region.directory.of(scope).audit();
        Id128 id = trail.open(scope.actor(), "events.read", "count=1");
        AuditTrail.Entry before = trail.list(Optional.empty(), 1).getFirst();
        // When
        trail.revise(id, "count=7");
        // Then
        assertThat(trail.list(Optional.empty(), 1).getFirst())
                .isEqualTo(new AuditTrail.Entry(id, before.time(), before.actor(), before.verb(), "count=7"));
    }

    private CollectionRegister register() {
        return region.directory.of(scope).collection();
    }

    private EventCollection inForce(Directory directory) {
        return directory.collections().collection(scope).orElseThrow();
    }

    private static WebEvent event(String address, Instant time) {
        return new WebEvent(
                new EventId(new Id128(1, 2)),
                time,
                "gw",
                BundleHash.of(new byte[32]),
                new WebEvent.Who(Optional.empty(), "", "none"),
                new WebEvent.From(address, 4711, "Office"),
                new WebEvent.To("https", "www.shop.example.co.uk", 443, "/a/b", "q=1", "", "", ""),
                new WebEvent.Http("GET", 200, "HTTP/1.1", "HTTP/1.1", "x", "", "text/html", 1, 2),
                new WebEvent.Tls("inspect", "", "", "", "", "", "", ""),
                new WebEvent.Decided(Action.ALLOW, "rest", "", "", "", "rest", "", "", "", 0),
                new WebEvent.Timing(1, 2, 3, 4, 5, 6, 7));
    }
}
