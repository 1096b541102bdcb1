package dev.sekisho.policy.imports;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of {@code lists/catalogue.tsv}: one list.
 *
 * @param list its name, the part before the colon of its sets
 * @param path its file or folder, relative to the catalogue
 * @param format how it is written
 * @param set the one set of a file; {@code *} where the list names its sets itself (tables, folders)
 * @param version the publisher's, or its date
 * @param date when it was published
 * @param licence SPDX expression
 * @param sha256 of the file or folder, or {@code -} not to check
 */
record CatalogueRow(
        String list,
        Path path,
        ListFormat format,
        String set,
        String version,
        LocalDate date,
        String licence,
        String sha256) {
    private static final int COLUMNS = 8;

    /**
     * Reads a catalogue.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if it is not of the form
     */
    static List<CatalogueRow> read(Path catalogue) {
        List<CatalogueRow> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(catalogue)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    rows.add(row(catalogue, line.split("\t", -1)));
                }
            }
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "The catalogue of the category lists cannot be read: " + e.getMessage(),
                    e);
        }
        return rows;
    }

    private static CatalogueRow row(Path catalogue, String[] columns) {
        if (columns.length != COLUMNS) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "A row of the catalogue of category lists has " + columns.length + " columns instead of " + COLUMNS
                            + ": " + columns[0]);
        }
        try {
            return new CatalogueRow(
                    columns[0],
                    catalogue.resolveSibling(columns[1]),
                    ListFormat.of(columns[2]),
                    columns[3],
                    columns[4],
                    LocalDate.parse(columns[5]),
                    columns[6],
                    columns[7]);
        } catch (DateTimeException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The list " + columns[0] + " has no date such as 2026-08-17.", e);
        }
    }
}
