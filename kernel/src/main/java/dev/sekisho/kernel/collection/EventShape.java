package dev.sekisho.kernel.collection;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.inventory.FieldInventory;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an event carries, component by component, against the register: a component without a row in the inventory is one that
 * nobody was told about.
 */
public final class EventShape {
    /** Components whose name in the inventory is not their own. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("who.method", "identity_method"),
            Map.entry("from.address", "client_address"),
            Map.entry("from.port", "client_port"),
            Map.entry("to.address", "destination_address"),
            Map.entry("tls.mode", "tls_mode"),
            Map.entry("tls.clientVersion", "client_tls"),
            Map.entry("tls.upstreamVersion", "upstream_tls"));

    private final Map<String, List<RecordComponent>> lacking;

    private EventShape(Map<String, List<RecordComponent>> lacking) {
        this.lacking = lacking;
    }

    /** Compares the form of an event with an inventory. */
    public static EventShape against(FieldInventory inventory) {
        Map<String, List<RecordComponent>> lacking = new LinkedHashMap<>();
        components().forEach((name, way) -> {
            if (inventory.find(CollectionChoice.STORE, name).isEmpty()) {
                lacking.put(name, way);
            }
        });
        return new EventShape(lacking);
    }

    /** Every field of an event, by its name in the inventory. */
    public static Set<String> fields() {
        return new TreeSet<>(components().keySet());
    }

    /** A field that the event carries a value of and the inventory lacks, if there is one. */
    public Optional<String> unregistered(WebEvent event) {
        for (Map.Entry<String, List<RecordComponent>> field : lacking.entrySet()) {
            Object value = value(event, field.getValue());
            if (!value.equals("") && !value.equals(Optional.empty()) && !value.equals(-1L)) {
                return Optional.of(field.getKey());
            }
        }
        return Optional.empty();
    }

    private static Map<String, List<RecordComponent>> components() {
        Map<String, List<RecordComponent>> found = new LinkedHashMap<>();
        for (RecordComponent part : WebEvent.class.getRecordComponents()) {
            if (part.getType().getEnclosingClass() != WebEvent.class) {
                found.put(name("", part), List.of(part));
                continue;
            }
            for (RecordComponent component : part.getType().getRecordComponents()) {
                found.put(name(part.getName() + ".", component), List.of(part, component));
            }
        }
        return found;
    }

    private static String name(String part, RecordComponent component) {
        String own = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return NAMES.getOrDefault(part + component.getName(), part.equals("timing.") ? own + "_micros" : own);
    }

    private static Object value(WebEvent event, List<RecordComponent> way) {
        try {
            Object value = event;
            for (RecordComponent component : way) {
                value = component.getAccessor().invoke(value);
            }
            return value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an event's accessors are public", e);
        }
    }
}
