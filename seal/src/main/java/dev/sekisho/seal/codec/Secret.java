package dev.sekisho.seal.codec;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * An encryption key (EK) and a MAC key (MK), 32 random bytes each and independent of each other, so that whoever holds the MAC
 * key alone can verify and not read. Nothing derives one from the other.
 */
public final class Secret {
    /** Bytes of the stored form: EK, then MK. */
    public static final int BYTES = 64;

    private static final int HALF = 32;
    private final byte[] encryption;
    private final byte[] mac;

    private Secret(byte[] encryption, byte[] mac) {
        this.encryption = encryption;
        this.mac = mac;
    }

    /** A fresh pair. */
    public static Secret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /**
     * The pair stored in these 64 bytes, which are copied.
     *
     * @throws IllegalArgumentException if there are not 64
     */
    public static Secret of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a pair of keys has 64 bytes, not " + bytes.length);
        }
        return new Secret(Arrays.copyOfRange(bytes, 0, HALF), Arrays.copyOfRange(bytes, HALF, BYTES));
    }

    /** The stored form. */
    public byte[] bytes() {
        byte[] bytes = Arrays.copyOf(encryption, BYTES);
        System.arraycopy(mac, 0, bytes, HALF, HALF);
        return bytes;
    }

    /** Derives from the encryption key (HKDF-Expand). */
    byte[] encryptionKey(Info info, int length) {
        return Hkdf.expand(encryption, info, length);
    }

    /** Derives from the encryption key and a salt (HKDF-Extract, then Expand). */
    byte[] saltedEncryptionKey(byte[] salt, Info info, int length) {
        return Hkdf.extractAndExpand(salt, encryption, info, length);
    }

    /** Derives from the MAC key (HKDF-Expand). */
    byte[] macKey(Info info, int length) {
        return Hkdf.expand(mac, info, length);
    }

    /** Says nothing about the keys. */
    @Override
    public String toString() {
        return "secret";
    }
}
