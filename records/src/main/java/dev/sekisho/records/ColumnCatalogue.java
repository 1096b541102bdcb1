package dev.sekisho.records;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The catalogue of the database's columns, read from {@code catalogue.tsv} beside this class: what is not sealed is listed with the
 * reason why it is accepted. A test compares it with the schema, in both directions.
 */
public final class ColumnCatalogue {
    /** How a column's values stand in the database. */
    public enum Form {
        /** Sealed bytes. */
        SEALED,
        /** A keyed digest, which shows equality at most. */
        TOKEN,
        /** In clear. */
        CLEAR
    }

    /**
     * One column.
     *
     * @param reason why this form is accepted, one sentence
     */
    public record Column(String table, String name, Form form, String reason) {}

    private ColumnCatalogue() {}

    /** Every column of the schema {@code sekisho}. */
    public static List<Column> load() {
        try (InputStream in = ColumnCatalogue.class.getResourceAsStream("catalogue.tsv")) {
            if (in == null) {
                throw new IllegalStateException("the catalogue of columns is missing from the build");
            }
            List<String> lines;
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                lines = reader.lines().filter(text -> !text.startsWith("#")).toList();
            }
            List<Column> columns = new ArrayList<>();
            for (String line : lines) {
                String[] cells = line.split("\t", -1);
                if (cells.length != 4 || cells[3].isBlank()) {
                    throw new IllegalStateException("catalogue of columns: not four cells: " + line);
                }
                columns.add(new Column(
                        cells[0], cells[1], Form.valueOf(cells[2].toUpperCase(java.util.Locale.ROOT)), cells[3]));
            }
            return List.copyOf(columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
