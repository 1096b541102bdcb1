package dev.sekisho.gateway.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sekisho.gateway.destination.Resolution;
import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.gateway.tls.ClientHello;
import dev.sekisho.gateway.upstream.Connector;
import dev.sekisho.gateway.upstream.UpstreamFailure;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.policy.ConnectPlan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CONNECT that was decided: refuses it, joins it to the site unopened, or has it opened by an {@link Interception}. */
final class TunnelOpening implements Connector.RawTaker {
    private static final ByteBuf ESTABLISHED = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                    .writeBytes("HTTP/1.1 200 Connection Established\r\n\r\n".getBytes(US_ASCII)))
            .asReadOnly();
    private final Exchange exchange;
    private final ConnectPlan plan;
    private final Resolution resolution;
    private @Nullable Channel site;
    private boolean gone;

    TunnelOpening(Exchange exchange, ConnectPlan plan, Resolution resolution) {
        this.exchange = exchange;
        this.plan = plan;
        this.resolution = resolution;
    }

    void start() {
        if (!exchange.client().bodyReceived()) {
            exchange.refuse(ErrorCode.BAD_REQUEST); // RFC 9110, section 9.3.6: a CONNECT has no content
            return;
        }
        switch (plan) {
            case ConnectPlan.Refuse refuse -> refuse(refuse);
            case ConnectPlan.Tunnel tunnel -> tunnel(tunnel);
            case ConnectPlan.Inspect inspect -> open(inspect.access(), Judge.unreachable(resolution), true);
            case ConnectPlan.InspectToRefuse inspect -> open(inspect.access(), Optional.empty(), false);
        }
    }

    private void refuse(ConnectPlan.Refuse refuse) {
        exchange.event().protectedBy(mode("tunnel"));
        boolean byDecryption = refuse.decryption() instanceof Verdict.Undecidable;
        exchange.event().verdict(refuse.access());
        exchange.refuseByRule(byDecryption ? refuse.decryption() : refuse.access(), refuse.facts());
    }

    static WebEvent.Tls mode(String mode) {
        return new WebEvent.Tls(mode, "", "", "", "", "", "", "");
    }

    // ---- not opened

    private void tunnel(ConnectPlan.Tunnel tunnel) {
        exchange.event().protectedBy(mode("tunnel"));
        exchange.event().verdict(tunnel.access());
        exchange.allowed(tunnel.access());
        Optional<Refusal.Reason> unreachable = Judge.unreachable(resolution);
        if (unreachable.isPresent()) {
            exchange.refuse(unreachable.get(), 0);
            return;
        }
        Station station = exchange.station();
        Splice splice = new Splice(station, new Counted(exchange));
        opening = splice;
        station.parts()
                .connector()
                .connectRaw(station.lane(), exchange.siteAt(resolution, false), splice.siteEnd(), this);
    }

    private @Nullable Splice opening;

    @Override
    public void ready(Channel channel, long connectNanos) {
        Splice splice = opening;
        if (gone || exchange.isEnded() || splice == null) {
            if (splice != null) {
                splice.forget();
            }
            channel.close();
            return;
        }
        site = channel;
        Station station = exchange.station();
        exchange.event().spent(EventDraft.Step.CONNECT, connectNanos);
        exchange.event()
                .contacted(((java.net.InetSocketAddress) channel.remoteAddress())
                        .getAddress()
                        .getHostAddress());
        exchange.event().answered(200);
        station.parts().figures().tunnels().increment();
        ClientConnection client = exchange.client();
        client.write(ESTABLISHED.duplicate());
        Greeting greeting = new Greeting(
                station.lane(), station.parts().options().limits().idleTunnel().toNanos(), new Greeting.Heard() {
                    @Override
                    public void greeted(Greeting from, ChannelHandlerContext context, ClientHello hello) {
                        if (hello instanceof ClientHello.Complete complete && covers(complete.serverName())
                                || hello instanceof ClientHello.Other && unreadable(from.firstByte())) {
                            splice.end(); // nothing of it has reached the site
                        } else {
                            from.handOver(splice.clientEnd());
                        }
                    }

                    @Override
                    public void left() {
                        splice.end();
                    }
                });
        splice.joinClient(client.channel());
        client.takeOver(greeting);
        client.channel().flush();
    }

    /** Whether the greeting asks for another name, to which the rules would not have let a closed tunnel. */
    private boolean covers(String serverName) {
        exchange.event().greeted(serverName);
        Optional<ConnectPlan> other = exchange.planForGreeting(serverName, resolution);
        if (other.isEmpty() || other.get() instanceof ConnectPlan.Tunnel) {
            return false;
        }
        exchange.refusedGreeting(other.get());
        return true;
    }

    /** TLS whose name cannot be read may ask for any name: what the rules cannot judge does not pass. */
    private boolean unreadable(byte first) {
        if (!ClientHello.isTls(first)) {
            return false;
        }
        exchange.event().refused(ErrorCode.CLIENT_TLS_FAILED, "");
        exchange.station().parts().figures().countRefusal(ErrorCode.CLIENT_TLS_FAILED);
        return true;
    }

    @Override
    public void failed(UpstreamFailure failure) {
        Splice splice = opening;
        if (splice != null) {
            splice.forget();
        }
        if (!gone) {
            exchange.refuse(failure.code());
        }
    }

    // ---- opened

    private void open(Verdict access, Optional<Refusal.Reason> refusal, boolean contact) {
        exchange.event().protectedBy(mode("inspect"));
        exchange.event().verdict(access);
        exchange.event()
                .outcome(
                        ConnectPlan.action(access).orElse(dev.sekisho.kernel.decision.Action.ALLOW),
                        Judge.rule(access));
        exchange.event().answered(200);
        exchange.client().write(ESTABLISHED.duplicate());
        new Interception(exchange, plan.decryption(), resolution, refusal, contact).start();
        exchange.client().channel().flush();
    }

    void clientGone() {
        gone = true;
        Splice splice = opening;
        if (splice != null && site == null) {
            splice.forget();
        }
    }
}
