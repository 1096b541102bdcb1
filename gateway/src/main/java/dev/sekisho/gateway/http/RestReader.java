package dev.sekisho.gateway.http;

import io.netty.buffer.ByteBuf;

/** A body that ends with its connection. */
final class RestReader implements BodyReader {
    @Override
    public void read(ByteBuf in, Sink sink) {
        if (in.isReadable()) {
            sink.data(in.readRetainedSlice(in.readableBytes()));
        }
    }

    @Override
    public boolean done() {
        return false;
    }
}
