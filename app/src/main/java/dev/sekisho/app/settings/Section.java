package dev.sekisho.app.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One mapping of the configuration: hands out typed values, remembers which keys were asked for, notes what is wrong. */
final class Section {
    private final String path;
    private final Map<String, @Nullable Object> values;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>();

    private Section(String path, Map<String, @Nullable Object> values, Problems problems) {
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    static Section of(String path, @Nullable Object value, Problems problems) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> values.put(String.valueOf(key), entry));
        } else if (value != null) {
            problems.add(path.isEmpty() ? "(file)" : path, "a mapping of keys and values is expected here");
        }
        return new Section(path, values, problems);
    }

    String key(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Problems problems() {
        return problems;
    }

    Section section(String name) {
        return of(key(name), raw(name), problems);
    }

    Optional<String> text(String name) {
        Object value = raw(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return Optional.of(value.toString()).filter(text -> !text.isBlank());
        }
        problems.add(key(name), "a text is expected");
        return Optional.empty();
    }

    int number(String name, int whenAbsent, int min, int max) {
        Object value = raw(name);
        if (value == null) {
            return whenAbsent;
        }
        if (value instanceof Integer number && number >= min && number <= max) {
            return number;
        }
        problems.add(key(name), "a number from " + min + " to " + max + " is expected, not " + value);
        return whenAbsent;
    }

    boolean flag(String name) {
        Object value = raw(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        problems.add(key(name), "true or false is expected, not " + value);
        return false;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (item instanceof String text) {
                texts.add(text);
            } else {
                problems.add(key(name), "a list of texts is expected, not " + item);
            }
        }
        return texts;
    }

    List<?> items(String name) {
        Object value = raw(name);
        if (value == null || value.equals("")) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        problems.add(key(name), "a list is expected");
        return List.of();
    }

    /** Notes every key that nobody asked for. */
    void refuseUnknownKeys() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                problems.add(key(name), "there is no such key; known here: " + String.join(", ", known));
            }
        }
    }

    private @Nullable Object raw(String name) {
        known.add(name);
        return values.get(name);
    }
}
