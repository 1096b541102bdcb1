package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.GatewayOptions.Limits;
import dev.sekisho.gateway.http.BadMessage;
import dev.sekisho.gateway.http.BodyReader;
import dev.sekisho.gateway.http.Fields;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.gateway.http.RequestReader;
import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.lane.RawHandler;
import dev.sekisho.gateway.upstream.Site;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's end: takes requests apart, one at a time and in order, and hands each to an {@link Exchange}. Reads on only
 * while somebody takes what is read, so that a connection holds at most one read and one head in memory. The same class
 * serves a proxy connection and, with an {@link Inside}, the inside of an opened tunnel.
 *
 * <p>One file because reading, pausing and closing decide over the same few flags of one connection.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements BodyReader.Sink, Lane.Watched {
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final int MAX_PINNED = 8;
    private static final long LINGER_BYTES = 1024 * 1024;
    private final Station station;
    private final Arrival arrival;
    private final Optional<Inside> inside;
    private final Runnable firstRequest;
    private final RequestReader heads;
    private final List<UpstreamConnection> pinned = new ArrayList<>(0);
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable BodyReader body;
    private @Nullable ByteBuf input;
    private boolean inRead;
    private boolean processing;
    private boolean lingering;
    private long lingered;
    private boolean headStarted;
    private long deadlineNanos;

    /** A connection to the proxy itself. */
    public ClientConnection(Station station, Arrival arrival) {
        this(station, arrival, Optional.empty(), () -> {});
    }

    /** The inside of a tunnel; {@code firstRequest} runs when the first request in it has arrived. */
    ClientConnection(Station station, Arrival arrival, Optional<Inside> inside, Runnable firstRequest) {
        this.station = station;
        this.arrival = arrival;
        this.inside = inside;
        this.firstRequest = firstRequest;
        this.heads = new RequestReader(limits().head());
    }

    private Limits limits() {
        return station.parts().options().limits();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) {
        context = newContext;
        station.lane().watch(this);
        waitFor(limits().idleClient().toNanos());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext oldContext) {
        station.lane().unwatch(this);
        ByteBuf left = input;
        input = null;
        if (left != null) {
            left.release();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        inRead = true;
        if (lingering) {
            lingered += bytes.readableBytes();
            bytes.release();
            if (lingered > LINGER_BYTES) {
                from.close();
            }
            return;
        }
        ByteBuf before = input;
        input = before == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(from.alloc(), before, bytes);
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        inRead = false;
        Exchange current = exchange;
        if (current != null) {
            current.flushUpstream();
        }
        from.flush();
    }

    /** Takes apart what is there, as far as it can go on now. */
    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (step()) {
                // as long as there is progress
            }
        } catch (BadMessage e) {
            refuse(e);
        } finally {
            processing = false;
        }
        dropInputIfRead();
        updateReading();
        Exchange current = exchange;
        if (current != null && !inRead) {
            current.flushUpstream();
        }
    }

    private boolean step() throws BadMessage {
        ByteBuf in = input;
        Exchange current = exchange;
        BodyReader reader = body;
        if (lingering || context == null) {
            return false;
        }
        if (current == null) {
            // answers that the client does not take must not pile up behind requests that it does send
            return in != null && in.isReadable() && writable() && start(in);
        }
        if (reader == null || !current.wantsBody()) {
            return false;
        }
        int before = in == null ? 0 : in.readableBytes();
        if (in != null) {
            reader.read(in, this);
        }
        if (reader.done() && body == reader) {
            body = null;
            current.bodyEnd();
            return true;
        }
        ByteBuf left = input; // not in: what took the body may have ended the request and let go of it
        return left != null && left.isReadable() && left.readableBytes() < before;
    }

    private boolean start(ByteBuf in) throws BadMessage {
        RequestHead head = heads.read(in);
        if (head == null) {
            if (!headStarted) {
                headStarted = true;
                waitFor(limits().receiveHead().toNanos());
            }
            return false;
        }
        headStarted = false;
        touch();
        firstRequest.run();
        BodyReader reader = BodyReader.of(head.framing(), limits().head());
        Exchange next = new Exchange(station, this, arrival, inside, head);
        exchange = next;
        body = reader.done() ? null : reader;
        next.start();
        return true;
    }

    private void refuse(BadMessage bad) {
        Exchange current = exchange;
        if (current == null) {
            firstRequest.run();
            exchange = current = new Exchange(station, this, arrival, inside, null);
        }
        current.badMessage(bad.fault());
    }

    private void dropInputIfRead() {
        ByteBuf left = input;
        if (left != null && (!left.isReadable() || lingering)) {
            input = null;
            left.release();
        }
    }

    /** Reads while nothing is waiting to be taken and answers are: also during an exchange, to hear of a client that leaves. */
    private void updateReading() {
        boolean between = exchange == null && !lingering;
        boolean on = between ? context != null && writable() : input == null;
        if (context != null && channel().config().isAutoRead() != on) {
            channel().config().setAutoRead(on);
        }
    }

    @Override
    public void data(ByteBuf piece) {
        Exchange current = exchange;
        if (current == null) {
            piece.release();
        } else {
            touch();
            current.bodyPiece(piece);
        }
    }

    @Override
    public void trailers(Fields trailers) {
        Exchange current = exchange;
        if (current != null) {
            current.bodyTrailers(trailers);
        }
    }

    /** The exchange can take (more of) the body now. */
    void bodyWanted() {
        process();
    }

    /** Whether the request under way was received to its end. */
    boolean bodyReceived() {
        return body == null;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        Exchange current = exchange;
        if (current == null) {
            process(); // requests may have waited for this
        } else if (from.channel().isWritable()) {
            touch();
            current.clientWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.clientGone();
        }
        pinned.forEach(UpstreamConnection::close);
        pinned.clear();
        from.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close(); // reset, or TLS that does not decrypt; channelInactive follows
    }

    @Override
    public void tick(long nowNanos) {
        dropIdlePinned(nowNanos);
        boolean idle = exchange == null && !headStarted && !lingering;
        if (idle && station.parts().gate().draining()) {
            channel().close();
        } else if (nowNanos - deadlineNanos > 0) {
            Exchange current = exchange;
            if (current != null && !lingering) {
                touch();
                current.timedOut();
            } else {
                channel().close();
            }
        }
    }

    /** Something moved: the clock for silence starts again. */
    void touch() {
        waitFor(limits().upstream().toNanos());
    }

    private void waitFor(long nanos) {
        deadlineNanos = station.lane().nowNanos() + nanos + Lane.TICK_MILLIS * 1_000_000;
    }

    Channel channel() {
        return ctx().channel();
    }

    private ChannelHandlerContext ctx() {
        ChannelHandlerContext here = context;
        if (here == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return here;
    }

    ByteBufAllocator alloc() {
        return ctx().alloc();
    }

    /** Writes without flushing. */
    void write(ByteBuf bytes) {
        ctx().write(bytes, ctx().voidPromise());
    }

    /** Sends what was written, at the end of the present read if there is one. */
    void flush() {
        if (!inRead) {
            ctx().flush();
        }
    }

    boolean writable() {
        return channel().isWritable();
    }

    /** The exchange ended with a complete response; {@code keep} if another request may follow. */
    void finished(Exchange ended, boolean keep) {
        if (exchange != ended) {
            return;
        }
        exchange = null;
        if (keep && body == null) {
            flush();
            waitFor(limits().idleClient().toNanos());
            process();
            return;
        }
        boolean unread = body != null;
        body = null;
        lingering = true;
        if (!processing) {
            dropInputIfRead(); // otherwise process() is looking at it, and drops it
        }
        if (unread) {
            deadlineNanos = station.lane().nowNanos() + LINGER_NANOS;
            ctx().flush();
            updateReading();
        } else {
            ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The response cannot be completed: the client must see that. */
    void abort(Exchange ended) {
        if (exchange == ended) {
            exchange = null;
            lingering = true;
            ctx().flush();
            channel().close();
        }
    }

    /** The connection is used in another way from now on: {@code handler} gets what comes, first what was read ahead. */
    void takeOver(RawHandler handler) {
        ByteBuf rest = input;
        input = null;
        exchange = null;
        lingering = true;
        pinned.removeIf(UpstreamConnection::busy); // the one that goes over as well
        pinned.forEach(UpstreamConnection::close);
        pinned.clear();
        RawHandler.replace(ctx(), handler, rest);
    }

    /** Keeps a connection for this client alone, because it authenticated the connection and not the request. */
    void pin(UpstreamConnection connection) {
        if (pinned.contains(connection)) {
            return;
        }
        pinned.removeIf(each -> !each.active());
        if (pinned.size() >= MAX_PINNED) {
            pinned.removeFirst().close();
        }
        pinned.add(connection);
    }

    private void dropIdlePinned(long nowNanos) {
        if (pinned.isEmpty()) {
            return;
        }
        List<UpstreamConnection> old = pinned.stream()
                .filter(each -> each.idleFor(limits().idleUpstream().toNanos(), nowNanos))
                .toList();
        pinned.removeAll(old);
        old.forEach(UpstreamConnection::close);
    }

    /** This client's own connection to the site, if there is one. */
    @Nullable
    UpstreamConnection pinnedTo(Site site) {
        pinned.removeIf(each -> !each.active());
        for (UpstreamConnection each : pinned) {
            if (each.serves(site)) {
                pinned.remove(each);
                pinned.add(each); // the first is the one that was used longest ago
                return each;
            }
        }
        return null;
    }

    boolean isPinned(UpstreamConnection connection) {
        return pinned.contains(connection);
    }
}
