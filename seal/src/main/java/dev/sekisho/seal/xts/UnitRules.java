package dev.sekisho.seal.xts;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/** What every implementation refuses, in one place, so that none is more lenient than another. */
final class UnitRules {
    private UnitRules() {}

    static void checkKey(byte[] key) {
        if (key.length != UnitCipher.KEY_BYTES) {
            throw new IllegalArgumentException("an AES-256-XTS key has 64 bytes, not " + key.length);
        }
        byte[] data = Arrays.copyOfRange(key, 0, 32);
        byte[] tweak = Arrays.copyOfRange(key, 32, 64);
        boolean equal = MessageDigest.isEqual(data, tweak);
        Arrays.fill(data, (byte) 0);
        Arrays.fill(tweak, (byte) 0);
        if (equal) {
            throw new IllegalArgumentException("the two halves of an XTS key must differ");
        }
    }

    static void checkUnit(byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
        if (tweak.length != UnitCipher.TWEAK_BYTES) {
            throw new IllegalArgumentException("a tweak has 16 bytes, not " + tweak.length);
        }
        if (length < UnitCipher.MIN_UNIT_BYTES || length > UnitCipher.MAX_UNIT_BYTES) {
            throw new IllegalArgumentException("a unit has 16 bytes to 16 MiB, not " + length);
        }
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        if (source == target && sourceOffset != targetOffset && Math.abs(sourceOffset - targetOffset) < length) {
            throw new IllegalArgumentException("source and target overlap");
        }
    }
}
