package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.http.BadMessage;
import dev.sekisho.gateway.http.BodyReader;
import dev.sekisho.gateway.http.Fields;
import dev.sekisho.gateway.http.Framing;
import dev.sekisho.gateway.http.HeadLimits;
import dev.sekisho.gateway.http.ResponseHead;
import dev.sekisho.gateway.http.ResponseReader;
import dev.sekisho.gateway.lane.RawHandler;
import dev.sekisho.kernel.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a site, carrying one request at a time. A byte that arrives while no request is under way, or after the end
 * of an answer, ends the connection: it could only be an answer that somebody smuggled in.
 */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter implements BodyReader.Sink {
    private final UpstreamPool pool;
    private final UpstreamKey key;
    private final UpstreamIdentity identity;
    private final Channel channel;
    private final HeadLimits limits;
    private final ResponseReader heads;
    private @Nullable UpstreamListener listener;
    private String method = "";
    private @Nullable BodyReader body;
    private @Nullable ByteBuf input;
    private boolean reusable = true;
    private boolean switched;
    private boolean untilClose;
    private boolean answering;
    private int answered;
    private long idleSinceNanos;

    UpstreamConnection(
            UpstreamPool pool, UpstreamKey key, UpstreamIdentity identity, Channel channel, HeadLimits limits) {
        this.pool = pool;
        this.key = key;
        this.identity = identity;
        this.channel = channel;
        this.limits = limits;
        this.heads = new ResponseReader(limits);
    }

    /** Starts a request: its answer goes to {@code newListener}. */
    public void begin(UpstreamListener newListener, String newMethod) {
        listener = newListener;
        method = newMethod;
        body = null;
        reusable = true;
        answering = false;
    }

    /** Writes without flushing. */
    public void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    /** Sends what was written. */
    public void flush() {
        channel.flush();
    }

    /** Whether it can take more without piling it up. */
    public boolean writable() {
        return channel.isWritable();
    }

    /** Stops or resumes reading the answer. */
    public void reading(boolean on) {
        if (channel.config().isAutoRead() != on) {
            channel.config().setAutoRead(on);
        }
    }

    /** Whether it carried a request before this one, so that the site may have closed it meanwhile. */
    public boolean reused() {
        return answered > 0;
    }

    /** Whether any byte of the present answer came. */
    public boolean answering() {
        return answering;
    }

    /** Who answers. */
    public UpstreamIdentity identity() {
        return identity;
    }

    /** The address. */
    public InetSocketAddress address() {
        return key.address();
    }

    /** Whether it may carry requests for the site. */
    public boolean serves(Site site) {
        return site.addresses().contains(key.address())
                && UpstreamKey.of(site, key.address()).equals(key);
    }

    /** Whether it is still open. */
    public boolean active() {
        return channel.isActive();
    }

    /** Ends it; the listener hears nothing more. */
    public void close() {
        listener = null;
        channel.close();
    }

    /** Gives it back for the same customer's next request to the same site, if it can carry one. */
    public void release() {
        listener = null;
        if (reusable && channel.isActive() && input == null) {
            reading(true);
            pool.putIdle(this);
        } else {
            channel.close();
        }
    }

    /** After a 101: everything from now on, and what came behind the 101 already, goes to {@code handler} as it is. */
    public Channel takeOver(RawHandler handler) {
        ByteBuf rest = input;
        input = null;
        listener = null;
        RawHandler.replace(channel.pipeline().context(this), handler, rest);
        return channel;
    }

    /** A request ended, and it stays with its client: for the same client's next request, if it can carry one. */
    public void keep(long nowNanos) {
        listener = null;
        if (reusable && channel.isActive() && input == null) {
            idleSinceNanos = nowNanos;
            reading(true);
        } else {
            channel.close();
        }
    }

    /** Whether no request is under way since at least {@code nanos}. */
    public boolean idleFor(long nanos, long nowNanos) {
        return listener == null && nowNanos - idleSinceNanos >= nanos;
    }

    /** Whether a request is under way. */
    public boolean busy() {
        return listener != null;
    }

    UpstreamKey key() {
        return key;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void idleSince(long nanos) {
        idleSinceNanos = nanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (listener == null) {
            bytes.release();
            channel.close();
            return;
        }
        input = input == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), input, bytes);
        try {
            parse();
        } catch (BadMessage e) {
            fail(ErrorCode.UPSTREAM_PROTOCOL);
        } finally {
            dropInputIfRead();
        }
    }

    private void dropInputIfRead() {
        ByteBuf left = input;
        if (left != null && (!left.isReadable() || listener == null)) {
            input = null;
            left.release();
        }
    }

    /** Looks at {@link #input} anew each time round: the end of an answer lets go of it, and may begin the next request. */
    private void parse() throws BadMessage {
        ByteBuf in;
        while ((in = input) != null && listener != null && !switched && in.isReadable()) {
            answering = true;
            if (body == null && !readHead(in)) {
                return;
            }
            if (body != null) {
                body.read(in, this);
                endIfDone();
            }
        }
    }

    private boolean readHead(ByteBuf in) throws BadMessage {
        ResponseHead head = heads.read(in, method);
        UpstreamListener to = listener;
        if (head == null || to == null) {
            return false;
        }
        if (head.status() == 101) {
            switched = true;
            reusable = false;
            to.head(head);
            return false;
        }
        if (head.status() < 200) {
            to.interim(head);
            return true;
        }
        reusable = head.keepAlive();
        untilClose = head.framing() instanceof Framing.UntilClose;
        body = BodyReader.of(head.framing(), limits);
        to.head(head);
        return true;
    }

    private void endIfDone() {
        BodyReader reader = body;
        if (reader == null || !reader.done()) {
            return;
        }
        if (input != null && input.isReadable()) {
            reusable = false; // more than was promised
        }
        finish();
    }

    private void finish() {
        UpstreamListener to = listener;
        body = null;
        answered++;
        listener = null;
        if (to != null) {
            dropInputIfRead();
            to.end();
        }
    }

    @Override
    public void data(ByteBuf piece) {
        UpstreamListener to = listener;
        if (to == null) {
            piece.release();
        } else {
            to.data(piece);
        }
    }

    @Override
    public void trailers(Fields trailers) {
        UpstreamListener to = listener;
        if (to != null) {
            to.trailers(trailers);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        UpstreamListener to = listener;
        if (to != null) {
            to.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        UpstreamListener to = listener;
        if (to != null && channel.isWritable()) {
            to.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.gone(this);
        UpstreamListener to = listener;
        if (to != null) {
            if (body != null && untilClose) {
                reusable = false;
                finish();
            } else {
                fail(ErrorCode.UPSTREAM_UNREACHABLE);
            }
        }
        dropInputIfRead();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(ErrorCode.UPSTREAM_UNREACHABLE); // reset, or TLS that does not decrypt
    }

    private void fail(ErrorCode code) {
        UpstreamListener to = listener;
        listener = null;
        channel.close();
        if (to != null) {
            to.failed(code);
        }
    }
}
