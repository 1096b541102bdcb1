package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.GatewayOptions.Listener;
import dev.sekisho.gateway.tls.TlsProfile;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.url.Network;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ListenersTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    private static World listening(Listener listener) {
        return new World(options -> options.listening(List.of(listener)));
    }

    private static Reply get(Wire client, ScriptedOrigin site) throws IOException {
        client.send("GET http://site.test:" + site.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
        return Reply.read(client);
    }

    @Test
    void clientsMayReachTheProxyOverTls() throws Exception {
        try (World world = listening(new Listener(ANY_PORT, Optional.of(TlsProfile.MODERN), List.of()))) {
            // Given
            ScriptedOrigin site = world.with(ScriptedOrigin.plain(Scripts.site()));
            ScriptedOrigin secure = world.with(
                    ScriptedOrigin.tls(world.siteRoot.issue("site.test").server(), Scripts.site()));
            Wire proxy = world.tls(world.client(), "proxy.kiso.test", world.customerRoot);

            // When
            Reply plain = get(proxy, site);
            proxy.send("CONNECT site.test:" + secure.port() + " HTTP/1.1\r\nHost: x\r\n\r\n");
            String connected = proxy.readHead();
            Wire inside = world.tls(proxy, "site.test", world.customerRoot);
            inside.send("GET /deep HTTP/1.1\r\nHost: site.test\r\n\r\n");
            Reply deep = Reply.read(inside);

            // Then
            assertThat(plain.status()).isEqualTo(200);
            assertThat(connected).startsWith("HTTP/1.1 200 ");
            assertThat(deep.body()).isEqualTo("you asked: GET /deep HTTP/1.1");
        }
    }

    @Test
    void aListedBalancerTellsWhereTheClientIs() throws Exception {
        try (World world =
                listening(new Listener(ANY_PORT, Optional.empty(), List.of(Network.parse("127.0.0.7/32"))))) {
            // Given
            ScriptedOrigin site = world.with(ScriptedOrigin.plain(Scripts.site()));
            Wire balancer = world.client("127.0.0.7");

            // When
            balancer.send("PROXY TCP4 127.0.0.1 127.0.0.1 4711 8080\r\n");
            Reply reply = get(balancer, site);

            // Then
            assertThat(reply.status()).isEqualTo(200);
            assertThat(world.event(e -> true).from().address()).isEqualTo("127.0.0.1");
            assertThat(world.event(e -> true).from().port()).isEqualTo(4711);
        }
    }

    @Test
    void aListedBalancerMustTell() throws Exception {
        try (World world =
                listening(new Listener(ANY_PORT, Optional.empty(), List.of(Network.parse("127.0.0.7/32"))))) {
            ScriptedOrigin site = world.with(ScriptedOrigin.plain(Scripts.site()));
            Wire balancer = world.client("127.0.0.7");
            assertThatThrownBy(() -> get(balancer, site)).isInstanceOf(IOException.class);
            assertThat(site.accepted()).isZero();
        }
    }

    @Test
    void nobodyElseMayTell() throws Exception {
        try (World world =
                listening(new Listener(ANY_PORT, Optional.empty(), List.of(Network.parse("127.0.0.7/32"))))) {
            // Given
            ScriptedOrigin site = world.with(ScriptedOrigin.plain(Scripts.site()));
            Wire stranger = world.client("127.0.0.3");

            // When
            stranger.send("PROXY TCP4 127.0.0.1 127.0.0.1 4711 8080\r\nHost: x\r\n\r\n");
            String answer = stranger.readAll();

            // Then
            assertThat(answer).startsWith("HTTP/1.1 403 ");
            assertThat(site.accepted()).isZero();
            assertThat(world.log.events()).isEmpty();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            assertThatThrownBy(() -> listening(
                            Listener.plain(new InetSocketAddress(ANY_PORT.getAddress(), taken.getLocalPort()))))
                    .isInstanceOfSatisfying(SekishoException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.PORT_TAKEN);
                        assertThat(e).hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
                    });
        }
    }

    @Test
    void passwordsNeedTlsOrLoopback() {
        // Given
        Listener open = Listener.plain(new InetSocketAddress("0.0.0.0", 8080));
        Listener secure =
                new Listener(new InetSocketAddress("0.0.0.0", 8080), Optional.of(TlsProfile.MODERN), List.of());
        GatewayOptions options = GatewayOptions.standard("n", ANY_PORT);

        // Then
        assertThat(options.listening(List.of(open)).problems(true))
                .singleElement()
                .asString()
                .contains("gateway.listen", "0.0.0.0:8080", "unencrypted");
        assertThat(options.listening(List.of(open)).problems(false)).isEmpty();
        assertThat(options.listening(List.of(secure)).problems(true)).isEmpty();
        assertThat(options.problems(true)).isEmpty();
    }

    @Test
    void aProfileThatThisProcessRefusesNeedsAnotherOne() {
        Listener old = new Listener(ANY_PORT, Optional.of(TlsProfile.SEED_COMPAT), List.of());
        assertThatThrownBy(() -> listening(old)).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
            assertThat(e).hasMessageContaining("seed-compat");
        });
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        GatewayOptions options = GatewayOptions.standard("Not A Name", ANY_PORT).listening(List.of());
        assertThat(options.problems(false)).hasSize(2);
        assertThatThrownBy(() -> new World(usual -> options))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }
}
