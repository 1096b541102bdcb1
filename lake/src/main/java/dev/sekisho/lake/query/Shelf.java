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
 */
public record Shelf(LakeFiles files, CustomerVault vault, String folder, QueryLimits limits) {}
