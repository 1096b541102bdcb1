package dev.sekisho.gateway.http;

import io.netty.buffer.ByteBuf;

/** A body of known length. */
final class LengthReader implements BodyReader {
    private long left;

    LengthReader(long bytes) {
        this.left = bytes;
    }

    @Override
    public void read(ByteBuf in, Sink sink) {
        int take = (int) Math.min(left, in.readableBytes());
        if (take > 0) {
            left -= take;
            sink.data(in.readRetainedSlice(take));
        }
    }

    @Override
    public boolean done() {
        return left == 0;
    }
}
