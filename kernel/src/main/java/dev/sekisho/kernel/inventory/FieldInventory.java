package dev.sekisho.kernel.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The register of every stored field, read from one file ({@code fields.tsv} beside this class). Stores check themselves
 * against it, the data-collection page is made from it: a field that is not in it is not stored.
 */
public final class FieldInventory {
    private static final Set<String> RETENTIONS = Set.of("log", "account", "customer", "session", "install");
    private final Map<String, Field> fields;

    private FieldInventory(Map<String, Field> fields) {
        this.fields = fields;
    }

    /** The product's inventory. */
    public static FieldInventory load() {
        try (InputStream in = FieldInventory.class.getResourceAsStream("fields.tsv")) {
            if (in == null) {
                throw new IllegalStateException("the field inventory is missing from the build");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An inventory from its text; for tests that need another than the product's. */
    public static FieldInventory read(String text) {
        try {
            return parse(new BufferedReader(new StringReader(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads lines of {@code store, name, purpose, class, retention, switch} separated by tabs, with a seventh cell {@code treatments}
     * (words joined by commas) where a customer may choose; {@code #} starts a comment line.
     *
     * @throws IllegalArgumentException if a line is not of that form or names a field twice
     */
    static FieldInventory parse(BufferedReader lines) throws IOException {
        Map<String, Field> fields = new LinkedHashMap<>();
        String line;
        for (int number = 1; (line = lines.readLine()) != null; number++) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\t", -1);
            if (cells.length < 6 || cells.length > 7 || !RETENTIONS.contains(cells[4])) {
                throw new IllegalArgumentException(
                        "field inventory, line " + number + ": not six or seven cells, or no such retention");
            }
            Field field = new Field(
                    cells[0],
                    cells[1],
                    cells[2],
                    DataClass.valueOf(cells[3]),
                    cells[4],
                    cells[5],
                    cells.length == 7 ? treatments(cells[6]) : Set.of(Treatment.KEEP));
            if (fields.put(key(field.store(), field.name()), field) != null) {
                throw new IllegalArgumentException("field inventory, line " + number + ": named twice");
            }
        }
        return new FieldInventory(Map.copyOf(fields));
    }

    private static Set<Treatment> treatments(String cell) {
        return Arrays.stream(cell.split(",")).map(Treatment::ofWire).collect(Collectors.toUnmodifiableSet());
    }

    /** The field, if it may be stored. */
    public Optional<Field> find(String store, String name) {
        return Optional.ofNullable(fields.get(key(store, name)));
    }

    /** All fields of a store, sorted by name. */
    public List<Field> of(String store) {
        List<Field> found = new ArrayList<>(
                fields.values().stream().filter(f -> f.store().equals(store)).toList());
        found.sort(java.util.Comparator.comparing(Field::name));
        return found;
    }

    /** All fields, by store and name. */
    public List<Field> all() {
        List<Field> found = new ArrayList<>(fields.values());
        found.sort(java.util.Comparator.comparing(Field::store).thenComparing(Field::name));
        return found;
    }

    private static String key(String store, String name) {
        return store + "\t" + name;
    }
}
