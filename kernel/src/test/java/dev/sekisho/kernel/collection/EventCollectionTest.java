package dev.sekisho.kernel.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.inventory.DataClass;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventCollectionTest {
    private static final FieldInventory INVENTORY = FieldInventory.load();
    private static final int ALL_FACTS =
            Arrays.stream(FactName.values()).mapToInt(FactName::bit).reduce(0, (a, b) -> a | b);
    private static final Pseudonyms PSEUDONYMS =
            (field, day, value) -> "p-" + Integer.toHexString((field + day + value).hashCode());

    @Test
    void everyFieldOfAnEventIsARowOfTheInventoryAndTheOtherWayRound() {
        assertThat(EventShape.fields())
                .containsExactlyInAnyOrderElementsOf(
                        INVENTORY.of("events").stream().map(Field::name).toList());
    }

    @Test
    void whatTheInventoryOffersAChoiceForIsWhatCanBeTreated() {
        assertThat(Arrays.stream(EventField.values()).map(EventField::wire))
                .containsExactlyInAnyOrderElementsOf(INVENTORY.of("events").stream()
                        .filter(Field::optional)
                        .map(Field::name)
                        .toList());
    }

    @Test
    void withoutAChoiceAnEventPassesAsItIs() {
        WebEvent event = event("canary");
        assertThat(collection(CollectionChoice.EVERYTHING).apply(event)).isSameAs(event);
    }

    @Test
    void everyTreatmentOfEveryFieldLeavesTheOthersAlone() {
        WebEvent event = event("canary");
        for (Field field : INVENTORY.of("events")) {
            for (Treatment treatment : field.treatments()) {
                // When
                WebEvent stored = collection(new CollectionChoice(Set.of(), Map.of(field.name(), treatment)))
                        .apply(event);
                // Then
                Map<String, Boolean> differences = EventCollection.differences(event, stored);
                if (treatment == Treatment.KEEP) {
                    assertThat(stored).isEqualTo(event);
                } else {
                    Set<String> may =
                            field.name().equals("host") ? Set.of("host", "sni", "connect_host") : Set.of(field.name());
                    assertThat(differences.keySet())
                            .as("%s %s", field.name(), treatment)
                            .isEqualTo(may);
                    assertThat(differences.values()).containsOnly(treatment == Treatment.DROP);
                    assertThat(stored.id()).isEqualTo(event.id());
                    assertThat(stored.decided().rule())
                            .isEqualTo(event.decided().rule());
                }
            }
        }
    }

    @Test
    void aModuleThatIsOffLeavesNothingOfItsFields() {
        WebEvent event = event("canary");
        // When
        WebEvent stored = collection(new CollectionChoice(
                        Set.of("identity", "client", "address", "classification", "context", "transport", "timing"),
                        Map.of("host", Treatment.KEEP)))
                .apply(event);
        // Then
        assertThat(stored.toString()).doesNotContainIgnoringCase("canary");
        assertThat(event.toString()).as("the event had them").containsIgnoringCase("canary");
        assertThat(EventCollection.differences(event, stored)).hasSize(EventField.values().length);
    }

    @Test
    void coarsePartsAreThoseThatAreWritten() {
        CollectionChoice coarse = new CollectionChoice(
                Set.of(),
                Map.of(
                        "client_address", Treatment.TRUNCATE,
                        "path", Treatment.TRUNCATE,
                        "user_agent", Treatment.TRUNCATE,
                        "referrer", Treatment.TRUNCATE,
                        "host", Treatment.TRUNCATE));
        WebEvent stored = collection(coarse).apply(event("canary"));
        assertThat(stored.from().address()).isEqualTo("10.20.30.0");
        assertThat(stored.to().path()).isEqualTo("/search");
        assertThat(stored.http().userAgent()).isEqualTo("Firefox");
        assertThat(stored.http().referrer()).isEqualTo("canary.example.org");
        assertThat(stored.to().host()).isEqualTo("example.org");
        assertThat(stored.to().sni()).isEqualTo("example.org");
        for (List<String> pair : List.of(
                List.of("2001:db8:1:2:3::4", "2001:db8:1::"),
                List.of("2001:db8::1", "2001:db8::"),
                List.of("::1", "::"),
                List.of("canary", ""),
                List.of("192.0.2.255", "192.0.2.0"))) {
            assertThat(Coarse.network(pair.getFirst())).isEqualTo(pair.getLast());
        }
        assertThat(Coarse.family("canary/1.0")).isEqualTo("other");
        assertThat(Coarse.host("https://[2001:db8::1]:8443")).isEqualTo("[2001:db8::1]");
        assertThat(Coarse.firstSegment("/only")).isEqualTo("/only");
    }

    @Test
    void aFactIsKnownLaterOnlyIfItsValueIsStoredAsItWas() {
        WebEvent event = event("canary");
        CollectionChoice choice = new CollectionChoice(
                Set.of(), Map.of("path", Treatment.TRUNCATE, "client_address", Treatment.PSEUDONYMISE));
        // When
        int known = collection(choice).apply(event).decided().facts();
        // Then
        assertThat(known).isEqualTo(ALL_FACTS & ~FactName.PATH.bit() & ~FactName.CLIENT_IP.bit());
        assertThat(collection(choice).weakens()).containsExactly(FactName.PATH, FactName.CLIENT_IP);
        assertThat(collection(new CollectionChoice(Set.of(), Map.of("query", Treatment.DROP)))
                        .apply(event)
                        .decided()
                        .facts())
                .as("no rule reads the query")
                .isEqualTo(ALL_FACTS);
    }

    @Test
    void choicesThatCannotBeMadeAreAllNamed() {
        CollectionChoice wrong = new CollectionChoice(
                Set.of("always", "weather"),
                Map.of("shoe_size", Treatment.DROP, "id", Treatment.DROP, "query", Treatment.TRUNCATE));
        assertThat(wrong.problems(INVENTORY).keySet())
                .containsExactly("fields.id", "fields.query", "fields.shoe_size", "off.always", "off.weather");
        assertThat(new CollectionChoice(Set.of("timing"), Map.of("query", Treatment.DROP)).problems(INVENTORY))
                .isEmpty();
    }

    @Test
    void aValueOfAFieldThatTheInventoryLacksIsSeen() throws java.io.IOException {
        // Given
        StringBuilder lines = new StringBuilder();
        for (Field field : INVENTORY.of("events")) {
            if (!field.name().equals("referrer")) {
                lines.append("events\t").append(field.name()).append("\twhy\tPERSONAL\tlog\talways\n");
            }
        }
        EventShape shape = EventShape.against(FieldInventory.read(lines.toString()));
        // Then
        assertThat(shape.unregistered(event("canary"))).contains("referrer");
        assertThat(shape.unregistered(collection(new CollectionChoice(Set.of(), Map.of("referrer", Treatment.DROP)))
                        .apply(event("canary"))))
                .isEmpty();
        assertThat(EventShape.against(INVENTORY).unregistered(event("canary"))).isEmpty();
    }

    @Test
    void aFieldThatCanBeDroppedHasASwitchAndTheOtherWayRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Field(
                        "events",
                        "a",
                        "why",
                        DataClass.PERSONAL,
                        "log",
                        "always",
                        Set.of(Treatment.KEEP, Treatment.DROP)));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Field("events", "a", "why", DataClass.PERSONAL, "log", "timing", Set.of(Treatment.KEEP)));
    }

    private static EventCollection collection(CollectionChoice choice) {
        return EventCollection.of(choice, INVENTORY, PSEUDONYMS, host -> host.substring(host.indexOf('.') + 1));
    }

    static WebEvent event(String mark) {
        return new WebEvent(
                new EventId(new Id128(1, 2)),
                Instant.parse("2026-11-22T10:11:12Z"),
                "gw",
                BundleHash.of(new byte[32]),
                new WebEvent.Who(Optional.of(new PersonToken(new Id128(3, 4))), mark + "group", "basic-" + mark),
                new WebEvent.From("10.20.30.40", 4711, "Office"),
                new WebEvent.To(
                        "https",
                        mark + ".example.org",
                        443,
                        "/search/" + mark,
                        "q=" + mark,
                        "203.0.113.77",
                        mark + ".example.org",
                        mark + ".example.org"),
                new WebEvent.Http(
                        "GET",
                        200,
                        "HTTP/2",
                        "HTTP/1.1",
                        "Mozilla/5.0 (" + mark + ") Gecko/20100101 Firefox/120.0",
                        "https://" + mark + ".example.org",
                        "text/" + mark,
                        1,
                        2),
                new WebEvent.Tls("inspect", mark, mark, mark, mark, mark, "", mark),
                new WebEvent.Decided(Action.ALLOW, "rest", "", "", "all", "rest", "", mark, mark, ALL_FACTS),
                new WebEvent.Timing(1, 2, 3, 4, 5, 6, 7));
    }
}
