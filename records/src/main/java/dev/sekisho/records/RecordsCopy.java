package dev.sekisho.records;

/**
 * Copies of everything that the records database holds but the job table: all rows of one moment, or what changed between two. Rows
 * are read under a role of their own, which can read what is sealed of every customer and can change nothing; nothing is opened.
 *
 * <p>Rows are fetched a few at a time, so that a slow target costs no memory. A target may take ten minutes for a row; then the
 * database ends the transaction, because its cleaning waits for it. Every method throws
 * {@link dev.sekisho.kernel.error.SekishoException} with {@code DATABASE_UNAVAILABLE} if the database goes away; what a target
 * was given until then is worth nothing.
 */
public interface RecordsCopy {
    /**
     * All rows of one moment, in no order.
     *
     * @return the moment, to ask for changes since
     */
    Mark snapshot(RowTarget target);

    /**
     * What changed since a mark: rows as they are at one moment now, and rows that are not there any more, each once. A transaction
     * that began before the mark and ended after it is among them.
     *
     * @return the moment, to ask for changes since
     * @throws dev.sekisho.kernel.error.SekishoException {@code NOT_FOUND} if this database does not know the mark, or not any
     *     more: then a whole snapshot is needed
     */
    Mark changes(Mark since, RowTarget target);

    /**
     * Forgets what changed before a mark, and the marks before it; does nothing if the mark is not known any more. What nobody
     * forgets is forgotten after three days.
     */
    void forgetChanges(Mark upTo);
}
