package dev.sekisho.seal.xts;

/**
 * AES-256-XTS as IEEE 1619-2007 and NIST SP 800-38E define it: seals one data unit under a key and a tweak, without growing it.
 * It has no integrity of its own, so nothing but the codecs of this module uses it.
 */
public interface UnitCipher {
    /** Smallest unit in bytes: one AES block. */
    int MIN_UNIT_BYTES = 16;

    /** Largest unit in bytes: 2^20 AES blocks (SP 800-38E). */
    int MAX_UNIT_BYTES = 16 << 20;

    /** Bytes of a key: two AES-256 keys, data key first. */
    int KEY_BYTES = 64;

    /** Bytes of a tweak. */
    int TWEAK_BYTES = 16;

    /** A short name for health and the self test. */
    String name();

    /**
     * A key made ready for units.
     *
     * @param key 64 bytes, copied
     * @throws IllegalArgumentException if there are not 64 bytes, or if the two halves are equal (SP 800-38E forbids it)
     */
    UnitKey key(byte[] key);
}
