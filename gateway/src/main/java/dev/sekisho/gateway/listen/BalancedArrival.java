package dev.sekisho.gateway.listen;

import dev.sekisho.gateway.exchange.Arrival;
import dev.sekisho.gateway.exchange.Station;
import dev.sekisho.gateway.lane.Lane;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the client's address from the PROXY header of a listed balancer (HAProxy, "The PROXY protocol", versions 1 and 2).
 * A balancer must send one: without it the connection is closed, because its own address says nothing about the client.
 */
final class BalancedArrival extends ChannelInboundHandlerAdapter implements Lane.Watched {
    private final Station station;
    private final Predicate<HAProxyMessage> believed;
    private final BiConsumer<ChannelHandlerContext, Arrival> next;
    private final long deadlineNanos;
    private @Nullable ChannelHandlerContext context;

    /**
     * Waits for a header.
     *
     * @param believed whether a header is of whom it should be
     */
    BalancedArrival(
            Station station, Predicate<HAProxyMessage> believed, BiConsumer<ChannelHandlerContext, Arrival> next) {
        this.station = station;
        this.believed = believed;
        this.next = next;
        this.deadlineNanos = station.lane().nowNanos()
                + station.parts().options().limits().receiveHead().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext here) {
        context = here;
        station.lane().watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext here) {
        station.lane().unwatch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            here.fireChannelRead(message);
            return;
        }
        try {
            byte @Nullable [] address = header.sourceAddress() == null
                    ? null
                    : NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
            boolean tcp = header.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
                    || header.proxiedProtocol() == HAProxyProxiedProtocol.TCP6;
            if (address == null || !tcp || !believed.test(header)) {
                here.close(); // the balancer's own health check, or a protocol that is not ours
                return;
            }
            Arrival arrival = Arrival.of(new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort()));
            next.accept(here, arrival);
            here.pipeline().remove(this);
        } catch (UnknownHostException e) {
            here.close();
        } finally {
            header.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        here.close(); // no PROXY header
    }

    @Override
    public void tick(long nowNanos) {
        ChannelHandlerContext here = context;
        if (here != null && nowNanos - deadlineNanos > 0) {
            here.close();
        }
    }
}
