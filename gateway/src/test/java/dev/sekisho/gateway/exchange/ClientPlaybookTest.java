package dev.sekisho.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.GatewayFigures;
import dev.sekisho.gateway.GatewayOptions;
import dev.sekisho.gateway.GatewayPorts;
import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.certificate.LeafMint;
import dev.sekisho.gateway.certificate.UpstreamTrust;
import dev.sekisho.gateway.destination.DestinationGuard;
import dev.sekisho.gateway.destination.Destinations;
import dev.sekisho.gateway.destination.Redirects;
import dev.sekisho.gateway.destination.StaticNames;
import dev.sekisho.gateway.event.EventIds;
import dev.sekisho.gateway.event.Outbox;
import dev.sekisho.gateway.http.HeadWriter;
import dev.sekisho.gateway.identity.SignIns;
import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.page.RefusalPages;
import dev.sekisho.gateway.tls.TlsContexts;
import dev.sekisho.gateway.upstream.Connector;
import dev.sekisho.gateway.upstream.UpstreamPool;
import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transcripts of a client's connection without sockets: what comes in, who is asked in which order, what goes out. */
class ClientPlaybookTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CustomerScope scope =
            ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Gateway("n"));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private boolean known = true;
    private boolean signIn;
    private boolean broken;
    private boolean logReady = true;
    private final EventSink log = new EventSink() {
        @Override
        public boolean offer(CustomerScope of, WebEvent event) {
            return asked.add("event " + event.http().status());
        }

        @Override
        public boolean ready() {
            asked.add("log");
            return logReady;
        }

        @Override
        public void gap(CustomerScope of, long events) {
            asked.add("gap");
        }
    };
    private final LeafMint mint = new LeafMint(
            of -> {
                throw new IllegalStateException("nothing is minted here");
            },
            InstantSource.system(),
            LeafMint.Limits.standard());
    private final SignIns signIns = new SignIns(
            (of, login, password, source) -> {
                asked.add("sign-in");
                return Optional.empty();
            },
            Duration.ofSeconds(1),
            1);

    private void open() {
        GatewayOptions options = GatewayOptions.standard("n", new InetSocketAddress("127.0.0.1", 0));
        GatewayFigures figures = new GatewayFigures();
        Lane lane =
                new Lane(channel.eventLoop(), new EventIds(new SecureRandom()), new Outbox(log, 1, new LongAdder()));
        Connector connector = new Connector(
                NioSocketChannel.class,
                new TlsContexts(mint, Runnable::run),
                new UpstreamTrust(List.of(), InstantSource.system()),
                options.limits(),
                figures.upstream());
        GatewayPorts ports = new GatewayPorts(
                source -> {
                    asked.add("on-ramp");
                    return known ? Optional.of(new OnRamp("office", scope, signIn, "Kiso", "", 30)) : Optional.empty();
                },
                (of, login, password, source) -> Optional.empty(),
                of -> {
                    throw new IllegalStateException("nothing is minted here");
                },
                of -> {
                    asked.add("policy");
                    if (broken) {
                        throw new IllegalStateException("the policy source broke");
                    }
                    return Optional.of(World.compile(World.POLICY));
                },
                log,
                InstantSource.system());
        Parts parts = new Parts(
                options,
                ports,
                signIns,
                new Destinations(
                        Destinations.Settings.standard(
                                StaticNames.parse(List.of("192.0.2.1 blocked.test site.test")),
                                Redirects.NONE,
                                List.of()),
                        new DestinationGuard(List.of(), List.of(), List::of)),
                mint,
                new TlsContexts(mint, Runnable::run),
                connector,
                new RefusalPages(),
                new HeadWriter("sekisho-n"),
                figures,
                new Gate());
        Station station =
                new Station(parts, lane, new UpstreamPool(lane, connector, options.limits(), figures.upstream()));
        channel.pipeline().addLast(new ClientConnection(station, Arrival.of(new InetSocketAddress("127.0.0.1", 5000))));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        mint.close();
        signIns.close();
    }

    private void arrives(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    private String sent() {
        StringBuilder out = new StringBuilder();
        ByteBuf next;
        while ((next = channel.readOutbound()) != null) {
            out.append(next.toString(StandardCharsets.UTF_8));
            next.release();
        }
        return out.toString();
    }

    private static final String BLOCKED = "GET http://blocked.test/ HTTP/1.1\r\nHost: x\r\n";

    @Test
    void anUnknownSourceIsAskedNothingElse() {
        known = false;
        open();
        arrives(BLOCKED + "\r\n");

        assertThat(sent()).startsWith("HTTP/1.1 403 ").contains("on-ramp-unknown");
        assertThat(asked).containsExactly("on-ramp");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void onRampThenLogThenPolicy() {
        open();
        arrives(BLOCKED + "\r\n");

        assertThat(sent()).startsWith("HTTP/1.1 403 ").contains("x-sekisho-block: no-listed");
        assertThat(asked).containsExactly("on-ramp", "log", "policy", "event 403");
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void whatCannotBeLoggedIsNotEvenDecided() {
        logReady = false;
        open();
        arrives(BLOCKED + "\r\n");

        assertThat(sent()).startsWith("HTTP/1.1 503 ");
        assertThat(asked).containsExactly("on-ramp", "log", "event 503");
    }

    @Test
    void whatBreaksInAStepRefusesTheRequest() {
        broken = true;
        open();
        arrives("GET http://site.test/ HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(sent()).startsWith("HTTP/1.1 500 ").contains("\"code\": \"internal\"");
        assertThat(asked).containsExactly("on-ramp", "log", "policy", "event 500");
    }

    @Test
    void whoDoesNotSignInIsNotDecided() {
        signIn = true;
        open();
        arrives(BLOCKED + "\r\n");

        assertThat(sent()).startsWith("HTTP/1.1 407 ").contains("proxy-authenticate: Basic");
        assertThat(asked).containsExactly("on-ramp", "log", "event 407");
    }

    @Test
    void whoSignsInWronglyIsAskedOfTheDirectoryBesideTheLoopAndNotDecided() {
        signIn = true;
        open();
        arrives(BLOCKED + "Proxy-Authorization: Basic YTpi\r\n\r\n");
        Eventually.until(() -> {
            channel.runPendingTasks();
            return asked.contains("event 407");
        });

        assertThat(sent()).startsWith("HTTP/1.1 407 ");
        assertThat(asked).containsExactly("on-ramp", "log", "sign-in", "event 407");
    }

    @Test
    void pipelinedRequestsAreDecidedOneAfterTheOther() {
        open();
        arrives(BLOCKED + "\r\n" + BLOCKED + "Content-Length: 3\r\n\r\nabc");

        assertThat(sent().split("HTTP/1.1 403 ")).hasSize(3);
        assertThat(asked)
                .containsExactly("on-ramp", "log", "policy", "event 403", "on-ramp", "log", "policy", "event 403");
    }

    @Test
    void aMalformedRequestEndsTheConnectionAfterTheGoodOneBeforeIt() {
        open();
        arrives(BLOCKED + "\r\nGET /  HTTP/1.1\r\nHost: x\r\n\r\n" + BLOCKED + "\r\n");

        String out = sent();
        assertThat(out.indexOf("HTTP/1.1 403 ")).isZero();
        assertThat(out.indexOf("HTTP/1.1 400 ")).isPositive();
        assertThat(out.split("HTTP/1.1 ")).hasSize(3);
        assertThat(channel.isActive()).isFalse();
        assertThat(asked).containsExactly("on-ramp", "log", "policy", "event 403", "on-ramp", "event 400");
    }

    @Test
    void aRequestMayArriveOctetByOctet() {
        open();
        for (char octet : (BLOCKED + "\r\n").toCharArray()) {
            arrives(String.valueOf(octet));
        }

        assertThat(sent()).startsWith("HTTP/1.1 403 ");
        assertThat(asked).hasSize(4);
    }

    @Test
    void aRequestThatIsNotForAProxyIsRefused() {
        open();
        arrives("GET / HTTP/1.1\r\nHost: blocked.test\r\n\r\n");

        assertThat(sent()).startsWith("HTTP/1.1 400 ");
        assertThat(asked).doesNotContain("policy");
    }
}
