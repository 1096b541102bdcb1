package dev.sekisho.lake.parquet;

import dev.sekisho.lake.bytes.ByteWriter;

/** Thrift's compact protocol, as far as Parquet's footers and page headers use it (thrift-compact-protocol.md). */
final class ThriftWriter {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int MAX_DEPTH = 8;

    private final ByteWriter out;
    private final int[] lastField = new int[MAX_DEPTH];
    private int depth;

    ThriftWriter(ByteWriter out) {
        this.out = out;
    }

    ThriftWriter i32(int field, int value) {
        header(field, I32);
        out.zigzag(value);
        return this;
    }

    ThriftWriter i64(int field, long value) {
        header(field, I64);
        out.zigzag(value);
        return this;
    }

    ThriftWriter bool(int field, boolean value) {
        header(field, value ? TRUE : FALSE);
        return this;
    }

    ThriftWriter binary(int field, byte[] value) {
        header(field, BINARY);
        out.block(value);
        return this;
    }

    ThriftWriter text(int field, String value) {
        header(field, BINARY);
        out.text(value);
        return this;
    }

    /** A list of integers. */
    ThriftWriter i32s(int field, int... values) {
        list(field, I32, values.length);
        for (int value : values) {
            out.zigzag(value);
        }
        return this;
    }

    /** A list of one text. */
    ThriftWriter texts(int field, String value) {
        list(field, BINARY, 1);
        out.text(value);
        return this;
    }

    /** A list of structures: each is opened by {@link #element()} and closed by {@link #end()}. */
    ThriftWriter structs(int field, int size) {
        list(field, STRUCT, size);
        return this;
    }

    ThriftWriter struct(int field) {
        header(field, STRUCT);
        return element();
    }

    ThriftWriter element() {
        lastField[++depth] = 0;
        return this;
    }

    /** Ends a structure, also the outermost. */
    ThriftWriter end() {
        out.write(0);
        depth = Math.max(0, depth - 1);
        return this;
    }

    private void list(int field, int type, int size) {
        header(field, LIST);
        if (size < 15) {
            out.write(size << 4 | type);
        } else {
            out.write(0xF0 | type).varint(size);
        }
    }

    private void header(int field, int type) {
        int step = field - lastField[depth];
        if (step > 0 && step <= 15) {
            out.write(step << 4 | type);
        } else {
            out.write(type).zigzag(field);
        }
        lastField[depth] = field;
    }
}
