package dev.sekisho.lake.parquet;

/** The values of one column, in the form in which hot rows keep them; nothing is copied. */
public sealed interface ColumnData {

    /**
     * Text with few different values.
     *
     * @param entries each different value in UTF-8
     * @param size how many of {@code entries} are in use
     * @param codes the index of each row's value
     */
    record Dictionary(byte[][] entries, int size, int[] codes) implements ColumnData {}

    /**
     * Text with many different values, end to end.
     *
     * @param arena the bytes
     * @param ends where each row's value ends
     */
    record Text(byte[] arena, int[] ends) implements ColumnData {}

    /**
     * Identifiers of 16 bytes.
     *
     * @param halves high and low half of each row
     */
    record Identifiers(long[] halves) implements ColumnData {}

    /**
     * Integers.
     *
     * @param values one a row
     * @param type how many bits, and what they mean
     */
    record Numbers(long[] values, NumberType type) implements ColumnData {}

    /** The integer types in use. */
    enum NumberType {
        INT32,
        INT64,
        /** Microseconds since 1970-01-01T00:00:00Z. */
        TIMESTAMP
    }
}
