package dev.sekisho.seal.keys;

import dev.sekisho.kernel.scope.Region;

/**
 * The root of a region's key tree, wherever it is kept: it wraps the head of the key store, which holds the region's keys. The
 * root file is the one that needs nothing else; a key service ({@link dev.sekisho.seal.KeyService}) is the other.
 */
public interface RootKeys {
    /** 16 bytes that tell this root from any other; in the clear beside what it wraps. */
    byte[] id();

    /** {@code file} or {@code key service}, with its name: for people. */
    String description();

    /**
     * Wraps the content of a head.
     *
     * @param version the head's version, bound into it
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_SERVICE_UNAVAILABLE}
     */
    byte[] wrap(Region region, int version, byte[] content);

    /**
     * Unwraps it.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code RECORD_DAMAGED} if it is not what was wrapped, or
     *     {@code KEY_SERVICE_UNAVAILABLE}
     */
    byte[] unwrap(Region region, int version, byte[] wrapped);
}
