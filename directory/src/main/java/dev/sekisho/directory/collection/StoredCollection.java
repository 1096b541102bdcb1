package dev.sekisho.directory.collection;

import dev.sekisho.directory.CollectionRegister.Chosen;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.inventory.Treatment;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A choice as stored, in the customer's records.
 *
 * @param off modules that are off, sorted
 * @param fields treatments by field
 * @param since milliseconds since 1970
 */
record StoredCollection(List<String> off, Map<String, String> fields, long since) {
    private static final Kind<StoredCollection> KIND = Kind.of("collection", StoredCollection.class);
    private static final Id128 ONE = new Id128(0, 1);

    static Chosen read(Transaction transaction) {
        return KIND.find(transaction, ONE)
                .map(StoredCollection::chosen)
                .orElse(new Chosen(CollectionChoice.EVERYTHING, Optional.empty(), 0));
    }

    static Chosen write(Transaction transaction, CollectionChoice choice, Instant since, long expected) {
        StoredCollection form = new StoredCollection(
                choice.off().stream().sorted().toList(),
                new TreeMap<>(choice.fields().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, field -> field.getValue().wire()))),
                since.toEpochMilli());
        return chosen(
                expected == 0
                        ? KIND.insert(transaction, ONE, form, Map.of())
                        : KIND.update(transaction, ONE, expected, form, Map.of()));
    }

    private static Chosen chosen(Row<StoredCollection> row) {
        CollectionChoice choice = new CollectionChoice(
                Set.copyOf(row.value().off()),
                row.value().fields().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, field -> Treatment.ofWire(field.getValue()))));
        return new Chosen(choice, Optional.of(Instant.ofEpochMilli(row.value().since())), row.version());
    }
}
