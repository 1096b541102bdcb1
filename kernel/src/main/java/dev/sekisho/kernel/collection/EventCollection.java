package dev.sekisho.kernel.collection;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.event.WebEvent.Decided;
import dev.sekisho.kernel.event.WebEvent.From;
import dev.sekisho.kernel.event.WebEvent.Http;
import dev.sekisho.kernel.event.WebEvent.Timing;
import dev.sekisho.kernel.event.WebEvent.Tls;
import dev.sekisho.kernel.event.WebEvent.To;
import dev.sekisho.kernel.event.WebEvent.Who;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A customer's choice, ready to be applied to events: a pure function of choice, key and event. A fact whose value is not stored
 * as it was is taken out of the event's known facts, so that an explanation says "undecidable" instead of deciding on a coarse
 * value. The names of a site in a TLS greeting and a tunnel request are never stored more finely than the host itself.
 */
public final class EventCollection {
    private static final long NOTHING = -1;

    private final Map<EventField, Treatment> treatments;
    private final Pseudonyms pseudonyms;
    private final UnaryOperator<String> site;

    private EventCollection(Map<EventField, Treatment> treatments, Pseudonyms pseudonyms, UnaryOperator<String> site) {
        this.treatments = treatments;
        this.pseudonyms = pseudonyms;
        this.site = site;
    }

    /**
     * Prepares a choice.
     *
     * @param inventory says which module each field belongs to
     * @param pseudonyms the customer's keyed function; asked only where the choice says so
     * @param site the registrable domain of a normalised host name; the name itself if it has none
     */
    public static EventCollection of(
            CollectionChoice choice, FieldInventory inventory, Pseudonyms pseudonyms, UnaryOperator<String> site) {
        Map<EventField, Treatment> treatments = new EnumMap<>(EventField.class);
        for (EventField field : EventField.values()) {
            treatments.put(
                    field,
                    inventory
                            .find(CollectionChoice.STORE, field.wire())
                            .map(choice::of)
                            .orElse(Treatment.DROP));
        }
        Treatment host = treatments.getOrDefault(EventField.HOST, Treatment.KEEP);
        for (EventField name : EnumSet.of(EventField.SNI, EventField.CONNECT_HOST)) {
            treatments.merge(name, host, EventCollection::stricter);
        }
        treatments.values().removeIf(treatment -> treatment == Treatment.KEEP);
        return new EventCollection(treatments, pseudonyms, site);
    }

    /** Whether events pass unchanged. */
    public boolean keepsEverything() {
        return treatments.isEmpty();
    }

    /** What is to be stored of an event. */
    public WebEvent apply(WebEvent event) {
        return treatments.isEmpty() ? event : new Rewriting(event).result();
    }

    /** The fields, by their names in the inventory, whose value {@code after} is not that of {@code before}; true where nothing is left. */
    public static Map<String, Boolean> differences(WebEvent before, WebEvent after) {
        Map<String, Boolean> found = new TreeMap<>();
        for (EventField field : EventField.values()) {
            String value = field.value(after);
            if (!field.value(before).equals(value)) {
                found.put(field.wire(), value.isEmpty());
            }
        }
        return found;
    }

    /** The fields of which this choice stores nothing and of which the event holds nothing, by their names in the inventory. */
    public List<String> leftOut(WebEvent event) {
        return treatments.entrySet().stream()
                .filter(field -> field.getValue() == Treatment.DROP
                        && field.getKey().value(event).isEmpty())
                .map(field -> field.getKey().wire())
                .sorted()
                .toList();
    }

    /** The facts that later explanations may not know, because of this choice. */
    public Set<FactName> weakens() {
        EnumSet<FactName> facts = EnumSet.noneOf(FactName.class);
        treatments.keySet().forEach(field -> field.fact().ifPresent(facts::add));
        return facts;
    }

    private static Treatment stricter(Treatment left, Treatment right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    /** One event on its way. */
    private final class Rewriting {
        private final WebEvent event;
        private final LocalDate day;
        private int facts;

        Rewriting(WebEvent event) {
            this.event = event;
            this.day = LocalDate.ofInstant(event.time(), ZoneOffset.UTC);
            this.facts = event.decided().facts();
        }

        WebEvent result() {
            Who who = new Who(
                    text(EventField.PERSON).isEmpty()
                            ? Optional.empty()
                            : event.who().person(),
                    text(EventField.GROUPS),
                    text(EventField.IDENTITY_METHOD));
            From from = new From(
                    text(EventField.CLIENT_ADDRESS),
                    (int) number(EventField.CLIENT_PORT, event.from().port()),
                    event.from().onRamp());
            To to = new To(
                    event.to().scheme(),
                    text(EventField.HOST),
                    event.to().port(),
                    text(EventField.PATH),
                    text(EventField.QUERY),
                    text(EventField.DESTINATION_ADDRESS),
                    text(EventField.SNI),
                    text(EventField.CONNECT_HOST));
            Http http = http(event.http());
            Tls tls = tls(event.tls());
            Timing timing = timing(event.timing());
            return new WebEvent(
                    event.id(),
                    event.time(),
                    event.node(),
                    event.bundle(),
                    who,
                    from,
                    to,
                    http,
                    tls,
                    decided(event.decided()),
                    timing);
        }

        private Http http(Http http) {
            return new Http(
                    http.method(),
                    http.status(),
                    http.clientProtocol(),
                    http.upstreamProtocol(),
                    text(EventField.USER_AGENT),
                    text(EventField.REFERRER),
                    text(EventField.CONTENT_TYPE),
                    http.requestBytes(),
                    http.responseBytes());
        }

        private Tls tls(Tls tls) {
            return new Tls(
                    tls.mode(),
                    text(EventField.CLIENT_TLS),
                    text(EventField.CLIENT_CIPHER),
                    text(EventField.UPSTREAM_TLS),
                    text(EventField.UPSTREAM_CIPHER),
                    text(EventField.ALPN),
                    tls.certificateFault(),
                    text(EventField.CERTIFICATE_HASH));
        }

        private Timing timing(Timing timing) {
            return new Timing(
                    number(EventField.IDENTITY_MICROS, timing.identity()),
                    number(EventField.RESOLVE_MICROS, timing.resolve()),
                    timing.decide(),
                    number(EventField.CONNECT_MICROS, timing.connect()),
                    number(EventField.TLS_MICROS, timing.tls()),
                    number(EventField.FIRST_BYTE_MICROS, timing.firstByte()),
                    timing.total());
        }

        /** Comes last: by now it is known which facts are lost. */
        private Decided decided(Decided decided) {
            String categories = text(EventField.CATEGORIES);
            String lists = text(EventField.LISTS);
            return new Decided(
                    decided.action(),
                    decided.rule(),
                    decided.reason(),
                    decided.destinationRule(),
                    decided.decryptionRule(),
                    decided.accessRule(),
                    decided.contentRule(),
                    categories,
                    lists,
                    facts);
        }

        private long number(EventField field, long value) {
            return treatments.containsKey(field) ? NOTHING : value;
        }

        private String text(EventField field) {
            String value = field.value(event);
            Treatment treatment = treatments.getOrDefault(field, Treatment.KEEP);
            if (value.isEmpty() || treatment == Treatment.KEEP) {
                return value;
            }
            String stored = switch (treatment) {
                case KEEP -> value;
                case TRUNCATE -> coarse(field, value);
                case PSEUDONYMISE -> pseudonyms.of(field.wire(), day, value);
                case DROP -> "";
            };
            if (!stored.equals(value)) {
                field.fact().ifPresent(fact -> facts &= ~fact.bit());
            }
            return stored;
        }

        private String coarse(EventField field, String value) {
            return switch (field) {
                case CLIENT_ADDRESS, DESTINATION_ADDRESS -> Coarse.network(value);
                case USER_AGENT -> Coarse.family(value);
                case HOST, SNI, CONNECT_HOST -> site(value);
                case PATH -> Coarse.firstSegment(value);
                case REFERRER -> Coarse.host(value);
                // The inventory offers no coarse part of any other field; should it ever, nothing is kept by mistake.
                default -> "";
            };
        }

        private String site(String host) {
            String network = Coarse.network(host);
            return network.isEmpty() ? site.apply(host) : network;
        }
    }
}
