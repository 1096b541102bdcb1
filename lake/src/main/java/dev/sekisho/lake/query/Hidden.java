package dev.sekisho.lake.query;

import dev.sekisho.lake.segment.SegmentEntry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The persons whose rows no query shows although some may still be there.
 *
 * @param pending tokens, and the version of the list since which each is on it
 */
public record Hidden(Map<String, Long> pending) {
    /** Nobody. */
    public static Hidden nobody() {
        return new Hidden(Map.of());
    }

    /** Whether every row may be shown. */
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** These persons and others. */
    Hidden and(Hidden others) {
        Map<String, Long> all = new TreeMap<>(pending);
        others.pending.forEach((person, since) -> all.merge(person, since, Math::max));
        return new Hidden(Map.copyOf(all));
    }

    /** Their tokens. */
    public Set<String> persons() {
        return pending.keySet();
    }

    /** Whether a segment may hold rows of them. */
    public boolean mayBeIn(SegmentEntry segment) {
        return pending.entrySet().stream()
                .anyMatch(person -> person.getValue() > segment.concealed()
                        && segment.persons().mayHold(person.getKey()));
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return pending.size() + " persons";
    }
}
