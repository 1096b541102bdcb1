package dev.sekisho.gateway;

import dev.sekisho.gateway.certificate.LeafMint;
import dev.sekisho.gateway.certificate.UpstreamTrust;
import dev.sekisho.gateway.destination.DestinationGuard;
import dev.sekisho.gateway.destination.Destinations;
import dev.sekisho.gateway.event.EventIds;
import dev.sekisho.gateway.event.Outbox;
import dev.sekisho.gateway.exchange.Gate;
import dev.sekisho.gateway.exchange.Parts;
import dev.sekisho.gateway.exchange.Station;
import dev.sekisho.gateway.front.FrontDoor;
import dev.sekisho.gateway.front.Fronts;
import dev.sekisho.gateway.http.HeadWriter;
import dev.sekisho.gateway.identity.SignIns;
import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.listen.Entrance;
import dev.sekisho.gateway.listen.FrontEntrance;
import dev.sekisho.gateway.listen.Transport;
import dev.sekisho.gateway.page.RefusalPages;
import dev.sekisho.gateway.tls.TlsContexts;
import dev.sekisho.gateway.tls.TlsProvider;
import dev.sekisho.gateway.upstream.Connector;
import dev.sekisho.gateway.upstream.UpstreamPool;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running data plane of one process: listeners, event loops, pools. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int SIGN_INS_OF_A_CUSTOMER = 16;
    private final GatewayOptions options;
    private final GatewayPorts ports;
    private final GatewayFigures figures = new GatewayFigures();
    private final Gate gate = new Gate();
    private final MultiThreadIoEventLoopGroup loops;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<Channel> listeners = new ArrayList<>();
    private final List<InetSocketAddress> bound = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> closedToClients = new CopyOnWriteArrayList<>();
    private final Map<EventLoop, Station> stations = new IdentityHashMap<>();
    private final List<Fronts.Front> fronts = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Destinations destinations;
    private final Parts shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Gateway(GatewayOptions options, GatewayPorts ports, Transport transport) {
        this.options = options;
        this.ports = ports;
        GatewayOptions.Reach reach = options.reach();
        closedToClients.addAll(reach.neverDestinations());
        this.loops = transport.loops("loop", threads(options));
        ExecutorService beside = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("gateway-contexts").factory());
        LeafMint mint = opened(new LeafMint(ports.authority(), InstantSource.system(), LeafMint.Limits.standard()));
        UpstreamTrust trust = opened(new UpstreamTrust(options.upstreamTrust(), InstantSource.system()));
        SignIns signIns = opened(new SignIns(ports.identity(), options.signInTtl(), SIGN_INS_OF_A_CUSTOMER));
        TlsContexts contexts = opened(new TlsContexts(mint, beside));
        parts.add(beside::shutdown);
        DestinationGuard guard = new DestinationGuard(
                reach.allowDestinations(), reach.redirects().endpoints().values(), () -> closedToClients);
        this.destinations = opened(
                new Destinations(Destinations.Settings.standard(reach.names(), reach.redirects(), reach.dns()), guard));
        Connector connector = new Connector(transport.client(), contexts, trust, options.limits(), figures.upstream());
        this.shared = new Parts(
                options,
                ports,
                signIns,
                destinations,
                mint,
                contexts,
                connector,
                new RefusalPages(),
                new HeadWriter("sekisho-" + options.node()),
                figures,
                gate);
        SecureRandom random = new SecureRandom();
        for (EventExecutor each : loops) {
            EventLoop loop = (EventLoop) each;
            Lane lane = new Lane(
                    loop,
                    new EventIds(random),
                    new Outbox(ports.events(), options.limits().waitingEvents(), figures.gaps()));
            UpstreamPool pool = new UpstreamPool(lane, connector, options.limits(), figures.upstream());
            stations.put(loop, new Station(shared, lane, pool));
            loop.execute(() -> {
                lane.watch(pool);
                lane.start();
            });
        }
        watchMemory();
    }

    private static int threads(GatewayOptions options) {
        return options.loops() > 0 ? options.loops() : Runtime.getRuntime().availableProcessors();
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.add(part);
        return part;
    }

    /**
     * Starts a gateway. The configuration is expected to have no {@linkplain GatewayOptions#problems problems}.
     *
     * @throws SekishoException {@code CONFIG_INVALID}, or {@code PORT_TAKEN} naming the address; nothing is left running
     */
    public static Gateway start(GatewayOptions options, GatewayPorts ports) {
        List<String> problems = options.problems(false);
        if (!problems.isEmpty()) {
            throw new SekishoException(ErrorCode.CONFIG_INVALID, String.join("; ", problems) + ".");
        }
        Transport transport = Transport.best();
        Gateway gateway = new Gateway(options, ports, transport);
        try {
            gateway.listen(transport);
        } catch (SekishoException e) {
            gateway.close();
            throw e;
        }
        LOG.atInfo()
                .addKeyValue("transport", transport)
                .addKeyValue("tls", TlsProvider.describe())
                .addKeyValue("loops", threads(options))
                .addKeyValue("listeners", gateway.bound)
                .log("gateway listens");
        return gateway;
    }

    private void listen(Transport transport) {
        for (GatewayOptions.Listener listener : options.listeners()) {
            if (listener.behindFront()) {
                listenBehindFront(transport, listener);
                continue;
            }
            ChannelFuture done = new ServerBootstrap()
                    .group(loops, loops)
                    .channel(transport.server())
                    .option(ChannelOption.SO_BACKLOG, 4_096)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childHandler(new Entrance(listener, this::station, clients))
                    .bind(listener.address())
                    .awaitUninterruptibly();
            if (!done.isSuccess()) {
                throw new SekishoException(
                        ErrorCode.PORT_TAKEN,
                        "gateway.listen: " + listener.address().getAddress().getHostAddress() + ":"
                                + listener.address().getPort() + " cannot be listened on ("
                                + done.cause().getMessage() + "). Stop what uses it, or choose another.",
                        done.cause());
            }
            listeners.add(done.channel());
            bound.add((InetSocketAddress) done.channel().localAddress());
            closedToClients.add((InetSocketAddress) done.channel().localAddress());
        }
    }

    private void listenBehindFront(Transport transport, GatewayOptions.Listener listener) {
        FrontDoor door = FrontDoor.open(
                transport,
                loops,
                ports.fronts(),
                listener,
                options.limits().connections(),
                password -> new FrontEntrance(listener, password, this::station, clients));
        listeners.add(door.channel());
        fronts.add(opened(door).front());
        bound.add(door.front().address());
        closedToClients.add(door.front().address());
    }

    private Station station(Channel channel) {
        Station station = stations.get(channel.eventLoop());
        if (station == null) {
            throw new IllegalStateException("a channel on a loop that is not the gateway's");
        }
        return station;
    }

    /** New requests get 503 while more direct memory is in use than allowed. */
    private void watchMemory() {
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
            loops.next()
                    .scheduleAtFixedRate(
                            () -> gate.overloaded(provider.metric().usedDirectMemory()
                                    > options.limits().directBytes()),
                            200,
                            200,
                            TimeUnit.MILLISECONDS);
        }
    }

    /** Where clients can connect, in the order of the configuration. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(bound);
    }

    /** The processes that do TLS for {@code seed-compat} listeners. */
    public List<Fronts.Front> fronts() {
        return List.copyOf(fronts);
    }

    /** How this gateway finds hosts, and which it would not contact: for whoever explains its decisions. */
    public Destinations destinations() {
        return destinations;
    }

    /**
     * Lets go of everything that is kept in memory for one customer: its intermediate and every key of a leaf, TLS sessions, sign-ins,
     * names that it asked for, connections that wait for it. Clients' connections under its certificates are closed. To be called when
     * its keys were withdrawn or destroyed; whatever comes in later starts from nothing. Returns at once.
     */
    public void forget(CustomerId customer) {
        shared.mint().forget(customer);
        shared.contexts().forget(customer);
        shared.signIns().forget(customer);
        destinations.forget(customer);
        stations.forEach((loop, station) -> loop.execute(() -> station.pool().forget(customer)));
        for (Channel client : clients) {
            if (customer.equals(client.attr(TlsContexts.UNDER_KEYS_OF).get())) {
                client.close();
            }
        }
    }

    /** Live counts. */
    public GatewayFigures figures() {
        return figures;
    }

    /**
     * Stops: no new connections, requests under way end (at most {@code limits.drain}), then everything is closed and the last
     * events go to the log. Needs at most ten seconds.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        gate.drain();
        listeners.forEach(listener -> listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS));
        long deadline = System.nanoTime() + options.limits().drain().toNanos();
        while (!clients.isEmpty() && System.nanoTime() < deadline) {
            clients.newCloseFuture().awaitUninterruptibly(50, TimeUnit.MILLISECONDS);
        }
        clients.close().awaitUninterruptibly(500, TimeUnit.MILLISECONDS);
        stations.forEach((loop, station) -> loop.submit(() -> {
                    station.pool().close();
                    station.lane().outbox().close();
                })
                .awaitUninterruptibly(1, TimeUnit.SECONDS));
        loops.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part of the gateway did not stop cleanly", e);
            }
        }
    }
}
