package dev.sekisho.policy.category;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The product's own categories: two levels, stable numbers, names in two languages. */
public final class Taxonomy {
    private static final Map<String, Group> GROUPS = readGroups();
    private static final Map<String, Category> CATEGORIES = readCategories();

    private Taxonomy() {}

    /** All categories, by number. */
    public static List<Category> categories() {
        return List.copyOf(CATEGORIES.values());
    }

    /** The groups, by number. */
    public static List<Group> groups() {
        return List.copyOf(GROUPS.values());
    }

    /** The category of that name, for example {@code shopping}. */
    public static Optional<Category> find(String name) {
        return Optional.ofNullable(CATEGORIES.get(name));
    }

    /** What a name in a rule stands for: a group for all of its categories, any other name for itself. */
    public static List<String> expand(String name) {
        if (!GROUPS.containsKey(name)) {
            return List.of(name);
        }
        return CATEGORIES.values().stream()
                .filter(category -> category.group().name().equals(name))
                .map(Category::name)
                .toList();
    }

    private static Map<String, Group> readGroups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        int last = 0;
        for (String[] row : Resource.rows("groups.tsv", 4)) {
            Group group = new Group(Integer.parseInt(row[0]), row[1], row[2], row[3]);
            if (group.id() <= last || groups.put(group.name(), group) != null) {
                throw new IllegalStateException("groups.tsv is not in order at " + row[1]);
            }
            last = group.id();
        }
        return groups;
    }

    private static Map<String, Category> readCategories() {
        Map<String, Category> categories = new LinkedHashMap<>();
        int last = 0;
        for (String[] row : Resource.rows("taxonomy.tsv", 5)) {
            Group group = GROUPS.get(row[1]);
            int id = Integer.parseInt(row[0]);
            if (group == null || id / 100 != group.id() || id <= last) {
                throw new IllegalStateException("taxonomy.tsv is not in order at " + row[2]);
            }
            if (categories.put(row[2], new Category(id, row[2], group, row[3], row[4])) != null) {
                throw new IllegalStateException("taxonomy.tsv has two rows for " + row[2]);
            }
            if (GROUPS.containsKey(row[2])) {
                throw new IllegalStateException("taxonomy.tsv names a category as a group is named: " + row[2]);
            }
            last = id;
        }
        return categories;
    }

    /**
     * A category.
     *
     * @param id stable number: the group's number times 100 plus 1 to 99; never used again for another
     * @param name what rules say, for example {@code job-search}
     * @param group its group
     * @param english display name
     * @param japanese display name
     */
    public record Category(int id, String name, Group group, String english, String japanese) {
        /** The display name in the language, English where it is not Japanese. */
        public String display(Locale language) {
            return language.getLanguage().equals("ja") ? japanese : english;
        }
    }

    /**
     * A group of categories.
     *
     * @param id stable number, 1 to 99
     * @param name for example {@code business}
     * @param english display name
     * @param japanese display name
     */
    public record Group(int id, String name, String english, String japanese) {
        /** The display name in the language, English where it is not Japanese. */
        public String display(Locale language) {
            return language.getLanguage().equals("ja") ? japanese : english;
        }
    }
}
