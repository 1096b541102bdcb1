package dev.sekisho.seal.backup;

import java.security.MessageDigest;

/**
 * Tags the objects of backup sets: HMAC-SHA-256 under a key of its own, over region and context, each with its length before it, then
 * over the object. Whoever holds it proves every object whole and opens none; who made a set is shown by the signature over its
 * manifest, not by the tags. For any number of threads.
 */
public interface BackupMac {
    /** Bytes of a tag. */
    int TAG_BYTES = 32;

    /** Which key this is; a set names it. */
    int version();

    /**
     * A tag of one object.
     *
     * @param context which object this is, for example set and name: bytes under another context have another tag
     */
    Tagger tagger(String context);

    /** Takes the bytes of one object in order, then gives its tag once. For one thread. */
    interface Tagger {
        /** The next bytes. */
        void update(byte[] bytes, int offset, int length);

        /**
         * The tag, 32 bytes.
         *
         * @throws IllegalStateException if it was given before
         */
        byte[] tag();

        /** Whether this is the tag, in a time that does not depend on it; gives the tag up like {@link #tag()}. */
        default boolean matches(byte[] tag) {
            return MessageDigest.isEqual(tag(), tag);
        }
    }
}
