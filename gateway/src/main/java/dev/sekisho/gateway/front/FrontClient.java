package dev.sekisho.gateway.front;

import dev.sekisho.gateway.tls.TlsFacts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client of a front, until it is joined to the gateway: the balancer's header where there is a balancer, the handshake, then a
 * connection to the gateway's socket that begins with a {@link FrontHeader}. All of it in at most 20 seconds.
 */
final class FrontClient extends ChannelInboundHandlerAdapter {
    private static final long SETUP_SECONDS = 20;
    private static final long FIRST_BYTES_SECONDS = 10;
    private static final int CONNECT_MILLIS = 5_000;

    private final Reception reception;
    private final Queue<Object> early = new ArrayDeque<>();
    private InetSocketAddress source;
    private @Nullable SslHandler tls;
    private @Nullable InetAddress arriving;
    private @Nullable InetAddress inHandshake;
    private boolean joined;

    private FrontClient(Reception reception, InetSocketAddress source) {
        this.reception = reception;
        this.source = source;
    }

    /** Gives a channel its first handlers, or closes it where too many like it are waiting. */
    static void receive(Channel channel, Reception reception) {
        InetSocketAddress from = (InetSocketAddress) channel.remoteAddress();
        FrontClient client = new FrontClient(reception, from);
        channel.closeFuture().addListener(closed -> client.left());
        boolean balanced = reception.place().balancers().stream().anyMatch(block -> block.contains(from.getAddress()));
        if (balanced) {
            channel.pipeline().addLast(new HAProxyMessageDecoder(true)); // whose place it takes is in the header
        } else if (!client.arrive()) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(client);
        channel.eventLoop()
                .schedule(() -> client.closeUnless(client.tls != null, channel), FIRST_BYTES_SECONDS, TimeUnit.SECONDS);
        channel.eventLoop().schedule(() -> client.closeUnless(client.joined, channel), SETUP_SECONDS, TimeUnit.SECONDS);
    }

    private void closeUnless(boolean far, Channel channel) {
        if (!far) {
            channel.close();
        }
    }

    private boolean arrive() {
        if (!reception.arriving().enter(source.getAddress())) {
            return false;
        }
        arriving = source.getAddress();
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HAProxyMessage header) {
            balanced(context, header);
        } else if (tls == null) {
            greet(context, message);
        } else {
            early.add(message); // what came with the end of the handshake; reading is off by then
        }
    }

    /** The client's first bytes: only now is it worth an engine. */
    private void greet(ChannelHandlerContext context, Object bytes) throws Exception {
        InetAddress from = source.getAddress();
        if (!context.channel().isActive() || !reception.handshakes().enter(from)) {
            ReferenceCountUtil.release(bytes);
            context.close();
            return;
        }
        inHandshake = from;
        SslHandler handler = reception.tls().apply(context.channel());
        tls = handler;
        context.pipeline().addBefore(context.name(), null, handler);
        handler.channelRead(context.pipeline().context(handler), bytes);
    }

    /** The handshake is over, one way or the other. */
    private void shaken() {
        InetAddress from = inHandshake;
        if (from != null) {
            inHandshake = null;
            reception.handshakes().leave(from);
        }
    }

    private void left() {
        shaken();
        InetAddress from = arriving;
        if (from != null) {
            arriving = null;
            reception.arriving().leave(from);
        }
    }

    private void balanced(ChannelHandlerContext context, HAProxyMessage header) {
        try {
            byte @Nullable [] address = header.sourceAddress() == null
                    ? null
                    : NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
            if (address == null) {
                context.close(); // the balancer's own health check
                return;
            }
            source = new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort());
            if (!arrive()) {
                context.close();
            }
        } catch (UnknownHostException e) {
            context.close();
        } finally {
            header.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            shaken();
            SslHandler handler = tls;
            if (done.isSuccess() && handler != null) {
                context.channel().config().setAutoRead(false);
                join(context, handler);
            } else {
                reception.failed().increment();
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    private void join(ChannelHandlerContext context, SslHandler handler) {
        Channel client = context.channel();
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(reception.transport().localClient())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new FrontPipe(client))
                .connect(reception.transport().local(reception.place().socket()));
        connecting.addListener(done -> {
            Channel gateway = connecting.channel();
            if (!done.isSuccess() || !client.isActive()) {
                gateway.close();
                client.close();
                return;
            }
            joined = true;
            left();
            gateway.pipeline().addFirst(HAProxyMessageEncoder.INSTANCE);
            gateway.writeAndFlush(FrontHeader.of(
                    source,
                    (InetSocketAddress) client.localAddress(),
                    TlsFacts.of(handler),
                    reception.place().password()));
            gateway.pipeline().remove(HAProxyMessageEncoder.INSTANCE);
            context.pipeline().replace(this, null, new FrontPipe(gateway));
            while (!early.isEmpty()) {
                gateway.write(early.remove());
            }
            gateway.flush();
            client.config().setAutoRead(true);
            gateway.config().setAutoRead(true);
        });
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (!joined) {
            early.forEach(ReferenceCountUtil::release);
            early.clear();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // no header, a reset, or TLS that is none
    }
}
