package dev.sekisho.policy.category;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The category names that rules may use.
 *
 * @param names taxonomy names such as {@code shopping}, groups of the taxonomy such as {@code security}, and names of source sets such as {@code ut1:shopping}
 */
public record Catalogue(Set<String> names) {
    /** Keeps its own copy. */
    public Catalogue {
        names = Set.copyOf(names);
    }

    /** The product's taxonomy and the sets of the lists that it knows how to map. */
    public static Catalogue shipped() {
        Set<String> names = new HashSet<>(Mapping.shipped().sets());
        Taxonomy.categories().forEach(category -> names.add(category.name()));
        Taxonomy.groups().forEach(group -> names.add(group.name()));
        return new Catalogue(names);
    }

    /** With further names, for example of the sets of a loaded list that nobody mapped. */
    public Catalogue with(Collection<String> more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(more);
        return new Catalogue(all);
    }
}
