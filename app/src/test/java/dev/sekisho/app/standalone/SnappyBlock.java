package dev.sekisho.app.standalone;

import java.util.Optional;

/** Reads one Snappy block, which has no mark to know it by (google/snappy, {@code format_description.txt}). */
final class SnappyBlock {
    private static final int MAX = 1 << 26;
    private final byte[] content;
    private final int end;
    private int at;

    private SnappyBlock(byte[] content, int from, int end) {
        this.content = content;
        this.at = from;
        this.end = end;
    }

    /** What a block at this place says, if it is one that gives {@code expected} bytes; any number if negative. */
    static Optional<byte[]> read(byte[] content, int from, int end, int expected) {
        try {
            return new SnappyBlock(content, from, end).read(expected);
        } catch (IndexOutOfBoundsException notABlock) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> read(int expected) {
        int length = 0;
        for (int shift = 0, more = 0x80; more != 0 && shift < 35; shift += 7) {
            int next = next();
            length |= (next & 0x7f) << shift;
            more = next & 0x80;
        }
        if (length <= 0 || length > MAX || (expected >= 0 && length != expected)) {
            return Optional.empty();
        }
        byte[] plain = new byte[length];
        int filled = 0;
        while (filled < length) {
            int tag = next();
            filled = (tag & 3) == 0 ? literal(tag, plain, filled) : copy(tag, plain, filled);
        }
        return Optional.of(plain);
    }

    private int literal(int tag, byte[] plain, int filled) {
        int length = tag >>> 2;
        if (length >= 60) {
            length = little(length - 59);
        }
        if (length < 0 || length >= end - at) {
            throw new IndexOutOfBoundsException();
        }
        System.arraycopy(content, at, plain, filled, length + 1);
        at += length + 1;
        return filled + length + 1;
    }

    private int copy(int tag, byte[] plain, int filled) {
        int length = (tag & 3) == 1 ? 4 + (tag >>> 2 & 7) : 1 + (tag >>> 2);
        int distance = switch (tag & 3) {
            case 1 -> (tag & 0xe0) << 3 | next();
            case 2 -> little(2);
            default -> little(4);
        };
        if (distance <= 0) {
            throw new IndexOutOfBoundsException();
        }
        for (int i = 0; i < length; i++) {
            plain[filled + i] = plain[filled + i - distance];
        }
        return filled + length;
    }

    private int little(int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= next() << 8 * i;
        }
        return value;
    }

    private int next() {
        if (at >= end) {
            throw new IndexOutOfBoundsException();
        }
        return content[at++] & 0xff;
    }
}
