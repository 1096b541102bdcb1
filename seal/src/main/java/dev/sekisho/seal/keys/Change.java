package dev.sekisho.seal.keys;

/** A change to the key store. */
public sealed interface Change {
    /** Which entry. */
    EntryId id();

    /**
     * Adds or replaces an entry.
     *
     * @param id which
     * @param sealed what it holds, sealed under the level above; empty for a mark
     */
    record Put(EntryId id, byte[] sealed) implements Change {}

    /**
     * Replaces what an entry holds, if it still exists, so that no file of any place holds what it held before. It is not applied
     * in memory before every place has it.
     *
     * @param id which
     * @param sealed what it holds from here on
     */
    record Renew(EntryId id, byte[] sealed) implements Change {}

    /**
     * Destroys an entry: no file of any place holds it afterwards.
     *
     * @param id which
     */
    record Destroy(EntryId id) implements Change {}
}
