package dev.sekisho.gateway.listen;

import dev.sekisho.gateway.OnRamps;
import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.exchange.Arrival;
import dev.sekisho.gateway.exchange.ClientConnection;
import dev.sekisho.gateway.exchange.Greeting;
import dev.sekisho.gateway.exchange.Station;
import dev.sekisho.gateway.tls.ClientHello;
import dev.sekisho.gateway.tls.TlsContexts;
import dev.sekisho.gateway.tls.TlsFacts;
import dev.sekisho.gateway.tls.TlsProfile;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.policy.url.Host;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * TLS between client and proxy. The certificate is minted for the name that the client uses for the proxy, under the authority
 * of the customer whose on-ramp the client comes from: the one that its devices trust already.
 */
final class ProxyTls implements Greeting.Heard {
    private final Station station;
    private final Arrival arrival;
    private final Channel channel;
    private final String listener;
    private final TlsProfile profile;

    ProxyTls(Station station, Arrival arrival, Channel channel, String listener, TlsProfile profile) {
        this.station = station;
        this.arrival = arrival;
        this.channel = channel;
        this.listener = listener;
        this.profile = profile;
    }

    @Override
    public void greeted(Greeting greeting, ChannelHandlerContext context, ClientHello hello) {
        Optional<OnRamp> onRamp = station.parts().ports().onRamps().find(arrival.address());
        if (onRamp.isEmpty() || !(hello instanceof ClientHello.Complete complete)) {
            station.parts()
                    .figures()
                    .countRefusal(onRamp.isEmpty() ? ErrorCode.ON_RAMP_UNKNOWN : ErrorCode.CLIENT_TLS_FAILED);
            context.close();
            return;
        }
        var scope = onRamp.get().scope();
        if (station.parts().ports().onRamps().service(scope) == OnRamps.Service.WITHDRAWN) {
            station.parts().figures().countRefusal(ErrorCode.KEY_WITHDRAWN);
            context.close(); // there is no key to say so with
            return;
        }
        String name = Host.find(complete.serverName()).map(Host::text).orElseGet(this::ownAddress);
        station.lane().await(station.parts().mint().leafFor(scope, name, Optional.empty()), (leaf, failure) -> {
            if (leaf == null) {
                context.close();
                return;
            }
            station.lane().await(station.parts().contexts().towardsClients(scope, profile), (tls, broken) -> {
                if (tls == null) {
                    context.close();
                    return;
                }
                channel.attr(TlsContexts.UNDER_KEYS_OF).set(scope.customer());
                SslHandler handler = tls.newHandler(channel.alloc(), leaf.alias(), 0);
                handler.setHandshakeTimeout(
                        station.parts().options().limits().handshake().toMillis(), TimeUnit.MILLISECONDS);
                handler.handshakeFuture().addListener(done -> {
                    if (done.isSuccess()) {
                        station.parts().figures().tls().count(listener, profile, TlsFacts.of(handler));
                    } else {
                        station.parts().figures().countRefusal(ErrorCode.CLIENT_TLS_FAILED);
                    }
                });
                greeting.handOver(handler, new ClientConnection(station, arrival));
            });
        });
    }

    private String ownAddress() {
        return Host.of(((InetSocketAddress) channel.localAddress()).getAddress())
                .text();
    }

    @Override
    public void left() {
        // nothing was asked
    }
}
