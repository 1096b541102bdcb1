package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.certificate.Leaf;
import dev.sekisho.gateway.destination.Resolution;
import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.gateway.tls.ClientHello;
import dev.sekisho.gateway.tls.TlsContexts;
import dev.sekisho.gateway.tls.TlsFacts;
import dev.sekisho.gateway.tls.TlsProfile;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamFailure;
import dev.sekisho.gateway.upstream.UpstreamPool;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.policy.ConnectPlan;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens one tunnel: hears the client's greeting, speaks TLS with the site first, then with the client under a leaf that
 * repeats the site's certificate. If the site may not or cannot be contacted, or its certificate is bad, the client gets a
 * leaf for the name it asked for, and in the tunnel the page that says why; a bad certificate is never covered by a good one.
 */
final class Interception implements Greeting.Heard, UpstreamPool.Taker {
    private final Exchange exchange;
    private final Station station;
    private final Verdict decryption;
    private final Resolution resolution;
    private final boolean contact;
    private Optional<Refusal.Reason> refusal;
    private String certificateHash = "";
    private String sni = "";
    private @Nullable Greeting greeting;
    private @Nullable Channel channel;
    private boolean answered;
    private final long started = System.nanoTime();

    /**
     * An interception that has not begun.
     *
     * @param refusal why the site cannot be contacted, if that is known already
     * @param contact whether it may be contacted before the first request was decided
     */
    Interception(
            Exchange exchange,
            Verdict decryption,
            Resolution resolution,
            Optional<Refusal.Reason> refusal,
            boolean contact) {
        this.exchange = exchange;
        this.station = exchange.station();
        this.decryption = decryption;
        this.resolution = resolution;
        this.refusal = refusal.isPresent() ? refusal : contact ? refusal : Judge.unreachable(resolution);
        this.contact = contact && refusal.isEmpty();
    }

    void start() {
        ClientConnection client = exchange.client();
        channel = client.channel();
        client.channel().closeFuture().addListener(closed -> record());
        client.takeOver(new Greeting(
                station.lane(), station.parts().options().limits().handshake().toNanos(), this));
    }

    @Override
    public void greeted(Greeting from, ChannelHandlerContext context, ClientHello hello) {
        greeting = from;
        channel = context.channel();
        switch (hello) {
            case ClientHello.Complete complete -> {
                sni = complete.serverName();
                exchange.event().greeted(sni);
                Optional<ConnectPlan> other = exchange.planForGreeting(sni, resolution);
                if (other.isPresent() && !opens(other.get())) {
                    exchange.refusedGreeting(other.get());
                    close(); // a host that a rule tunnels is not opened under another name either
                } else if (other.isPresent() && other.get() instanceof ConnectPlan.InspectToRefuse refuse) {
                    refusal = Optional.of(new Refusal.ByRule(
                            Judge.rule(refuse.access()),
                            refuse.facts().categories(),
                            refuse.facts().lists()));
                    mint(Optional.empty());
                } else if (contact) {
                    station.pool().take(exchange.siteAt(resolution, true), UpstreamPool.Want.ANY, this);
                } else {
                    mint(Optional.empty());
                }
            }
            case ClientHello.Other ignored -> notTls(from);
            case ClientHello.Incomplete ignored -> throw new IllegalStateException("not yet a greeting");
        }
    }

    private static boolean opens(ConnectPlan plan) {
        return plan instanceof ConnectPlan.Inspect || plan instanceof ConnectPlan.InspectToRefuse;
    }

    /** Plain HTTP inside a CONNECT, as browsers send for ws: URLs, is decided like any other; anything else is not opened. */
    private void notTls(Greeting from) {
        byte first = from.firstByte();
        boolean http = first >= 'A' && first <= 'Z';
        if (http) {
            from.handOver(new ClientConnection(
                    station, exchange.arrival(), Optional.of(inside(false, TlsFacts.NONE)), this::heardRequest));
        } else {
            fail(ErrorCode.CLIENT_TLS_FAILED);
        }
    }

    // ---- the site

    @Override
    public void ready(UpstreamConnection connection, long connectNanos, long tlsNanos) {
        if (connectNanos >= 0) {
            exchange.event().spent(EventDraft.Step.CONNECT, connectNanos);
        }
        certificateHash = connection.identity().certificateHash();
        Optional<X509Certificate> leaf = connection.identity().leaf();
        connection.release(); // to be taken again by the first request
        mint(leaf);
    }

    @Override
    public void failed(UpstreamFailure failure) {
        certificateHash = failure.certificateHash();
        refusal = Optional.of(reason(failure));
        mint(Optional.empty());
    }

    static Refusal.Reason reason(UpstreamFailure failure) {
        return failure.code().name().startsWith("CERTIFICATE_")
                ? new Refusal.BadCertificate(failure.code(), failure.date())
                : new Refusal.Other(failure.code());
    }

    // ---- the client

    private void mint(Optional<X509Certificate> siteLeaf) {
        var scope = exchange.way().scope();
        station.lane()
                .await(station.parts().mint().leafFor(scope, exchange.place().host(), siteLeaf), (leaf, failure) -> {
                    if (leaf == null) {
                        fail(Exchange.codeOf(failure));
                        return;
                    }
                    station.lane()
                            .await(
                                    station.parts().contexts().towardsClients(scope, TlsProfile.MODERN),
                                    (context, broken) -> greet(leaf, context, broken));
                });
    }

    private void greet(Leaf leaf, @Nullable SslContext context, @Nullable Throwable broken) {
        Greeting from = greeting;
        Channel client = channel;
        if (from == null || client == null || !client.isActive()) {
            return;
        }
        if (context == null) {
            fail(Exchange.codeOf(broken));
            return;
        }
        client.attr(TlsContexts.UNDER_KEYS_OF).set(exchange.way().scope().customer());
        SslHandler handler = context.newHandler(client.alloc(), leaf.alias(), 0);
        handler.setHandshakeTimeout(
                station.parts().options().limits().handshake().toMillis(), TimeUnit.MILLISECONDS);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess() && leaf.chain() != null) {
                exchange.event().spent(EventDraft.Step.TLS, System.nanoTime() - started);
                station.parts().figures().intercepted().increment();
                client.pipeline()
                        .addLast(new ClientConnection(
                                station,
                                exchange.arrival(),
                                Optional.of(inside(true, TlsFacts.of(handler))),
                                this::heardRequest));
            } else {
                fail(ErrorCode.CLIENT_TLS_FAILED);
            }
        });
        from.handOver(handler);
    }

    private Inside inside(boolean tls, TlsFacts clientTls) {
        return new Inside(
                exchange.way(),
                exchange.signedIn(),
                exchange.place(),
                tls,
                sni,
                clientTls,
                resolution,
                decryption,
                tls ? refusal : Judge.unreachable(resolution),
                exchange.bundle(),
                certificateHash);
    }

    /** The requests in the tunnel have events of their own; the CONNECT needs none then. */
    private void heardRequest() {
        answered = true;
        exchange.recordedByOthers();
    }

    private void fail(ErrorCode code) {
        exchange.event().failed(code);
        station.parts().figures().countRefusal(code);
        close();
    }

    private void close() {
        Channel client = channel;
        if (client != null) {
            client.close();
        }
        record();
    }

    /** The tunnel ended without a single request: then the CONNECT is what is logged. */
    private void record() {
        if (!answered) {
            answered = true;
            exchange.end();
        }
    }

    @Override
    public void left() {
        record();
    }
}
