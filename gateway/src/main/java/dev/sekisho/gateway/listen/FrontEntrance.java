package dev.sekisho.gateway.listen;

import dev.sekisho.gateway.GatewayOptions.Listener;
import dev.sekisho.gateway.exchange.ClientConnection;
import dev.sekisho.gateway.exchange.Station;
import dev.sekisho.gateway.front.FrontHeader;
import dev.sekisho.gateway.front.FrontPassword;
import dev.sekisho.gateway.tls.TlsFacts;
import dev.sekisho.gateway.tls.TlsProfile;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.util.Optional;
import java.util.function.Function;

/** Receives connections of a front: whoever does not show the front's password is closed before anything is read. */
public final class FrontEntrance extends ChannelInitializer<Channel> {
    private final Listener listener;
    private final FrontPassword password;
    private final Function<Channel, Station> stations;
    private final ChannelGroup clients;

    /** The entrance behind the front of a listener. */
    public FrontEntrance(
            Listener listener, FrontPassword password, Function<Channel, Station> stations, ChannelGroup clients) {
        this.listener = listener;
        this.password = password;
        this.stations = stations;
        this.clients = clients;
    }

    @Override
    protected void initChannel(Channel channel) {
        Station station = stations.apply(channel);
        if (!Entrance.admit(station, channel, clients)) {
            return;
        }
        channel.pipeline()
                .addLast(new HAProxyMessageDecoder(FrontHeader.MAX_MEMBERS, true))
                .addLast(new BalancedArrival(
                        station,
                        header -> known(station, header),
                        (context, arrival) -> context.pipeline().addLast(new ClientConnection(station, arrival))));
    }

    private boolean known(Station station, HAProxyMessage header) {
        Optional<TlsFacts> tls = FrontHeader.tls(header, password);
        tls.ifPresent(facts -> station.parts().figures().tls().count(listener.name(), TlsProfile.SEED_COMPAT, facts));
        return tls.isPresent();
    }
}
