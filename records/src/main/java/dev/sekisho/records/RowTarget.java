package dev.sekisho.records;

/** Where the rows of a copy go, one after the other. */
@FunctionalInterface
public interface RowTarget {
    /** Takes the next row; may take its time within the limit of {@link RecordsCopy}. What it throws ends the copy. */
    void take(Row row);
}
