package dev.sekisho.seal.codec;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The clear end of a segment file: {@code magic 4 | suite 1 | log2 of the unit size 1 | zero 2 | epoch 4 | zero 4 | segment 16 |
 * content length 8 | root 32}.
 *
 * @param epoch the number of the day's keys
 * @param id the segment
 * @param contentBytes bytes of content
 */
record SegmentTrailer(int epoch, Id128 id, long contentBytes) {
    static final int UNIT_BYTES = 4096;
    static final int HEADER_BYTES = 40;
    static final int BYTES = HEADER_BYTES + MacKey.TAG_BYTES;
    private static final int MAGIC = 0x53_4B_53_47; // "SKSG"
    private static final int SHAPE = 0x03_0C_00_00; // suite 3, units of 2^12 bytes
    private static final long MAX_CONTENT_BYTES = 1L << 34;

    byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putInt(MAGIC)
                .putInt(SHAPE)
                .putInt(epoch)
                .putInt(0)
                .put(id.bytes())
                .putLong(contentBytes)
                .array();
    }

    long units() {
        return Math.ceilDiv(contentBytes, UNIT_BYTES);
    }

    /** Bytes of the units on disk: the last one is padded to a block if it is less. */
    long unitBytes() {
        int rest = (int) (contentBytes % UNIT_BYTES);
        return rest == 0 || rest >= 16 ? contentBytes : contentBytes - rest + 16;
    }

    long fileBytes() {
        return unitBytes() + units() * UnitTags.TAG_BYTES + BYTES;
    }

    /** Reads the header part of a trailer; every value in it is still unverified. */
    static SegmentTrailer parse(byte[] bytes, long fileBytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean shape = in.getInt() == MAGIC && in.getInt() == SHAPE;
        int epoch = in.getInt();
        boolean zero = in.getInt() == 0;
        byte[] id = new byte[16];
        in.get(id);
        long content = in.getLong();
        if (!shape || !zero || content < 0 || content > MAX_CONTENT_BYTES) {
            throw damaged();
        }
        SegmentTrailer trailer = new SegmentTrailer(epoch, Id128.of(id), content);
        if (trailer.fileBytes() != fileBytes) {
            throw damaged();
        }
        return trailer;
    }

    static byte[] rootOf(byte[] bytes) {
        return Arrays.copyOfRange(bytes, HEADER_BYTES, BYTES);
    }

    static SekishoException damaged() {
        return new SekishoException(
                ErrorCode.SEGMENT_DAMAGED,
                "A segment is not what was sealed, or belongs elsewhere; nothing of the damaged part was given out. "
                        + "Restore it from a backup.");
    }
}
