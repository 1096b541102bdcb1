package dev.sekisho.app.standalone;

import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One choice of what is collected, and what its canaries are.
 *
 * @param number tells its canaries from others'
 * @param modules the modules that are off
 * @param field the field that is not kept, or empty
 * @param treatment what is stored of that field
 */
record Setting(int number, Set<String> modules, String field, Treatment treatment) {
    private static final FieldInventory INVENTORY = FieldInventory.load();

    /** Everything kept; each field with each treatment; each module off; all of them off. */
    static List<Setting> all() {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(0, Set.of(), "", Treatment.KEEP));
        Set<String> modules = new TreeSet<>();
        for (Field field : INVENTORY.of("events")) {
            if (field.optional()) {
                modules.add(field.collectionSwitch());
                field.treatments().stream()
                        .filter(treatment -> treatment != Treatment.KEEP)
                        .sorted()
                        .forEach(treatment ->
                                settings.add(new Setting(settings.size(), Set.of(), field.name(), treatment)));
            }
        }
        modules.forEach(module -> settings.add(new Setting(settings.size(), Set.of(module), "", Treatment.DROP)));
        settings.add(new Setting(settings.size(), modules, "", Treatment.DROP));
        return settings;
    }

    /** What tells a canary of this setting from others, after the mark. */
    String canary(char letter, int request) {
        return "%02d%c%05d".formatted(number, letter, request);
    }

    /** Each setting's sites are in a domain of its own. */
    String domain() {
        return "s%02d.test".formatted(number);
    }

    /** What is stored of a field. */
    Treatment of(String name) {
        boolean off =
                modules.contains(INVENTORY.find("events", name).orElseThrow().collectionSwitch());
        return off ? Treatment.DROP : name.equals(field) ? treatment : Treatment.KEEP;
    }

    /**
     * Whether a canary in this field is stored: the coarse part of a referrer is its host, where the canary is; the names in a
     * greeting and in a tunnel's request are stored no more finely than the host.
     */
    boolean shows(String name) {
        if ((name.equals("sni") || name.equals("connect_host")) && of("host") != Treatment.KEEP) {
            return false;
        }
        return of(name) == Treatment.KEEP || (name.equals("referrer") && of(name) == Treatment.TRUNCATE);
    }

    /** As the API takes it. */
    String json() {
        String off = modules.stream().map(module -> "\"" + module + "\"").collect(Collectors.joining(","));
        String fields = field.isEmpty() ? "" : "\"" + field + "\":\"" + treatment.wire() + "\"";
        return "{\"off\":[" + off + "],\"fields\":{" + fields + "}}";
    }

    @Override
    public String toString() {
        return "%02d %s%s".formatted(number, modules, field.isEmpty() ? "" : field + " " + treatment.wire());
    }
}
