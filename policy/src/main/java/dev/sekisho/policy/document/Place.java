package dev.sekisho.policy.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A node with its path; reads it as what is expected there, and notes a problem where it is something else.
 *
 * @param node the node
 * @param path for example {@code access[2].when}
 * @param problems where problems go
 */
record Place(Node node, String path, Problems problems) {
    void problem(ProblemCode code, String message) {
        problems.add(code, message, node, path);
    }

    /** A guess at what was meant, unless there are too many problems already to go on guessing. */
    String hint(String written, Collection<String> known) {
        return problems.areMany() ? "" : Nearest.hint(written, known);
    }

    /** The values of a mapping by key, in order; empty and a problem if it is none. Unknown keys are problems. */
    Map<String, Place> fields(Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            problem(ProblemCode.WRONG_TYPE, "A mapping with the keys " + String.join(", ", known) + " belongs here.");
            return Map.of();
        }
        Map<String, Place> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            Place value = new Place(tuple.getValueNode(), path.isEmpty() ? key : path + "." + key, problems);
            if (!known.contains(key)) {
                problems.add(
                        ProblemCode.UNKNOWN_KEY,
                        ("There is no key \"" + key + "\" here. " + hint(key, known)).strip(),
                        tuple.getKeyNode(),
                        value.path());
            } else if (fields.putIfAbsent(key, value) != null) {
                problems.add(
                        ProblemCode.DUPLICATE_KEY,
                        "The key \"" + key + "\" appears twice.",
                        tuple.getKeyNode(),
                        value.path());
            }
        }
        return fields;
    }

    /** The items of a sequence, at most {@code max}; empty and a problem if it is none. */
    List<Place> items(int max) {
        if (!(node instanceof SequenceNode sequence)) {
            problem(ProblemCode.WRONG_TYPE, "A list belongs here.");
            return List.of();
        }
        return items(sequence, max);
    }

    private List<Place> items(SequenceNode sequence, int max) {
        List<Node> nodes = sequence.getValue();
        if (nodes.size() > max) {
            problem(ProblemCode.TOO_LARGE, "There are " + nodes.size() + " entries; at most " + max + " fit here.");
            return List.of();
        }
        List<Place> items = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            items.add(new Place(nodes.get(i), path + "[" + i + "]", problems));
        }
        return items;
    }

    /** The values of a list, or the one value that stands alone; a problem if there are none. */
    List<Place> values(int max) {
        List<Place> values = node instanceof SequenceNode sequence ? items(sequence, max) : List.of(this);
        if (isEmptySequence()) {
            problem(ProblemCode.MISSING_KEY, "At least one value belongs here.");
        }
        return values;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isEmptySequence() {
        return node instanceof SequenceNode sequence && sequence.getValue().isEmpty();
    }

    boolean isEmptyMapping() {
        return node instanceof MappingNode mapping && mapping.getValue().isEmpty();
    }

    /** The text of a scalar; empty and a problem if it is none, or nothing. */
    Optional<String> text() {
        String value = scalar();
        if (value == null) {
            problem(ProblemCode.WRONG_TYPE, "A single value belongs here.");
        }
        return Optional.ofNullable(value);
    }

    private @Nullable String scalar() {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            return null;
        }
        return scalar.getValue();
    }
}
