package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.GatewayOptions.Limits;
import dev.sekisho.gateway.certificate.UpstreamTrust;
import dev.sekisho.gateway.certificate.UpstreamVerdict;
import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.tls.TlsContexts;
import dev.sekisho.gateway.tls.TlsFacts;
import dev.sekisho.kernel.error.ErrorCode;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections on the client's own loop: TCP to one of the addresses that were decided on, TLS, then the check of the
 * certificate beside the loop. Until that check is done nobody gets the connection.
 */
public final class Connector {
    private static final int MAX_ADDRESSES = 3;
    private final Class<? extends SocketChannel> transport;
    private final TlsContexts contexts;
    private final UpstreamTrust trust;
    private final Limits limits;
    private final UpstreamFigures figures;

    /** A connector over the given kind of channel. */
    public Connector(
            Class<? extends SocketChannel> transport,
            TlsContexts contexts,
            UpstreamTrust trust,
            Limits limits,
            UpstreamFigures figures) {
        this.transport = transport;
        this.contexts = contexts;
        this.trust = trust;
        this.limits = limits;
        this.figures = figures;
    }

    void connect(Lane lane, UpstreamPool pool, Site site, UpstreamPool.Taker taker) {
        new Attempt(lane, pool, site, taker).next(0);
    }

    /**
     * Connects for a tunnel: no TLS of ours, no HTTP.
     *
     * @param handler put on the channel before anything is read
     */
    public void connectRaw(Lane lane, Site site, ChannelHandler handler, RawTaker taker) {
        raw(lane, site, handler, taker, 0, System.nanoTime());
    }

    /** Hears the outcome of {@link #connectRaw}. */
    public interface RawTaker {
        /** Connected. */
        void ready(Channel channel, long connectNanos);

        /** Not connected. */
        void failed(UpstreamFailure failure);
    }

    private void raw(Lane lane, Site site, ChannelHandler handler, RawTaker taker, int index, long started) {
        dial(lane, site, index).addListener(done -> {
            if (done.isSuccess()) {
                Channel channel = ((ChannelFuture) done).channel();
                channel.pipeline().addLast(handler);
                taker.ready(channel, System.nanoTime() - started);
            } else if (index + 1 < attempts(site)) {
                raw(lane, site, handler, taker, index + 1, started);
            } else {
                figures.failed().increment();
                taker.failed(UpstreamFailure.of(connectFault(done.cause())));
            }
        });
    }

    private ChannelFuture dial(Lane lane, Site site, int index) {
        return new Bootstrap()
                .group(lane.loop())
                .channel(transport)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connect().toMillis())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(site.addresses().get(index));
    }

    private static int attempts(Site site) {
        return Math.min(MAX_ADDRESSES, site.addresses().size());
    }

    private static ErrorCode connectFault(Throwable cause) {
        return cause instanceof ConnectTimeoutException ? ErrorCode.UPSTREAM_TIMEOUT : ErrorCode.UPSTREAM_UNREACHABLE;
    }

    static String hash(X509Certificate leaf) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
        } catch (GeneralSecurityException e) {
            return "";
        }
    }

    /** One request for a connection, over as many addresses as it takes. */
    private final class Attempt {
        private final Lane lane;
        private final UpstreamPool pool;
        private final Site site;
        private final UpstreamPool.Taker taker;
        private final long started = System.nanoTime();
        private long connected;

        Attempt(Lane lane, UpstreamPool pool, Site site, UpstreamPool.Taker taker) {
            this.lane = lane;
            this.pool = pool;
            this.site = site;
            this.taker = taker;
        }

        void next(int index) {
            dial(lane, site, index).addListener(done -> {
                Channel channel = ((ChannelFuture) done).channel();
                if (done.isSuccess()) {
                    connected = System.nanoTime();
                    UpstreamKey key = UpstreamKey.of(site, site.addresses().get(index));
                    if (site.tls()) {
                        lane.await(contexts.towardsSites(site.scope()), (context, failure) -> {
                            greet(channel, key, context, failure);
                        });
                    } else {
                        hand(channel, key, UpstreamIdentity.PLAIN, -1);
                    }
                } else if (index + 1 < attempts(site)) {
                    next(index + 1);
                } else {
                    fail(UpstreamFailure.of(connectFault(done.cause())));
                }
            });
        }

        private void greet(
                Channel channel, UpstreamKey key, @Nullable SslContext context, @Nullable Throwable failure) {
            if (context == null || failure != null) {
                channel.close();
                fail(UpstreamFailure.of(ErrorCode.INTERNAL));
                return;
            }
            SslHandler handler = context.newHandler(channel.alloc(), site.host(), site.port());
            handler.setHandshakeTimeout(limits.handshake().toMillis(), TimeUnit.MILLISECONDS);
            channel.pipeline().addFirst("tls", handler);
            handler.handshakeFuture().addListener(done -> {
                channel.config().setAutoRead(false);
                if (done.isSuccess()) {
                    check(channel, key, handler);
                } else {
                    channel.close();
                    boolean late = done.cause() instanceof SslHandshakeTimeoutException;
                    fail(UpstreamFailure.of(late ? ErrorCode.UPSTREAM_TIMEOUT : ErrorCode.UPSTREAM_TLS_FAILED));
                }
            });
        }

        private void check(Channel channel, UpstreamKey key, SslHandler handler) {
            List<X509Certificate> chain = TlsFacts.peerChain(handler);
            if (chain.isEmpty()) {
                channel.close();
                fail(UpstreamFailure.of(ErrorCode.CERTIFICATE_INVALID));
                return;
            }
            lane.await(trust.check(site.scope(), site.host(), chain), (verdict, failure) -> {
                String hash = hash(chain.getFirst());
                switch (verdict) {
                    case UpstreamVerdict.Trusted ignored -> {
                        UpstreamIdentity identity =
                                new UpstreamIdentity(TlsFacts.of(handler), Optional.of(chain.getFirst()), hash);
                        hand(channel, key, identity, System.nanoTime() - connected);
                    }
                    case UpstreamVerdict.Faulty faulty -> {
                        channel.close();
                        fail(new UpstreamFailure(faulty.fault(), faulty.date(), hash));
                    }
                    case null -> {
                        channel.close(); // the check itself failed: what is not known to be good is not used
                        fail(new UpstreamFailure(ErrorCode.CERTIFICATE_INVALID, Optional.empty(), hash));
                    }
                }
            });
        }

        private void hand(Channel channel, UpstreamKey key, UpstreamIdentity identity, long tlsNanos) {
            UpstreamConnection connection = new UpstreamConnection(pool, key, identity, channel, limits.head());
            channel.pipeline().addLast(connection);
            figures.opened().increment();
            figures.open().increment();
            if (!channel.isActive()) {
                figures.open().decrement();
                fail(UpstreamFailure.of(ErrorCode.UPSTREAM_UNREACHABLE));
                return;
            }
            channel.config().setAutoRead(true);
            taker.ready(connection, connected - started, tlsNanos);
        }

        private void fail(UpstreamFailure failure) {
            figures.failed().increment();
            taker.failed(failure);
        }
    }
}
