package dev.sekisho.app.demo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The sites of the recording, on two free ports of the loopback address: one speaks HTTP, one TLS with a certificate of its own
 * for each of its hosts.
 */
final class DemoOrigins implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final DemoAuthority authority = new DemoAuthority();
    private final Map<String, Visit> visits = new HashMap<>();
    private final Set<String> hosts;
    private final Map<String, SslContext> contexts = new ConcurrentHashMap<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel plain;
    private final Channel secure;

    /** Starts both; fails if the loopback address cannot be bound. */
    DemoOrigins(List<Visit> recorded) throws InterruptedException {
        recorded.forEach(visit -> visits.putIfAbsent(visit.key(), visit));
        hosts = recorded.stream().map(Visit::host).collect(Collectors.toUnmodifiableSet());
        plain = bind("http");
        secure = bind("https");
    }

    private Channel bind(String scheme) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (scheme.equals("https")) {
                            channel.pipeline().addLast(new SniHandler(DemoOrigins.this::contextOf));
                        }
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_LINE_BYTES),
                                        new HttpServerKeepAliveHandler(),
                                        new ChunkedWriteHandler(),
                                        new OriginHandler(scheme, visits));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    /** The TLS context of a host; a greeting without a known host gets one for localhost. */
    private SslContext contextOf(@Nullable String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return contexts.computeIfAbsent(hosts.contains(name) ? name : "localhost", this::newContext);
    }

    private SslContext newContext(String host) {
        try {
            return SslContextBuilder.forServer(authority.siteKeys().getPrivate(), authority.certificateFor(host))
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for the demonstration's origins", e);
        }
    }

    /** What a gateway has to trust. */
    X509Certificate root() {
        return authority.root();
    }

    /** Each recorded host and port, and the endpoint that answers for it. */
    Map<String, InetSocketAddress> endpoints() {
        Map<String, InetSocketAddress> endpoints = new HashMap<>();
        visits.values()
                .forEach(visit -> endpoints.put(
                        visit.hostAndPort(), (InetSocketAddress) (visit.isSecure() ? secure : plain).localAddress()));
        return endpoints;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        contexts.values().forEach(ReferenceCountUtil::release);
    }
}
