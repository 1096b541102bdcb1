package dev.sekisho.kernel.collection;

import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a customer chose to have stored of its events.
 *
 * @param off modules whose fields are not written at all, by the words of the inventory's switches
 * @param fields what is stored of a field of store {@code events}, by its name; what is not named is kept
 */
public record CollectionChoice(Set<String> off, Map<String, Treatment> fields) {
    /** Everything is kept. */
    public static final CollectionChoice EVERYTHING = new CollectionChoice(Set.of(), Map.of());

    /** The store of events in the inventory. */
    public static final String STORE = "events";

    /** Copies both. */
    public CollectionChoice {
        off = Set.copyOf(off);
        fields = Map.copyOf(fields);
    }

    /** What is stored of a field, the switch of its module included. */
    public Treatment of(Field field) {
        return !field.store().equals(STORE)
                ? Treatment.KEEP
                : off.contains(field.collectionSwitch())
                        ? Treatment.DROP
                        : fields.getOrDefault(field.name(), Treatment.KEEP);
    }

    /** Everything in it that cannot be chosen: place and sentence; empty if all of it can. */
    public SortedMap<String, String> problems(FieldInventory inventory) {
        SortedMap<String, String> problems = new TreeMap<>();
        for (String module : off) {
            if (module.equals(Field.ALWAYS)
                    || inventory.of(STORE).stream()
                            .noneMatch(field -> field.collectionSwitch().equals(module))) {
                problems.put("off." + module, "is no module that can be switched off");
            }
        }
        fields.forEach((name, treatment) -> inventory
                .find(STORE, name)
                .ifPresentOrElse(
                        field -> {
                            if (!field.treatments().contains(treatment)) {
                                problems.put("fields." + name, "cannot be chosen to be \"" + treatment.wire() + "\"");
                            }
                        },
                        () -> problems.put("fields." + name, "is no field of an event")));
        return problems;
    }
}
