package dev.sekisho.seal;

/** Seals and opens small records: AES-256-XTS, then HMAC-SHA-256 over ciphertext and context (docs/formats.md). */
public interface RecordSealer {
    /** Seals a record; two calls never give the same bytes. */
    byte[] seal(RecordContext context, byte[] plain);

    /**
     * Opens a record.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code RECORD_DAMAGED} if a bit of it, or its context, is not what was
     *     sealed; {@code KEY_DESTROYED} if its key is gone
     */
    byte[] open(RecordContext context, byte[] sealed);

    /**
     * What a record is; bound into its tag, with region and customer, so that a record moved elsewhere does not open.
     *
     * @param table the store, for example {@code policy}
     * @param id the row within it
     * @param version the row's version, so that an old version of the same row does not open either
     */
    record RecordContext(String table, String id, long version) {}
}
