package dev.sekisho.lake.parquet;

import dev.sekisho.lake.bytes.ByteWriter;

/** Dictionary codes as Parquet's hybrid of run lengths and packed bits (Encodings.md, RLE = 3). */
final class HybridEncoder {
    private static final int GROUP = 8;
    private final ByteWriter out;
    private final int width;

    private HybridEncoder(ByteWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    /** Writes the bit width in one byte and then the codes of {@code rows} rows. */
    static void write(ByteWriter out, int[] codes, int rows, int dictionarySize) {
        int width = dictionarySize <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(dictionarySize - 1);
        out.write(width);
        new HybridEncoder(out, width).encode(codes, rows);
    }

    private void encode(int[] codes, int rows) {
        int packedFrom = 0;
        int at = 0;
        while (at < rows) {
            int run = runLength(codes, at, rows);
            // A run can only start on a border of packed groups, so that no group before it needs padding.
            int lead = (GROUP - (at - packedFrom) % GROUP) % GROUP;
            if (run - lead < GROUP) {
                at += run;
                continue;
            }
            int start = at + lead;
            pack(codes, packedFrom, start);
            repeat(codes[start], run - lead);
            at += run;
            packedFrom = at;
        }
        pack(codes, packedFrom, rows);
    }

    private static int runLength(int[] codes, int from, int rows) {
        int at = from + 1;
        while (at < rows && codes[at] == codes[from]) {
            at++;
        }
        return at - from;
    }

    private void repeat(int code, int count) {
        out.varint((long) count << 1);
        for (int bits = 0; bits < width; bits += 8) {
            out.write(code >>> bits);
        }
    }

    private void pack(int[] codes, int from, int to) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        out.varint((long) groups << 1 | 1);
        long pending = 0;
        int bits = 0;
        for (int i = from; i < from + groups * GROUP; i++) {
            long code = i < to ? codes[i] : 0;
            pending |= code << bits;
            bits += width;
            while (bits >= 8) {
                out.write((int) pending);
                pending >>>= 8;
                bits -= 8;
            }
        }
    }
}
