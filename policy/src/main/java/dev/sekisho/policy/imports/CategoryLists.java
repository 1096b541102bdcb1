package dev.sekisho.policy.imports;

import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.category.CategoryTableBuilder;
import java.nio.file.Path;

/**
 * The category lists in force. A new table is built beside the old one and put in its place with one write; a list that is
 * damaged leaves the old table where it is. A policy keeps the table it was compiled with: publish again to use a new one.
 */
public final class CategoryLists {
    private final Path catalogue;
    private final byte[] secret;
    private volatile CategoryTable current;

    private CategoryLists(Path catalogue, byte[] secret, CategoryTable first) {
        this.catalogue = catalogue;
        this.secret = secret;
        this.current = first;
    }

    /**
     * Loads every list that the catalogue names.
     *
     * @param catalogue {@code lists/catalogue.tsv}
     * @param secret 16 bytes of this installation: the key of the table's hashes, so that nobody outside can make a name that
     *     collides with a listed one
     * @throws dev.sekisho.kernel.error.SekishoException {@code LIST_DAMAGED}, {@code CONFIG_INVALID}
     */
    public static CategoryLists load(Path catalogue, byte[] secret) {
        byte[] own = secret.clone();
        return new CategoryLists(catalogue, own, build(catalogue, own));
    }

    /** The table in force. */
    public CategoryTable current() {
        return current;
    }

    /**
     * Loads again and swaps. Takes seconds; not for event loops.
     *
     * @return the new table
     * @throws dev.sekisho.kernel.error.SekishoException {@code LIST_DAMAGED}; the old table stays in force
     */
    public synchronized CategoryTable reload() {
        CategoryTable fresh = build(catalogue, secret);
        current = fresh;
        return fresh;
    }

    private static CategoryTable build(Path catalogue, byte[] secret) {
        CategoryTableBuilder table = new CategoryTableBuilder(secret);
        for (CatalogueRow row : CatalogueRow.read(catalogue)) {
            ListImport.run(row, table);
        }
        return table.build();
    }
}
