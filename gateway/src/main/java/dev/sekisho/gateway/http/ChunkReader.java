package dev.sekisho.gateway.http;

import dev.sekisho.gateway.http.BadMessage.Fault;
import io.netty.buffer.ByteBuf;

/**
 * A chunked body (RFC 9112, section 7.1). Extensions are read and dropped; a size of more than 15 digits, a line end other
 * than CRLF, or a missing CRLF after a chunk is refused.
 */
final class ChunkReader implements BodyReader {
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_EXTENSION_BYTES = 1024;
    private final HeadLimits limits;
    private State state = State.SIZE;
    private int lineBytes;
    private long left;
    private final java.io.ByteArrayOutputStream trailers = new java.io.ByteArrayOutputStream(0);
    private boolean lineEmpty = true;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        TRAILERS_LF,
        DONE
    }

    ChunkReader(HeadLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean done() {
        return state == State.DONE;
    }

    @Override
    public void read(ByteBuf in, Sink sink) throws BadMessage {
        while (in.isReadable() && state != State.DONE) {
            if (state == State.DATA) {
                int take = (int) Math.min(left, in.readableBytes());
                left -= take;
                sink.data(in.readRetainedSlice(take));
                state = left == 0 ? State.DATA_CR : State.DATA;
            } else {
                step(in.readByte(), sink);
            }
        }
    }

    private void step(byte octet, Sink sink) throws BadMessage {
        switch (state) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> {
                expect(octet, '\n');
                state = left == 0 ? State.TRAILERS : State.DATA;
                lineBytes = 0;
            }
            case DATA_CR -> {
                expect(octet, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(octet, '\n');
                state = State.SIZE;
            }
            case TRAILERS -> trailer(octet);
            case TRAILERS_LF -> trailerEnd(octet, sink);
            case DATA, DONE -> throw new IllegalStateException("not a line state: " + state);
        }
    }

    private void size(byte octet) throws BadMessage {
        int digit = Octets.hex(octet);
        if (digit >= 0 && ++lineBytes <= MAX_SIZE_DIGITS) {
            left = left << 4 | digit;
        } else if (digit < 0 && lineBytes > 0 && octet == '\r') {
            state = State.SIZE_LF;
        } else if (digit < 0 && lineBytes > 0 && octet == ';') {
            state = State.EXTENSION;
            lineBytes = 0;
        } else {
            throw new BadMessage(Fault.CHUNK);
        }
    }

    private void extension(byte octet) throws BadMessage {
        if (octet == '\r') {
            state = State.SIZE_LF;
        } else if (!Octets.isFieldValue(octet) || ++lineBytes > MAX_EXTENSION_BYTES) {
            throw new BadMessage(Fault.CHUNK);
        }
    }

    private void trailer(byte octet) throws BadMessage {
        if (trailers.size() >= limits.headerBytes()) {
            throw new BadMessage(Fault.HEAD_TOO_LARGE);
        }
        trailers.write(octet);
        if (octet == '\n') {
            throw new BadMessage(Fault.LINE_ENDING);
        }
        if (octet == '\r') {
            state = State.TRAILERS_LF;
        } else {
            lineEmpty = false;
        }
    }

    private void trailerEnd(byte octet, Sink sink) throws BadMessage {
        expect(octet, '\n');
        trailers.write(octet);
        state = lineEmpty ? State.DONE : State.TRAILERS;
        if (lineEmpty && trailers.size() > 2) {
            byte[] lines = trailers.toByteArray();
            sink.trailers(Fields.parse(lines, 0, lines.length - 2, limits.fields()));
        }
        lineEmpty = true;
    }

    private static void expect(byte octet, char wanted) throws BadMessage {
        if (octet != wanted) {
            throw new BadMessage(Fault.CHUNK);
        }
    }
}
