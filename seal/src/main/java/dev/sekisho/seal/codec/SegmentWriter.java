package dev.sekisho.seal.codec;

import dev.sekisho.seal.xts.UnitCipher;
import dev.sekisho.seal.xts.UnitKey;
import java.util.Arrays;

/** Seals whole segments: {@code units | tags | trailer} in one array. */
public final class SegmentWriter {
    /** Longest content in bytes of a segment that is sealed in one piece. */
    public static final int MAX_CONTENT_BYTES = 1 << 30;

    private SegmentWriter() {}

    /** The whole file; the last {@link MacKey#TAG_BYTES} bytes of it are the root. */
    public static byte[] seal(UnitCipher cipher, SegmentKeys keys, byte[] salt, byte[] plain) {
        if (plain.length > MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("a segment holds at most 1 GiB, not " + plain.length + " bytes");
        }
        SegmentTrailer trailer = new SegmentTrailer(keys.epoch(), keys.id(), plain.length);
        byte[] file = new byte[Math.toIntExact(trailer.fileBytes())];
        int unitBytes = Math.toIntExact(trailer.unitBytes());
        int units = Math.toIntExact(trailer.units());
        UnitKey key = cipher.key(keys.unitKey(salt));
        UnitTags tags = keys.tags();
        byte[] tweak = new byte[UnitCipher.TWEAK_BYTES];
        byte[] last = new byte[UnitCipher.MIN_UNIT_BYTES];
        for (int unit = 0; unit < units; unit++) {
            int from = unit * SegmentTrailer.UNIT_BYTES;
            int length = Math.min(SegmentTrailer.UNIT_BYTES, unitBytes - from);
            number(unit, tweak);
            if (from + length > plain.length) {
                System.arraycopy(plain, from, last, 0, plain.length - from);
                key.encrypt(tweak, last, 0, length, file, from);
            } else {
                key.encrypt(tweak, plain, from, length, file, from);
            }
            tags.write(unit, file, from, length, file, unitBytes + unit * UnitTags.TAG_BYTES);
        }
        int trailerAt = file.length - SegmentTrailer.BYTES;
        byte[] root = keys.root(trailer, Arrays.copyOfRange(file, unitBytes, trailerAt));
        System.arraycopy(trailer.header(), 0, file, trailerAt, SegmentTrailer.HEADER_BYTES);
        System.arraycopy(root, 0, file, trailerAt + SegmentTrailer.HEADER_BYTES, root.length);
        return file;
    }

    /** Writes a unit number as a tweak: 16 bytes, little-endian. */
    static void number(long unit, byte[] tweak) {
        for (int i = 0; i < Long.BYTES; i++) {
            tweak[i] = (byte) (unit >>> (8 * i));
        }
    }
}
