package dev.sekisho.gateway.front;

import dev.sekisho.gateway.listen.Transport;
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
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One client of a front, until it is joined to the gateway: the balancer's header where there is a balancer, the handshake, then a
 * connection to the gateway's socket that begins with a {@link FrontHeader}. All of it in at most 20 seconds.
 */
final class FrontClient extends ChannelInboundHandlerAdapter {
    private static final long SETUP_SECONDS = 20;
    private static final int CONNECT_MILLIS = 5_000;

    private final Transport transport;
    private final FrontPlace place;
    private final SslHandler tls;
    private final LongAdder failed;
    private final Queue<Object> early = new ArrayDeque<>();
    private InetSocketAddress source;
    private boolean joined;

    private FrontClient(
            Transport transport, FrontPlace place, SslHandler tls, LongAdder failed, InetSocketAddress source) {
        this.transport = transport;
        this.place = place;
        this.tls = tls;
        this.failed = failed;
        this.source = source;
    }

    /** Gives a channel its first handlers. */
    static void receive(Channel channel, Transport transport, FrontPlace place, SslHandler tls, LongAdder failed) {
        InetSocketAddress from = (InetSocketAddress) channel.remoteAddress();
        FrontClient client = new FrontClient(transport, place, tls, failed, from);
        boolean balanced = place.balancers().stream().anyMatch(block -> block.contains(from.getAddress()));
        if (balanced) {
            channel.pipeline().addLast(new HAProxyMessageDecoder(true));
        } else {
            channel.pipeline().addLast(tls);
        }
        channel.pipeline().addLast(client);
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!client.joined) {
                                channel.close();
                            }
                        },
                        SETUP_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HAProxyMessage header) {
            balanced(context, header);
        } else {
            early.add(message); // what came with the end of the handshake; reading is off by then
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
            context.pipeline().addBefore(context.name(), null, tls);
        } catch (UnknownHostException e) {
            context.close();
        } finally {
            header.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                context.channel().config().setAutoRead(false);
                join(context);
            } else {
                failed.increment();
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    private void join(ChannelHandlerContext context) {
        Channel client = context.channel();
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(transport.localClient())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new FrontPipe(client))
                .connect(transport.local(place.socket()));
        connecting.addListener(done -> {
            Channel gateway = connecting.channel();
            if (!done.isSuccess() || !client.isActive()) {
                gateway.close();
                client.close();
                return;
            }
            joined = true;
            gateway.pipeline().addFirst(HAProxyMessageEncoder.INSTANCE);
            gateway.writeAndFlush(FrontHeader.of(
                    source, (InetSocketAddress) client.localAddress(), TlsFacts.of(tls), place.password()));
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
