package dev.sekisho.seal.xts;

/** A key made ready for sealing and opening units. Not for use by several threads at once: take one per thread. */
public interface UnitKey {
    /**
     * Encrypts one unit; source and target may be the same array at the same offset.
     *
     * @param tweak 16 bytes, as IEEE 1619 hands them to the cipher (a unit number is little-endian)
     * @param length 16 bytes to 16 MiB
     * @throws IllegalArgumentException if a length is out of range
     */
    void encrypt(byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset);

    /** Decrypts one unit; otherwise like {@link #encrypt}. */
    void decrypt(byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset);
}
