package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.lane.RawHandler;
import dev.sekisho.gateway.tls.ClientHello;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** Waits until a client has said what it is going to speak, and keeps what it said for whoever answers. */
public final class Greeting extends ChannelInboundHandlerAdapter implements RawHandler, Lane.Watched {
    private final Lane lane;
    private final long waitNanos;
    private final Heard heard;
    private @Nullable ByteBuf input;
    private boolean done;
    private long deadlineNanos;

    /** Hears what it is, once. */
    public interface Heard {
        /** Reading is off; the first bytes wait in {@code greeting}. */
        void greeted(Greeting greeting, ChannelHandlerContext context, ClientHello hello);

        /** The client left, or said nothing in time. */
        void left();
    }

    /** Waits at most {@code waitNanos} from the moment it is added. */
    public Greeting(Lane lane, long waitNanos, Heard heard) {
        this.lane = lane;
        this.waitNanos = waitNanos;
        this.heard = heard;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadlineNanos = lane.nowNanos() + waitNanos;
        lane.watch(this);
        this.context = context;
    }

    private @Nullable ChannelHandlerContext context;

    @Override
    public void handlerRemoved(ChannelHandlerContext from) {
        lane.unwatch(this);
        ByteBuf left = input;
        input = null;
        if (left != null) {
            left.release();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        ByteBuf before = input;
        ByteBuf all =
                before == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(from.alloc(), before, bytes);
        input = all;
        ClientHello hello = done ? new ClientHello.Incomplete() : ClientHello.look(all);
        if (!(hello instanceof ClientHello.Incomplete)) {
            done = true;
            lane.unwatch(this);
            from.channel().config().setAutoRead(false);
            heard.greeted(this, from, hello);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        // nothing was written
    }

    /** The first bytes, without taking them. */
    byte firstByte() {
        ByteBuf bytes = input;
        return bytes == null || !bytes.isReadable() ? 0 : bytes.getByte(bytes.readerIndex());
    }

    /** Gives the channel to the next handlers (the first of them in this one's place), the first bytes included. */
    public void handOver(ChannelHandler... next) {
        ChannelHandlerContext here = context;
        if (here == null || here.isRemoved()) {
            return;
        }
        ByteBuf rest = input;
        input = null;
        ChannelHandlerContext last = here;
        for (ChannelHandler each : next) {
            here.pipeline().addAfter(last.name(), null, each);
            last = here.pipeline().context(each);
        }
        if (rest != null) {
            here.fireChannelRead(rest);
            here.fireChannelReadComplete();
        }
        here.pipeline().remove(this);
        here.channel().config().setAutoRead(true);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        boolean unheard = !done;
        done = true;
        lane.unwatch(this);
        if (unheard) {
            heard.left();
        }
        from.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close();
    }

    @Override
    public void tick(long nowNanos) {
        ChannelHandlerContext here = context;
        if (here != null && nowNanos - deadlineNanos > 0) {
            here.close();
        }
    }
}
