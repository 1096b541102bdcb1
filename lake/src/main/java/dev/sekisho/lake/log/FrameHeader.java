package dev.sekisho.lake.log;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The clear start of a log frame. It says nothing about whose rows follow to anyone without the key store; what it says is
 * confirmed by the sealed part. The checksum only tells a torn write from a header.
 *
 * @param sealedBytes length of the sealed part behind it
 * @param rows how many rows the frame holds
 * @param number the frame's number under its log key
 * @param logKey which key opens it
 */
record FrameHeader(int sealedBytes, int rows, long number, Id128 logKey) {
    /** Its size. */
    static final int BYTES = 48;
    /** Frames start at multiples of this, so that no page with an acknowledged frame is written twice. */
    static final int ALIGNMENT = 4096;

    static final int MAX_SEALED_BYTES = 64 << 20;
    private static final int MAGIC = 0x534B4C31; // SKL1

    /** Bytes of header, sealed part and padding together. */
    int paddedBytes() {
        return (BYTES + sealedBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    void writeTo(ByteWriter out) {
        ByteWriter fields = new ByteWriter();
        fields.int32(MAGIC).int32(sealedBytes).int32(rows).int64(number);
        fields.int64(logKey.high()).int64(logKey.low());
        out.write(fields.array(), 0, fields.size()).int32(checksum(fields.array(), fields.size()));
        out.write(new byte[BYTES - fields.size() - 4]);
    }

    /** The header in these bytes, if they are one. */
    static Optional<FrameHeader> read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        if (in.int32() != MAGIC) {
            return Optional.empty();
        }
        FrameHeader header = new FrameHeader(in.int32(), in.int32(), in.int64(), new Id128(in.int64(), in.int64()));
        boolean whole = in.int32() == checksum(bytes, 36)
                && header.sealedBytes > 0
                && header.sealedBytes <= MAX_SEALED_BYTES
                && header.rows >= 0;
        return whole ? Optional.of(header) : Optional.empty();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
