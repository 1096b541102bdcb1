package dev.sekisho.directory.base;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.records.RecordStore.Stored;
import dev.sekisho.records.RecordStore.Transaction;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A kind of records with its form: a Java record written as JSON, whose components must all be in the field inventory. A field
 * that a newer version added is ignored by an older one.
 *
 * @param <T> the form
 */
public final class Kind<T extends Record> {
    private static final FieldInventory INVENTORY = FieldInventory.load();
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int PAGE = 1000;

    private final String name;
    private final Class<T> form;

    private Kind(String name, Class<T> form) {
        this.name = name;
        this.form = form;
    }

    /**
     * The kind {@code name}.
     *
     * @throws SekishoException {@code FIELD_NOT_IN_INVENTORY} if a component is not registered
     */
    public static <T extends Record> Kind<T> of(String name, Class<T> form) {
        for (RecordComponent component : form.getRecordComponents()) {
            String field = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (INVENTORY.find(name, field).isEmpty()) {
                throw new SekishoException(
                        ErrorCode.FIELD_NOT_IN_INVENTORY,
                        "The field " + name + "." + field + " is not in the inventory.");
            }
        }
        return new Kind<>(name, form);
    }

    /** Its name in the store. */
    public String name() {
        return name;
    }

    /** The record, if it exists. */
    public Optional<Row<T>> find(Transaction transaction, Id128 id) {
        return transaction.find(name, id).map(this::row);
    }

    /** Records by a blind index. */
    public List<Row<T>> findBy(Transaction transaction, String label, String value) {
        return transaction.findBy(name, label, value).stream().map(this::row).toList();
    }

    /** A page in the order of identifiers. */
    public List<Row<T>> list(Transaction transaction, Optional<Id128> after, int limit) {
        return transaction.list(name, after, limit).stream().map(this::row).toList();
    }

    /** All of them. */
    public List<Row<T>> all(Transaction transaction) {
        List<Row<T>> all = new ArrayList<>();
        while (true) {
            List<Row<T>> page = list(
                    transaction,
                    all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().id()),
                    PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
        }
    }

    /** Adds a record. */
    public Row<T> insert(Transaction transaction, Id128 id, T value, Map<String, String> indexes) {
        return row(transaction.insert(name, id, write(value), indexes));
    }

    /** Replaces a record of the version that was read. */
    public Row<T> update(Transaction transaction, Id128 id, long expected, T value, Map<String, String> indexes) {
        return row(transaction.update(name, id, expected, write(value), indexes));
    }

    /** Adds or replaces a record without indexes, whatever its version. */
    public Row<T> put(Transaction transaction, Id128 id, T value) {
        Optional<Row<T>> old = find(transaction, id);
        return old.isPresent()
                ? update(transaction, id, old.get().version(), value, Map.of())
                : insert(transaction, id, value, Map.of());
    }

    /** Removes a record. */
    public boolean delete(Transaction transaction, Id128 id) {
        return transaction.delete(name, id);
    }

    /** The bytes of a value. */
    public byte[] write(T value) {
        return JSON.writeValueAsBytes(value);
    }

    /**
     * The value of bytes.
     *
     * @throws SekishoException {@code RECORD_DAMAGED}
     */
    public T read(byte[] bytes) {
        try {
            return JSON.readValue(bytes, form);
        } catch (JacksonException e) {
            // The cause would quote the record.
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED, "A record of the kind " + name + " has a form that is not understood.");
        }
    }

    private Row<T> row(Stored stored) {
        return new Row<>(stored.id(), stored.version(), stored.changed(), read(stored.payload()));
    }

    /** A stored value. */
    public record Row<T>(Id128 id, long version, java.time.Instant changed, T value) {}
}
