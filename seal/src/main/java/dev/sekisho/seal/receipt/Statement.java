package dev.sekisho.seal.receipt;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a receipt says. It names no person but by a token and holds no content of a customer.
 *
 * @param kind what it is about
 * @param facts names and values in plain text (counts, key names, days), in the order of their names; at most 600, a name has 1
 *     to 80 printable ASCII characters without spaces, a value at most 4,000 characters
 * @param controls rows of the trust catalogue that it is evidence for, for example {@code H1}; at most 64
 * @param statedBy who states it: {@code job:trust.retention}, {@code operator:TOKEN}, {@code person:TOKEN}
 * @param check how somebody who doubts it can check it, one sentence in English; never more than the signer can show; at most
 *     4,000 characters
 */
public record Statement(
        ReceiptKind kind, SortedMap<String, String> facts, List<String> controls, String statedBy, String check) {
    /**
     * Copies facts and controls.
     *
     * @throws IllegalArgumentException if a part is too long, or has characters that cannot be seen
     */
    public Statement {
        // Always by code unit: what is signed has one order, whatever order the caller's map has.
        SortedMap<String, String> sorted = new TreeMap<>();
        facts.forEach((name, value) -> sorted.put(
                Wording.name("a fact's name", name),
                Wording.text("the fact " + name, value, 0, Wording.MAX_VALUE_CHARS)));
        if (sorted.size() > Wording.MAX_FACTS || controls.size() > Wording.MAX_CONTROLS) {
            throw new IllegalArgumentException("a statement has at most " + Wording.MAX_FACTS + " facts and "
                    + Wording.MAX_CONTROLS + " controls");
        }
        facts = Collections.unmodifiableSortedMap(sorted);
        controls = List.copyOf(controls);
        controls.forEach(control -> Wording.name("a control", control));
        Wording.text("who states it", statedBy, 1, Wording.MAX_WORDS_CHARS);
        Wording.text("how to check it", check, 1, Wording.MAX_VALUE_CHARS);
    }

    /** Facts that the kind needs and that are not here; empty if none is missing. */
    public List<String> missingFacts() {
        return kind.requiredFacts().stream()
                .filter(name -> facts.getOrDefault(name, "").isEmpty())
                .toList();
    }
}
