package dev.sekisho.policy.category;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A key of SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012). A name that collides with a listed
 * one cannot be made without it.
 *
 * @param k0 first half, little-endian
 * @param k1 second half, little-endian
 */
record SipKey(long k0, long k1) {
    static final int BYTES = 16;

    static SipKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("the secret of the lists has 16 bytes, not " + secret.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(secret).order(ByteOrder.LITTLE_ENDIAN);
        return new SipKey(bytes.getLong(), bytes.getLong());
    }

    /** The hash of {@code bytes[from, to)}. */
    long hash(byte[] bytes, int from, int to) {
        SipState state = new SipState(this);
        for (int i = from; i < to; i++) {
            state.add(bytes[i]);
        }
        return state.finish();
    }
}
