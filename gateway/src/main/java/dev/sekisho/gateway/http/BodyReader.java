package dev.sekisho.gateway.http;

import io.netty.buffer.ByteBuf;

/** Takes a body out of its framing, piece by piece as it arrives; never holds any of it. */
public sealed interface BodyReader permits LengthReader, ChunkReader, RestReader {
    /** Where the content goes. */
    interface Sink {
        /** A piece of content, never empty; the receiver releases it. */
        void data(ByteBuf piece);

        /** The trailer fields, if there are any; comes after the last piece. */
        void trailers(Fields trailers);
    }

    /** Takes what it can from {@code in}. Stops at the body's end and leaves what follows. */
    void read(ByteBuf in, Sink sink) throws BadMessage;

    /** Whether the body's end was seen. */
    boolean done();

    /** A reader for the framing. */
    static BodyReader of(Framing framing, HeadLimits limits) {
        return switch (framing) {
            case Framing.Empty ignored -> new LengthReader(0);
            case Framing.Length length -> new LengthReader(length.bytes());
            case Framing.Chunked ignored -> new ChunkReader(limits);
            case Framing.UntilClose ignored -> new RestReader();
        };
    }
}
