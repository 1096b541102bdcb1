package dev.sekisho.policy.category;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Tab-separated tables that are part of the product. */
final class Resource {
    private Resource() {}

    /** The rows, without comments and empty lines. */
    static List<String[]> rows(String name, int columns) {
        try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(name), name);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<String[]> rows = reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
            for (String[] row : rows) {
                if (row.length != columns) {
                    throw new IllegalStateException(name + " needs " + columns + " columns: " + String.join(" ", row));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
