package dev.sekisho.control.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a document changes against another, rule by rule: rules and lists are the same if section and name are.
 *
 * @param base the version compared with; null if nothing was ever published
 * @param changes in the order of the new document, removals of a section after the rest of it
 */
public record PolicyDiff(@Nullable Long base, List<Change> changes) {

    /** Compares two documents' values. */
    static PolicyDiff of(@Nullable Long base, Map<?, ?> before, Map<?, ?> after) {
        Set<String> sections = new LinkedHashSet<>();
        after.keySet().forEach(key -> sections.add(String.valueOf(key)));
        before.keySet().forEach(key -> sections.add(String.valueOf(key)));
        List<Change> changes = new ArrayList<>();
        for (String section : sections) {
            compare(section, entries(before.get(section)), entries(after.get(section)), changes);
        }
        return new PolicyDiff(base, changes);
    }

    private static void compare(
            String section, Map<String, Entry> before, Map<String, Entry> after, List<Change> changes) {
        Set<String> stayed = new LinkedHashSet<>(before.keySet());
        stayed.retainAll(after.keySet());
        List<String> oldOrder =
                before.keySet().stream().filter(stayed::contains).toList();
        List<String> newOrder = after.keySet().stream().filter(stayed::contains).toList();
        Set<String> moved = moved(oldOrder, newOrder);
        after.forEach((name, entry) -> {
            Entry old = before.get(name);
            if (old == null) {
                changes.add(new Change(section, name, "added", null, entry.index(), null, entry.value()));
            } else if (!Objects.equals(old.value(), entry.value())) {
                changes.add(
                        new Change(section, name, "changed", old.index(), entry.index(), old.value(), entry.value()));
            } else if (moved.contains(name)) {
                changes.add(new Change(section, name, "moved", old.index(), entry.index(), old.value(), entry.value()));
            }
        });
        before.forEach((name, entry) -> {
            if (!after.containsKey(name)) {
                changes.add(new Change(section, name, "removed", entry.index(), null, entry.value(), null));
            }
        });
    }

    /** The entries outside of a longest common order: as few as explain the new order. */
    private static Set<String> moved(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        Set<String> moved = new LinkedHashSet<>(after);
        int i = 0;
        int j = 0;
        while (i < before.size() && j < after.size()) {
            if (before.get(i).equals(after.get(j))) {
                moved.remove(before.get(i));
                i++;
                j++;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return moved;
    }

    private static Map<String, Entry> entries(@Nullable Object section) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (section instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                Object value = list.get(i);
                Object name = value instanceof Map<?, ?> map ? map.get("name") : null;
                String key = name == null ? "#" + (i + 1) : name.toString();
                while (entries.containsKey(key)) {
                    key += "'";
                }
                entries.put(key, new Entry(i, value));
            }
        } else if (section != null) {
            entries.put("", new Entry(0, section));
        }
        return entries;
    }

    private record Entry(int index, @Nullable Object value) {}

    /**
     * One change.
     *
     * @param kind {@code added}, {@code removed}, {@code changed} or {@code moved}
     * @param from position before, from 0
     * @param to position after, from 0
     */
    public record Change(
            String section,
            String name,
            String kind,
            @Nullable Integer from,
            @Nullable Integer to,
            @Nullable Object before,
            @Nullable Object after) {}
}
