package dev.sekisho.lake.buffer;

import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData;

/**
 * The values of one column of a buffer. One thread writes; any thread may read rows below a count that was published to it.
 * Arrays only ever grow at their end, and a grown copy is published by a volatile write, so readers need no lock.
 */
sealed interface Column permits DictionaryColumn, TextColumn, IdentifierColumn, NumberColumn {
    /** Takes the row's value from {@code row} and writes it to the log frame. */
    void append(int at, RowValues row, ByteWriter log);

    /** Reads a row's value from a log frame and keeps it; the same value that {@link #append} wrote. */
    void replay(int at, ByteReader log);

    /** Writes rows that were appended before, as {@link #append} wrote them, for a log of their own. */
    void rewrite(int at, ByteWriter log, Rewrite state);

    /** The values of the first {@code rows} rows. */
    ColumnData data(int rows);

    /** Memory in use, in bytes. */
    long bytes();

    /** How far a rewriting of one column has come: dictionary entries already written, and the last number. */
    final class Rewrite {
        int entries;
        long last;
    }
}
