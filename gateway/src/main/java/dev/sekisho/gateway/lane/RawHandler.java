package dev.sekisho.gateway.lane;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import org.jspecify.annotations.Nullable;

/** Takes a channel over from an HTTP handler: gets the bytes as they are, first those that were read ahead. */
public interface RawHandler extends ChannelInboundHandler {
    @Override
    void channelRead(ChannelHandlerContext context, Object message);

    @Override
    void channelReadComplete(ChannelHandlerContext context);

    /** Puts {@code handler} in the place of the one in {@code here}, which has read {@code rest} ahead. */
    static void replace(ChannelHandlerContext here, RawHandler handler, @Nullable ByteBuf rest) {
        here.pipeline().replace(here.handler(), null, handler);
        if (rest != null) {
            ChannelHandlerContext there = here.pipeline().context(handler);
            handler.channelRead(there, rest);
            handler.channelReadComplete(there);
        }
        here.channel().config().setAutoRead(true);
    }
}
