package dev.sekisho.app.settings;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a configuration, so that one start names all of it. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    void add(String key, String what) {
        found.add(key + ": " + what);
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
