package dev.sekisho.gateway.listen;

import dev.sekisho.gateway.GatewayOptions.Listener;
import dev.sekisho.gateway.exchange.Arrival;
import dev.sekisho.gateway.exchange.ClientConnection;
import dev.sekisho.gateway.exchange.Greeting;
import dev.sekisho.gateway.exchange.Station;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** Receives a connection: counts it, finds out where it comes from, and gives it its first handlers. */
public final class Entrance extends ChannelInitializer<Channel> {
    private final Listener listener;
    private final Function<Channel, Station> stations;
    private final ChannelGroup clients;

    /**
     * The entrance of one listener.
     *
     * @param stations the station of a channel's loop
     * @param clients all client connections of the gateway
     */
    public Entrance(Listener listener, Function<Channel, Station> stations, ChannelGroup clients) {
        this.listener = listener;
        this.stations = stations;
        this.clients = clients;
    }

    @Override
    protected void initChannel(Channel channel) {
        Station station = stations.apply(channel);
        if (!admit(station, channel, clients)) {
            return;
        }
        InetSocketAddress from = (InetSocketAddress) channel.remoteAddress();
        if (isBalancer(from.getAddress())) {
            channel.pipeline()
                    .addLast(new HAProxyMessageDecoder(true))
                    .addLast(new BalancedArrival(
                            station,
                            header -> true,
                            (pipelineContext, arrival) -> receive(station, pipelineContext, arrival)));
        } else {
            receive(station, channel, Arrival.of(from));
        }
    }

    /** Counts a connection, or closes it if there are too many. */
    static boolean admit(Station station, Channel channel, ChannelGroup clients) {
        var figures = station.parts().figures();
        figures.connections().increment();
        if (clients.size() >= station.parts().options().limits().connections()
                || station.parts().gate().draining()) {
            channel.close();
            return false;
        }
        clients.add(channel);
        figures.open().increment();
        channel.closeFuture().addListener(closed -> figures.open().decrement());
        return true;
    }

    private boolean isBalancer(InetAddress source) {
        return listener.proxyProtocol().stream().anyMatch(block -> block.contains(source));
    }

    private void receive(Station station, ChannelHandlerContext context, Arrival arrival) {
        receive(station, context.channel(), arrival);
    }

    private void receive(Station station, Channel channel, Arrival arrival) {
        if (listener.tls().isEmpty()) {
            channel.pipeline()
                    .addLast(new ClientConnection(
                            station, listener.exposesPasswords() ? arrival.inTheClear() : arrival));
            return;
        }
        ProxyTls tls = new ProxyTls(
                station, arrival, channel, listener.name(), listener.tls().get());
        channel.pipeline()
                .addLast(new Greeting(
                        station.lane(),
                        station.parts().options().limits().handshake().toNanos(),
                        tls));
    }
}
