package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.collection.EventCollection;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectedSinkTest {
    private static final FieldInventory INVENTORY = FieldInventory.load();
    private final CustomerScope scope =
            ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Job("test"));
    private final Kept lake = new Kept();

    @Test
    void theLakeGetsWhatTheCustomerChoseAndNothingElse() {
        // Given
        CollectedSink sink = sink(choice("path", Treatment.DROP), INVENTORY);
        // When
        boolean taken = sink.offer(scope, event());
        // Then
        assertThat(taken).isTrue();
        assertThat(lake.events.getFirst().to().path()).isEmpty();
        assertThat(lake.events.getFirst().to().query()).isEqualTo("q=1");
        assertThat(sink.problem()).isEmpty();
    }

    @Test
    void ofACustomerWhoseChoiceIsNotKnownNothingIsStored() {
        CollectedSink sink = new CollectedSink(lake, any -> Optional.empty(), INVENTORY);
        assertThat(sink.offer(scope, event())).isFalse();
        assertThat(lake.events).isEmpty();
        assertThat(sink.refused(ErrorCode.SCOPE_MISSING)).isEqualTo(1);
    }

    @Test
    void aCustomerOfWhomTheLogTakesNothingIsNotReadyWhileOthersAre() {
        // Given
        CollectedSink sink = sink(choice("path", Treatment.DROP), INVENTORY);
        CustomerScope other = ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Job("test"));
        // When
        lake.full = Set.of(scope);
        // Then
        assertThat(sink.ready(scope)).isFalse();
        assertThat(sink.ready(other)).isTrue();
        assertThat(new CollectedSink(lake, any -> Optional.empty(), INVENTORY).ready(other))
                .as("nothing is known of what it chose")
                .isFalse();
    }

    @Test
    void anEventWhosePseudonymCannotBeMadeIsNotStoredWithoutOne() {
        EventCollection dark = EventCollection.of(
                new CollectionChoice(Set.of(), Map.of("host", Treatment.PSEUDONYMISE)),
                INVENTORY,
                (field, day, value) -> {
                    throw new SekishoException(ErrorCode.KEY_DESTROYED, "The keys are gone.");
                },
                host -> host);
        CollectedSink sink = new CollectedSink(lake, any -> Optional.of(dark), INVENTORY);
        assertThat(sink.offer(scope, event())).isFalse();
        assertThat(lake.events).isEmpty();
        assertThat(sink.refused(ErrorCode.KEY_DESTROYED)).isEqualTo(1);
    }

    @Test
    void aValueOfAFieldThatTheRegisterLacksIsRefusedCountedAndSaid() {
        // Given
        StringBuilder rows = new StringBuilder();
        for (Field field : INVENTORY.of("events")) {
            if (!field.name().equals("referrer")) {
                rows.append("events\t").append(field.name()).append("\twhy\tPERSONAL\tlog\talways\n");
            }
        }
        CollectedSink sink = sink(CollectionChoice.EVERYTHING, FieldInventory.read(rows.toString()));
        // When
        boolean taken = sink.offer(scope, event());
        // Then
        assertThat(taken).isFalse();
        assertThat(lake.events).isEmpty();
        assertThat(sink.refused(ErrorCode.FIELD_NOT_IN_INVENTORY)).isEqualTo(1);
        assertThat(sink.problem()).contains("field-not-in-inventory");
        assertThat(sink.metrics().toString()).contains("field-not-in-inventory").contains("1.0");
    }

    private CollectedSink sink(CollectionChoice choice, FieldInventory inventory) {
        EventCollection collection =
                EventCollection.of(choice, INVENTORY, (field, day, value) -> "p-" + value.hashCode(), host -> host);
        return new CollectedSink(lake, any -> Optional.of(collection), inventory);
    }

    private static CollectionChoice choice(String field, Treatment treatment) {
        return new CollectionChoice(Set.of(), Map.of(field, treatment));
    }

    private static WebEvent event() {
        return new WebEvent(
                new EventId(new Id128(1, 2)),
                Instant.parse("2026-11-22T10:11:12Z"),
                "gw",
                BundleHash.of(new byte[32]),
                new WebEvent.Who(Optional.empty(), "", "none"),
                new WebEvent.From("10.20.30.40", 4711, "Office"),
                new WebEvent.To("http", "www.example.org", 80, "/a/b", "q=1", "", "", ""),
                new WebEvent.Http("GET", 200, "HTTP/1.1", "HTTP/1.1", "x", "https://a.example", "text/html", 1, 2),
                new WebEvent.Tls("none", "", "", "", "", "", "", ""),
                new WebEvent.Decided(Action.ALLOW, "rest", "", "", "", "rest", "", "", "", 0),
                new WebEvent.Timing(1, 2, 3, 4, -1, 6, 7));
    }

    /** A sink that keeps what it gets. */
    private static final class Kept implements EventSink {
        final List<WebEvent> events = new ArrayList<>();
        Set<CustomerScope> full = Set.of();

        @Override
        public boolean offer(CustomerScope scope, WebEvent event) {
            return events.add(event);
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public boolean ready(CustomerScope scope) {
            return !full.contains(scope);
        }

        @Override
        public void gap(CustomerScope scope, long events) {}
    }
}
