package dev.sekisho.records;

import dev.sekisho.kernel.id.Id128;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sealed records of one owner: a customer, or the installation. The handle is the owner; no method takes one. A record's
 * payload is sealed; its kind, identifier, version and time of change are the accepted leakage of the catalogue. Values that
 * must be found are kept as blind indexes.
 */
public interface RecordStore {
    /** Runs work in one transaction; an exception rolls it back. */
    <T> T transact(Function<Transaction, T> work);

    /**
     * Makes new keys of the blind indexes of a kind and indexes every record of it anew, in steps; records are found all the time.
     * The old keys are destroyed at the end: tokens in old copies of the database say nothing about later ones. What was interrupted
     * is finished by the next call.
     *
     * @return how many records were indexed
     */
    int reindex(String kind);

    /** Reads and writes within one transaction. */
    interface Transaction {
        /** The record, if it exists. */
        Optional<Stored> find(String kind, Id128 id);

        /** Records whose index {@code column} was given this value. */
        List<Stored> findBy(String kind, String column, String value);

        /** Records of a kind by identifier, after {@code after}, at most {@code limit} (1 to 1,000). */
        List<Stored> list(String kind, Optional<Id128> after, int limit);

        /**
         * Adds a record with version 1.
         *
         * @param indexes values to find it by, by column
         */
        Stored insert(String kind, Id128 id, byte[] payload, Map<String, String> indexes);

        /**
         * Replaces a record.
         *
         * @param expected the version it must have now
         * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT} if it has another, {@code NOT_FOUND} if it is gone
         */
        Stored update(String kind, Id128 id, long expected, byte[] payload, Map<String, String> indexes);

        /** Removes a record and its indexes; {@code false} if it was not there. */
        boolean delete(String kind, Id128 id);
    }

    /**
     * A record.
     *
     * @param id within its kind
     * @param version from 1, one more at each change
     * @param changed when it last changed
     * @param payload opened
     */
    record Stored(Id128 id, long version, Instant changed, byte[] payload) {}
}
