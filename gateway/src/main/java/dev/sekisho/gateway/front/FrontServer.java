package dev.sekisho.gateway.front;

import dev.sekisho.gateway.listen.Transport;
import dev.sekisho.gateway.tls.TlsProfile;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.security.Security;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * The listener of a front process: TLS by the profile {@code seed-compat} towards clients, the gateway's socket behind. It knows no
 * customer and no rule, and holds no key but the listener's.
 */
public final class FrontServer implements AutoCloseable {
    private static final String DISABLED = "jdk.tls.disabledAlgorithms";
    private static final String STATIC_RSA = "TLS_RSA_";
    private static final long HANDSHAKE_SECONDS = 10;
    private static final int SESSIONS = 5_000;
    private static final int SESSION_SECONDS = 3_600;
    private static final ApplicationProtocolConfig HTTP_1 = new ApplicationProtocolConfig(
            Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, "http/1.1");

    private final MultiThreadIoEventLoopGroup loops;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final LongAdder failed = new LongAdder();
    private final Quota handshakes;
    private final Channel listener;

    private FrontServer(MultiThreadIoEventLoopGroup loops, Transport transport, FrontOrder order, FrontLimits limits) {
        this.loops = loops;
        SslContext tls = context(order);
        FrontPlace place = order.place();
        this.handshakes = new Quota(limits.handshakes(), limits.handshakesPerBlock());
        Reception reception = new Reception(
                transport,
                place,
                channel -> handler(tls, channel),
                new Quota(limits.arriving(), limits.arrivingPerBlock()),
                handshakes,
                failed);
        ChannelFuture done = new ServerBootstrap()
                .group(loops, loops)
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (clients.size() >= limits.connections()) {
                            channel.close();
                            return;
                        }
                        clients.add(channel);
                        FrontClient.receive(channel, reception);
                    }
                })
                .bind(place.listen())
                .awaitUninterruptibly();
        if (!done.isSuccess()) {
            throw new SekishoException(
                    ErrorCode.PORT_TAKEN,
                    "gateway.listen: " + place.listen().getAddress().getHostAddress() + ":"
                            + place.listen().getPort() + " cannot be listened on ("
                            + done.cause().getMessage() + "). Stop what uses it, or choose another.",
                    done.cause());
        }
        this.listener = done.channel();
    }

    /**
     * Opens the suites that a JVM refuses by default, for all of this process: to be called first, before any TLS.
     */
    public static void openStaticRsa() {
        Security.setProperty(
                DISABLED,
                Arrays.stream(Security.getProperty(DISABLED).split(","))
                        .map(String::strip)
                        .filter(rule -> !rule.startsWith(STATIC_RSA))
                        .collect(Collectors.joining(", ")));
    }

    /**
     * Starts. It takes on what its heap carries, and at most what the order says.
     *
     * @throws SekishoException {@code PORT_TAKEN}; {@code CONFIG_INVALID} if this Java refuses one of the suites
     */
    public static FrontServer start(FrontOrder order) {
        return start(
                order,
                FrontLimits.of(Runtime.getRuntime().maxMemory(), order.place().connections()));
    }

    static FrontServer start(FrontOrder order, FrontLimits limits) {
        Transport transport = Transport.best();
        MultiThreadIoEventLoopGroup loops =
                transport.loops("front", Runtime.getRuntime().availableProcessors());
        try {
            return new FrontServer(loops, transport, order, limits);
        } catch (SekishoException e) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    private static SslContext context(FrontOrder order) {
        TlsProfile profile = TlsProfile.SEED_COMPAT;
        try {
            SslContext context = SslContextBuilder.forServer(order.key(), order.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols(profile.protocols())
                    .ciphers(profile.suites(), IdentityCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(HTTP_1)
                    .sessionCacheSize(SESSIONS)
                    .sessionTimeout(SESSION_SECONDS)
                    .build();
            requireAll(profile.suites(), Security.getProperty(DISABLED));
            return context;
        } catch (SSLException | IllegalArgumentException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "gateway.listen: this Java does not have every suite of tlsProfile seed-compat.",
                    e);
        }
    }

    /** Suites that are enabled but forbidden by the security properties would silently never be agreed on. */
    private static void requireAll(List<String> suites, String disabled) {
        if (new HashSet<>(suites).stream().anyMatch(suite -> suite.startsWith(STATIC_RSA))
                && disabled.contains(STATIC_RSA)) {
            throw new IllegalArgumentException("the security properties of this JVM forbid static RSA");
        }
    }

    private static SslHandler handler(SslContext tls, Channel channel) {
        SslHandler handler = tls.newHandler(channel.alloc());
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Handshakes under way. */
    int handshakes() {
        return handshakes.taken();
    }

    /** Handshakes that failed so far. */
    public long failed() {
        return failed.sum();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        clients.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
