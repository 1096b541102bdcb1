package dev.sekisho.records;

/**
 * Rows on their way into an empty database, in one transaction: either all of them are there, or none is and the database refuses to
 * serve until another load ended well. First the rows of a snapshot, then any number of changes in the order in which they were taken.
 * For one thread.
 *
 * <p>Methods throw {@link dev.sekisho.kernel.error.SekishoException}: {@code RECORD_DAMAGED} for rows that cannot stand together,
 * {@code DISK_FULL}, {@code DATABASE_UNAVAILABLE}. After one of them only {@link #close()} is of use.
 */
public interface RecordsLoad extends AutoCloseable {
    /** Adds a row of a snapshot. */
    void add(Row row);

    /** Applies a change: replaces the row, or removes it; a row that is to be removed need not be there. */
    void apply(Row row);

    /**
     * Makes the rows durable and lets the database serve. If it throws, load again.
     *
     * @return how many rows there are
     */
    Counts finish();

    /** Ends; without {@link #finish()} nothing is left of the rows. Stops an embedded server that was started for it. */
    @Override
    void close();

    /**
     * Rows of a database.
     *
     * @param customers records of customers
     * @param customerIndexes their blind indexes
     * @param installation records of the installation
     * @param installationIndexes their blind indexes
     * @param gatekeeper remembered credentials
     */
    record Counts(long customers, long customerIndexes, long installation, long installationIndexes, long gatekeeper) {
        /** Records and credentials: as many rows as a snapshot gives. */
        public long rows() {
            return customers + installation + gatekeeper;
        }
    }
}
