package dev.sekisho.policy.category;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which taxonomy categories the sets of other publishers mean. */
final class Mapping {
    private static final Mapping SHIPPED = new Mapping(read());

    private final Map<String, List<String>> categories;

    private Mapping(Map<String, List<String>> categories) {
        this.categories = categories;
    }

    static Mapping shipped() {
        return SHIPPED;
    }

    /**
     * The categories of a set, for example of {@code ut1:jobsearch}: as the table says, else the category that the set is named
     * after ({@code own:health}), else none.
     */
    List<String> of(String set) {
        List<String> mapped = categories.get(set);
        if (mapped != null) {
            return mapped;
        }
        String name = set.substring(set.indexOf(':') + 1);
        return Taxonomy.find(name).isPresent() ? List.of(name) : List.of();
    }

    /** The sets that the table names, mapped or expressly not. */
    List<String> sets() {
        return List.copyOf(categories.keySet());
    }

    private static Map<String, List<String>> read() {
        Map<String, List<String>> categories = new TreeMap<>();
        for (String[] row : Resource.rows("mappings.tsv", 2)) {
            List<String> names = row[1].equals("-") ? List.of() : List.of(row[1].split(","));
            for (String name : names) {
                if (Taxonomy.find(name).isEmpty()) {
                    throw new IllegalStateException("mappings.tsv names no category of the taxonomy: " + name);
                }
            }
            if (categories.put(row[0], names) != null) {
                throw new IllegalStateException("mappings.tsv has two rows for " + row[0]);
            }
        }
        return categories;
    }
}
