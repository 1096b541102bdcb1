package dev.sekisho.gateway.http;

import dev.sekisho.gateway.http.BadMessage.Fault;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Finds the end of a head in bytes that arrive in pieces of any size, and looks at no byte twice. */
final class HeadReader {
    private static final int BAD_LINE = -2;
    private final HeadLimits limits;
    private int scanned;
    private boolean lineEmpty = true;
    private byte previous;

    HeadReader(HeadLimits limits) {
        this.limits = limits;
    }

    /** Takes a complete head (with its last CRLF CRLF) out of {@code in}; null, and nothing taken, if it is not complete yet. */
    byte @Nullable [] read(ByteBuf in, boolean skipEmptyLine) throws BadMessage {
        if (skipEmptyLine && scanned == 0 && in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == 0x0D0A) {
            in.skipBytes(2); // RFC 9112, section 2.2: one empty line before a request line is ignored
        }
        int end = scan(in);
        if (end == BAD_LINE) {
            throw new BadMessage(Fault.LINE_ENDING);
        }
        int length = end < 0 ? in.readableBytes() : end - in.readerIndex();
        if (length > limits.headerBytes()) {
            throw new BadMessage(Fault.HEAD_TOO_LARGE);
        }
        if (end < 0) {
            scanned = in.readableBytes();
            return null;
        }
        byte[] head = new byte[length];
        in.readBytes(head);
        scanned = 0;
        lineEmpty = true;
        previous = 0;
        return head;
    }

    HeadLimits limits() {
        return limits;
    }

    /** Returns the index after the empty line, -1 if it is not there yet, or {@link #BAD_LINE} for LF without CR. */
    private int scan(ByteBuf in) {
        int from = in.readerIndex() + scanned;
        int to = Math.min(in.writerIndex(), in.readerIndex() + limits.headerBytes() + 1);
        while (from < to) {
            int lf = in.indexOf(from, to, (byte) '\n');
            if (lf < 0) {
                lineEmpty = lineEmpty && to - from == 1 && in.getByte(to - 1) == '\r';
                previous = in.getByte(to - 1);
                return -1;
            }
            byte before = lf > from ? in.getByte(lf - 1) : previous;
            if (before != '\r') {
                return BAD_LINE;
            }
            if (lineEmpty && lf - from <= 1) {
                return lf + 1;
            }
            from = lf + 1;
            lineEmpty = true;
            previous = 0;
        }
        return -1;
    }
}
