package dev.sekisho.lake.query;

import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.CustomerVault;

/**
 * Where one customer's rows are and what opens them.
 *
 * @param files the storage
 * @param vault the customer's keys
 * @param folder the customer's folder, a keyed hash
 * @param limits what a query may take
 * @param deadline when it must have ended
 */
public record Shelf(LakeFiles files, CustomerVault vault, String folder, QueryLimits limits, Deadline deadline) {
    /** For work that begins now. */
    public Shelf(LakeFiles files, CustomerVault vault, String folder, QueryLimits limits) {
        this(files, vault, folder, limits, Deadline.in(limits.timeout()));
    }

    /** The same for a query that begins now. */
    Shelf now() {
        return new Shelf(files, vault, folder, limits);
    }
}
