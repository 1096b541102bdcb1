package dev.sekisho.lake.parquet;

import java.util.Map;

/**
 * A finished Parquet file.
 *
 * @param bytes the file
 * @param chunks where each column's chunk lies, by column name
 * @param footer where the footer lies: page-independent metadata, its length and the closing magic
 */
public record ParquetFile(byte[] bytes, Map<String, Range> chunks, Range footer) {

    /** A range of a file, in bytes. */
    public record Range(long offset, int length) {}
}
