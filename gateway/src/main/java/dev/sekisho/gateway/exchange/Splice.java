package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.lane.RawHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Two channels joined byte for byte: a tunnel, or a connection after a change of protocol. Each side is read only while the
 * other can be written. Ends when either side ends or both are silent for too long.
 */
final class Splice implements Lane.Watched {
    private static final long ASK_NANOS = 2_000_000_000L;

    private final Station station;
    private final End client = new End();
    private final End site = new End();
    private final Heard heard;
    private long lastNanos;
    private long askedNanos;
    private boolean ended;

    /** Hears what passes. */
    interface Heard {
        void fromClient(long bytes);

        void fromSite(long bytes);

        /** Whether the customer is served still. */
        boolean served();

        /** Both sides are closed or closing; called once. */
        void ended();
    }

    Splice(Station station, Heard heard) {
        this.station = station;
        this.heard = heard;
        this.lastNanos = station.lane().nowNanos();
        this.askedNanos = lastNanos;
        station.lane().watch(this);
    }

    /** The handler for the client's channel. */
    RawHandler clientEnd() {
        return client;
    }

    /** The handler for the site's channel. */
    RawHandler siteEnd() {
        return site;
    }

    @Override
    public void tick(long nowNanos) {
        long silent = nowNanos - lastNanos;
        boolean stopping = station.parts().gate().draining() && silent > 500_000_000L;
        if (nowNanos - askedNanos > ASK_NANOS) {
            askedNanos = nowNanos;
            if (!heard.served()) {
                end();
                return;
            }
        }
        if (stopping || silent > station.parts().options().limits().idleTunnel().toNanos()) {
            end();
        }
    }

    /** The client's channel may be written to, although something else reads it still. */
    void joinClient(Channel channel) {
        client.channel = channel;
    }

    /** Sends what was written to either side. */
    void flush() {
        client.flush();
        site.flush();
    }

    /** It will not be used: nothing is heard, nothing closed. */
    void forget() {
        ended = true;
        station.lane().unwatch(this);
    }

    /** Closes both sides, each after what was written to it. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        station.lane().unwatch(this);
        client.closeAfterWrites();
        site.closeAfterWrites();
        heard.ended();
    }

    private final class End extends ChannelInboundHandlerAdapter implements RawHandler {
        private @Nullable Channel channel;
        private @Nullable ByteBuf early;

        private End other() {
            return this == client ? site : client;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
            ByteBuf waiting = early;
            early = null;
            if (waiting != null) {
                channel.writeAndFlush(waiting, channel.voidPromise());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            int count = bytes.readableBytes();
            lastNanos = station.lane().nowNanos();
            if (ended) {
                bytes.release();
                return;
            }
            other().write(bytes);
            if (this == client) {
                heard.fromClient(count);
            } else {
                heard.fromSite(count);
            }
            Channel to = other().channel;
            if (to != null && !to.isWritable()) {
                context.channel().config().setAutoRead(false);
            }
        }

        /** The first bytes may come before the other side is joined. */
        private void write(ByteBuf bytes) {
            Channel to = channel;
            if (to != null) {
                to.write(bytes, to.voidPromise());
            } else {
                ByteBuf before = early;
                early = before == null ? bytes : Unpooled.wrappedBuffer(before, bytes);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other().flush();
        }

        private void flush() {
            Channel here = channel;
            if (here != null) {
                here.flush();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            Channel from = other().channel;
            if (from != null && context.channel().isWritable()) {
                from.config().setAutoRead(true);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end();
        }

        private void closeAfterWrites() {
            ByteBuf unsent = early;
            early = null;
            if (unsent != null) {
                unsent.release();
            }
            Channel here = channel;
            if (here != null && here.isActive()) {
                here.config().setAutoRead(true);
                here.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }
}
