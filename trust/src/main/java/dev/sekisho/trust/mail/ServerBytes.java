package dev.sekisho.trust.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a mail server sends, as far as it may: so many bytes in all, so many in a line, and no literal ({@code {123}}, RFC 9051 section
 * 4.3) longer than what was asked for, because the client library makes room for what is announced before it comes. The bytes of a
 * literal are the text of a mail, where anything may stand, and are not looked into.
 */
final class ServerBytes extends FilterInputStream {
    /** In one connection. */
    static final long MAX_BYTES = 48L << 20;
    /** Announced for one literal; what is asked for at a time is 64 KiB. */
    static final long MAX_LITERAL = 1L << 20;
    /** Of a line; the answer to a search is one. */
    static final long MAX_LINE = 4L << 20;

    private static final int TEXT = 0;
    private static final int NUMBER = 1;
    private static final int CLOSED = 2;

    private long bytes;
    private long line;
    private long literal;
    private long skip;
    private int state = TEXT;

    ServerBytes(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            look((byte) value);
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        for (int i = 0; i < count; i++) {
            look(target[offset + i]);
        }
        return count;
    }

    private void look(byte value) throws IOException {
        if (++bytes > MAX_BYTES) {
            throw new IOException("the mail server sent more than was asked for");
        }
        if (skip > 0) {
            skip--;
            return;
        }
        line = value == '\n' ? 0 : line + 1;
        if (line > MAX_LINE) {
            throw new IOException("the mail server sent a line without an end");
        }
        if (value == '{') {
            state = NUMBER;
            literal = 0;
        } else if (state == NUMBER && value >= '0' && value <= '9') {
            literal = Math.min(literal * 10 + value - '0', Integer.MAX_VALUE);
        } else if (state == NUMBER && value == '}') {
            state = CLOSED;
        } else if (state == CLOSED && value == '\n') {
            announced();
        } else if (value != '+' && value != '\r') {
            state = TEXT;
        }
    }

    /** A literal is announced only by braces that end a line. */
    private void announced() throws IOException {
        if (literal > MAX_LITERAL) {
            throw new IOException("the mail server announced " + literal + " bytes at once");
        }
        skip = literal;
        state = TEXT;
    }
}
