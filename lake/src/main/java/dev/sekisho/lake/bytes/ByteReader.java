package dev.sekisho.lake.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote. What does not fit is an {@link IllegalArgumentException}, never a wrong value. */
public final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    /** Reads all of {@code bytes}. */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads {@code length} bytes from {@code offset}. */
    public ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = Math.addExact(offset, length);
    }

    /** Whether everything was read. */
    public boolean atEnd() {
        return at == end;
    }

    /** One byte, 0 to 255. */
    public int read() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    /** Exactly {@code length} bytes. */
    public byte[] read(int length) {
        need(length);
        byte[] out = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return out;
    }

    /** Everything that is left. */
    public byte[] rest() {
        return read(end - at);
    }

    /** See {@link ByteWriter#varint}. */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = read();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("an integer of more than ten bytes");
    }

    /** A {@link #varint} that counts or measures something: 0 to {@code max}. */
    public int count(int max) {
        long value = varint();
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("a count of " + value + ", at most " + max + " expected");
        }
        return (int) value;
    }

    /** See {@link ByteWriter#zigzag}. */
    public long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Eight bytes, big-endian. */
    public long int64() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | read();
        }
        return value;
    }

    /** Four bytes, big-endian. */
    public int int32() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | read();
        }
        return value;
    }

    /** Bytes with their length before them. */
    public byte[] block() {
        return read(count(end - at));
    }

    /** Text in UTF-8 with its length before it. */
    public String text() {
        int length = count(end - at);
        need(length);
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private void need(int length) {
        if (length < 0 || end - at < length) {
            throw new IllegalArgumentException("cut short: " + length + " bytes wanted, " + (end - at) + " left");
        }
    }
}
