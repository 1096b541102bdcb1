package dev.sekisho.trust.departure;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a deletion has to remember until its receipt is written, in the installation's records under the customer's reference.
 *
 * @param counts how much of what there was
 * @param keys names of the keys
 * @param proof base64 of a word sealed under the customer's keys, or empty if these were not there any more
 * @param uncounted the code of what kept us from counting, or empty; what the stores say that they removed is in {@code counts} still
 */
record StoredDeletion(SortedMap<String, Long> counts, String keys, String proof, String uncounted) {
    private static final Kind<StoredDeletion> KIND = Kind.of("customer-deletion", StoredDeletion.class);

    StoredDeletion {
        counts = new TreeMap<>(counts);
        // An older release did not write it.
        uncounted = Objects.requireNonNullElse(uncounted, "");
    }

    static Optional<StoredDeletion> find(RecordStore records, Id128 reference) {
        return records.transact(transaction -> KIND.find(transaction, reference).map(Row::value));
    }

    void keep(RecordStore records, Id128 reference) {
        records.transact(transaction -> KIND.put(transaction, reference, this));
    }

    static void remove(RecordStore records, Id128 reference) {
        records.transact(transaction -> KIND.delete(transaction, reference));
    }

    /** With what a store removed: the larger number stands, because an interrupted call removed a part of it before. */
    StoredDeletion with(Map<String, Long> removed) {
        SortedMap<String, Long> all = new TreeMap<>(counts);
        removed.forEach((name, count) -> all.merge(name, count, Math::max));
        return new StoredDeletion(all, keys, proof, uncounted);
    }

    byte[] sealedProof() {
        return Base64.getDecoder().decode(proof);
    }

    @Override
    public String toString() {
        return "customer-deletion";
    }
}
