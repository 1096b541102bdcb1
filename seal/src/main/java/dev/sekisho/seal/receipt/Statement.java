package dev.sekisho.seal.receipt;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a receipt says. It names no person but by a token and holds no content of a customer.
 *
 * @param kind what it is about
 * @param facts names and values in plain text (counts, key names, days), in the order of their names
 * @param controls rows of the trust catalogue that it is evidence for, for example {@code H1}
 * @param statedBy who states it: {@code job:lake.retention}, {@code operator:TOKEN}, {@code person:TOKEN}
 * @param check how somebody who doubts it can check it, one sentence in English; never more than the signer can show
 */
public record Statement(
        ReceiptKind kind, SortedMap<String, String> facts, List<String> controls, String statedBy, String check) {
    /** Copies facts and controls. */
    public Statement {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        controls = List.copyOf(controls);
    }
}
