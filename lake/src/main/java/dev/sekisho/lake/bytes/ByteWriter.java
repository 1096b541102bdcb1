package dev.sekisho.lake.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A byte array that grows, with the integers that frames, manifests and footers are made of. For one thread. */
public final class ByteWriter {
    private static final int INITIAL_BYTES = 256;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** The array behind it: valid up to {@link #size()} and until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets what was written and keeps the space. */
    public void clear() {
        size = 0;
    }

    /** One byte. */
    public ByteWriter write(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Some bytes as they are. */
    public ByteWriter write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** All bytes as they are. */
    public ByteWriter write(byte[] source) {
        return write(source, 0, source.length);
    }

    /** An unsigned integer in groups of seven bits, lowest first (LEB128). */
    public ByteWriter varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** A signed integer, small for small absolute values. */
    public ByteWriter zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    /** Eight bytes, big-endian. */
    public ByteWriter int64(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Four bytes, big-endian. */
    public ByteWriter int32(int value) {
        ensure(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
        return this;
    }

    /** Eight bytes, little-endian. */
    public ByteWriter littleEndian64(long value) {
        return int64(Long.reverseBytes(value));
    }

    /** Four bytes, little-endian. */
    public ByteWriter littleEndian32(int value) {
        return int32(Integer.reverseBytes(value));
    }

    /** Bytes with their length before them. */
    public ByteWriter block(byte[] source) {
        return varint(source.length).write(source);
    }

    /** Text in UTF-8 with its length in bytes before it. */
    public ByteWriter text(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(size, more), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
    }
}
