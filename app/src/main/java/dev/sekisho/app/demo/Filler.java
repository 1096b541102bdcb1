package dev.sekisho.app.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.nio.charset.StandardCharsets;

/** A body of a given length, made as it is sent: slices of one shared text, so that a large answer needs no memory. */
final class Filler implements ChunkedInput<ByteBuf> {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final ByteBuf TEXT = Unpooled.unreleasableBuffer(Unpooled.directBuffer(CHUNK_BYTES)
            .writeBytes("The quick brown fox jumps over the lazy dog. 0123456789 <p>demonstration</p>\n"
                    .repeat(CHUNK_BYTES / 64)
                    .substring(0, CHUNK_BYTES)
                    .getBytes(StandardCharsets.US_ASCII))
            .asReadOnly());

    private final int length;
    private int sent;

    Filler(int length) {
        this.length = length;
    }

    @Override
    public boolean isEndOfInput() {
        return sent == length;
    }

    @Override
    public void close() {
        sent = length;
    }

    @Deprecated
    @Override
    public ByteBuf readChunk(ChannelHandlerContext ctx) {
        return readChunk(ctx.alloc());
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator allocator) {
        int size = Math.min(CHUNK_BYTES, length - sent);
        sent += size;
        return TEXT.slice(0, size);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long progress() {
        return sent;
    }
}
