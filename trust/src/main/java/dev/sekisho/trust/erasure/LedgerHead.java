package dev.sekisho.trust.erasure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How far the erasure ledger goes: what is anchored outside of it, so that a ledger that was cut is recognised.
 *
 * @param number lines so far
 * @param hash SHA-256 of the last line, 32 zero bytes if there is none
 */
public record LedgerHead(long number, byte[] hash) {
    private static final int HASH_BYTES = 32;

    /** The head of an empty ledger. */
    public static final LedgerHead EMPTY = new LedgerHead(0, new byte[HASH_BYTES]);

    /** @throws IllegalArgumentException if the hash has another length */
    public LedgerHead {
        if (hash.length != HASH_BYTES || number < 0) {
            throw new IllegalArgumentException("not the head of a ledger");
        }
        hash = hash.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    /** Number (8) and hash (32). */
    byte[] bytes() {
        return ByteBuffer.allocate(Long.BYTES + HASH_BYTES)
                .putLong(number)
                .put(hash)
                .array();
    }

    /** From number and hash, 40 bytes. */
    public static LedgerHead of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long number = in.getLong();
        byte[] hash = new byte[in.remaining()];
        in.get(hash);
        return new LedgerHead(number, hash);
    }

    /** The hash in hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LedgerHead that && number == that.number && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return number + "/" + hex();
    }
}
