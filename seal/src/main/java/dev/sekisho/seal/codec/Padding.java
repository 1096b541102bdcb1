package dev.sekisho.seal.codec;

import java.util.Arrays;

/** {@code length (4 bytes, big-endian) | content | zeros} up to a bucket, which hides the length within the bucket. */
final class Padding {
    static final int LENGTH_BYTES = 4;
    private static final int FINE_STEP = 16;
    private static final int COARSE_STEP = 64;
    private static final int FINE_UP_TO = 256;

    private Padding() {}

    /** The size of the bucket for content of this length: steps of 16 bytes up to 256, of 64 above. */
    static int bucket(int contentLength) {
        int needed = contentLength + LENGTH_BYTES;
        int step = needed <= FINE_UP_TO ? FINE_STEP : COARSE_STEP;
        return Math.ceilDiv(needed, step) * step;
    }

    /** Whether a padded unit can have this size. */
    static boolean isBucket(int size) {
        return size >= FINE_STEP && size % (size <= FINE_UP_TO ? FINE_STEP : COARSE_STEP) == 0;
    }

    static void write(byte[] content, int from, int length, byte[] target, int at) {
        target[at] = (byte) (length >>> 24);
        target[at + 1] = (byte) (length >>> 16);
        target[at + 2] = (byte) (length >>> 8);
        target[at + 3] = (byte) length;
        System.arraycopy(content, from, target, at + LENGTH_BYTES, length);
    }

    /** The content of a padded unit whose tag was found right. */
    static byte[] read(byte[] unit) {
        int length = (unit[0] & 0xff) << 24 | (unit[1] & 0xff) << 16 | (unit[2] & 0xff) << 8 | (unit[3] & 0xff);
        if (length < 0 || length > unit.length - LENGTH_BYTES || bucket(length) != unit.length) {
            throw new IllegalStateException("a sealed unit with a right tag holds a wrong length");
        }
        return Arrays.copyOfRange(unit, LENGTH_BYTES, LENGTH_BYTES + length);
    }
}
