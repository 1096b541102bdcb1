package dev.sekisho.gateway;

import dev.sekisho.gateway.destination.Redirects;
import dev.sekisho.gateway.destination.StaticNames;
import dev.sekisho.gateway.http.HeadLimits;
import dev.sekisho.gateway.tls.TlsProfile;
import dev.sekisho.policy.url.Network;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a gateway: immutable, complete, checked by {@link #problems} before a start.
 *
 * @param node the gateway's technical name, in events and in Via
 * @param listeners where clients connect
 * @param reach what clients reach through it
 * @param upstreamTrust further roots
 * @param signInTtl how long a checked sign-in is believed
 * @param loops event loops; 0 for one per processor
 * @param limits bounds
 */
public record GatewayOptions(
        String node,
        List<Listener> listeners,
        Reach reach,
        List<X509Certificate> upstreamTrust,
        Duration signInTtl,
        int loops,
        Limits limits) {

    /** How long a checked sign-in is believed, unless configured: a person who was locked out is out after this time. */
    public static final Duration SIGN_IN_TTL = Duration.ofSeconds(60);

    /** Takes copies. */
    public GatewayOptions {
        listeners = List.copyOf(listeners);
        upstreamTrust = List.copyOf(upstreamTrust);
    }

    /** A gateway with one plain listener, the system's resolver and everything else at its default. */
    public static GatewayOptions standard(String node, InetSocketAddress listen) {
        return new GatewayOptions(
                node,
                List.of(Listener.plain(listen)),
                new Reach(StaticNames.NONE, Redirects.NONE, List.of(), List.of(), List.of()),
                List.of(),
                SIGN_IN_TTL,
                0,
                Limits.standard());
    }

    /** The same with other listeners. */
    public GatewayOptions listening(List<Listener> others) {
        return new GatewayOptions(node, others, reach, upstreamTrust, signInTtl, loops, limits);
    }

    /** The same with other sources of names, and blocks that are open; what is closed stays closed. */
    public GatewayOptions reaching(
            StaticNames names, Redirects redirects, List<InetSocketAddress> dns, List<Network> allowDestinations) {
        return reaching(new Reach(names, redirects, dns, allowDestinations, reach.neverDestinations()));
    }

    /** The same with these endpoints closed to clients. */
    public GatewayOptions never(List<InetSocketAddress> endpoints) {
        return reaching(new Reach(reach.names(), reach.redirects(), reach.dns(), reach.allowDestinations(), endpoints));
    }

    private GatewayOptions reaching(Reach other) {
        return new GatewayOptions(node, listeners, other, upstreamTrust, signInTtl, loops, limits);
    }

    /** The same with further roots. */
    public GatewayOptions trusting(List<X509Certificate> roots) {
        return new GatewayOptions(node, listeners, reach, roots, signInTtl, loops, limits);
    }

    /** The same with sign-ins that are believed for another time. */
    public GatewayOptions believing(Duration signIns) {
        return new GatewayOptions(node, listeners, reach, upstreamTrust, signIns, loops, limits);
    }

    /** The same with other bounds and number of loops. */
    public GatewayOptions within(Limits bounds, int eventLoops) {
        return new GatewayOptions(node, listeners, reach, upstreamTrust, signInTtl, eventLoops, bounds);
    }

    /**
     * Everything that is wrong with it, each with its key; empty if it can start.
     *
     * @param peopleSignIn whether any on-ramp of this process asks for Basic sign-in: passwords then need TLS or loopback
     */
    public List<String> problems(boolean peopleSignIn) {
        List<String> problems = new ArrayList<>();
        if (!node.matches("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")) {
            problems.add("gateway.node: \"" + node + "\" is not a name of lower-case letters, digits and hyphens");
        }
        if (listeners.isEmpty()) {
            problems.add("gateway.listen: a gateway listens on at least one address");
        }
        for (Listener listener : listeners) {
            String problem = listener.problem(peopleSignIn);
            if (!problem.isEmpty()) {
                problems.add("gateway.listen: " + problem);
            }
        }
        for (InetSocketAddress closed : reach.neverDestinations()) {
            if (closed.isUnresolved()) {
                problems.add("gateway: \"" + closed.getHostString()
                        + "\" must not be reachable through the gateway and has no address; check its name");
            }
        }
        if (signInTtl.isNegative() || signInTtl.isZero() || signInTtl.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("gateway.signInTtl: more than nothing, at most one hour");
        }
        return problems;
    }

    /**
     * What clients reach through a gateway.
     *
     * @param names names that are asked before DNS
     * @param redirects the demonstration's own origins
     * @param dns resolvers; empty asks the system's
     * @param allowDestinations blocks of addresses that would be refused otherwise
     * @param neverDestinations endpoints of this installation (control, operator, data base) that no client reaches through
     *     the gateway, whatever {@code allowDestinations} covers; a wildcard address stands for every address of this machine
     */
    public record Reach(
            StaticNames names,
            Redirects redirects,
            List<InetSocketAddress> dns,
            List<Network> allowDestinations,
            List<InetSocketAddress> neverDestinations) {
        /** Takes copies. */
        public Reach {
            dns = List.copyOf(dns);
            allowDestinations = List.copyOf(allowDestinations);
            neverDestinations = List.copyOf(neverDestinations);
        }
    }

    /**
     * An address where clients connect.
     *
     * @param address address and port; port 0 takes a free one
     * @param tls the profile, if clients connect over TLS
     * @param proxyProtocol balancers whose PROXY header tells the client's address; from all others it is no HTTP
     */
    public record Listener(InetSocketAddress address, Optional<TlsProfile> tls, List<Network> proxyProtocol) {
        /** Takes a copy. */
        public Listener {
            proxyProtocol = List.copyOf(proxyProtocol);
        }

        /** Without TLS, without balancers. */
        public static Listener plain(InetSocketAddress address) {
            return new Listener(address, Optional.empty(), List.of());
        }

        /** The address as configured, for the log and for metrics. */
        public String name() {
            String host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        }

        /** Whether a process of its own does the TLS of this listener. */
        public boolean behindFront() {
            return tls.equals(Optional.of(TlsProfile.SEED_COMPAT));
        }

        /** Whether a password that is sent here can be read on the way. */
        public boolean exposesPasswords() {
            return tls.isEmpty() && !address.getAddress().isLoopbackAddress();
        }

        private String problem(boolean peopleSignIn) {
            if (address.isUnresolved()) {
                return "\"" + address.getHostString() + "\" is not an address";
            }
            if (peopleSignIn && exposesPasswords()) {
                return address.getAddress().getHostAddress() + ":" + address.getPort()
                        + " would take passwords unencrypted, and an on-ramp asks for sign-in; set tls: true, listen on loopback, or remove that on-ramp";
            }
            return "";
        }
    }

    /**
     * Bounds of a gateway.
     *
     * @param head bounds of a message's head
     * @param connections most client connections; further ones are closed
     * @param idleClient how long a client may wait between requests
     * @param receiveHead longest time from a head's first byte to its last
     * @param handshake longest TLS handshake, either side
     * @param connect longest time to connect to one address
     * @param upstream longest silence of a site or client while a message is under way
     * @param idleTunnel longest silence in a tunnel, both ways
     * @param idleUpstream how long a connection to a site waits for the next request
     * @param idleUpstreamPerSite most that wait for one site on one loop
     * @param idleUpstreamPerLoop most that wait on one loop
     * @param directBytes direct memory above which new requests get 503
     * @param waitingEvents most events of one loop that wait for the log
     * @param drain longest time that {@code close} waits for requests under way
     */
    public record Limits(
            HeadLimits head,
            int connections,
            Duration idleClient,
            Duration receiveHead,
            Duration handshake,
            Duration connect,
            Duration upstream,
            Duration idleTunnel,
            Duration idleUpstream,
            int idleUpstreamPerSite,
            int idleUpstreamPerLoop,
            long directBytes,
            int waitingEvents,
            Duration drain) {
        /** Most client connections. */
        public static final int MAX_CONNECTIONS = 20_000;

        /** Direct memory above which new requests get 503, if the process has enough. */
        public static final long MAX_DIRECT_BYTES = 512L * 1024 * 1024;

        /** Most events of one loop that wait for the log. */
        public static final int MAX_WAITING_EVENTS = 4_096;

        /** Takes at most 60 % of the direct memory that the process has: a limit above that would never be reached. */
        public Limits {
            directBytes = Math.min(directBytes, PlatformDependent.maxDirectMemory() / 5 * 3);
        }

        /** The defaults. */
        public static Limits standard() {
            return new Limits(
                    HeadLimits.standard(),
                    MAX_CONNECTIONS,
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(15),
                    Duration.ofSeconds(45),
                    32,
                    1_024,
                    MAX_DIRECT_BYTES,
                    MAX_WAITING_EVENTS,
                    Duration.ofSeconds(8));
        }
    }
}
