package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Basic sign-in to the proxy, where the on-ramp asks for it (RFC 9110, section 11.7). */
class SignInTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private final World world = new World();
    private ScriptedOrigin site;
    private Wire client;

    @BeforeEach
    void open() throws Exception {
        site = world.with(ScriptedOrigin.plain(Scripts.site()));
        client = world.client("127.0.0.2");
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Reply get(String fields) throws Exception {
        client.send("GET http://site.test:" + site.port() + "/ HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        return Reply.read(client);
    }

    @Test
    void withoutCredentialsTheClientIsAskedAndMayGoOnWithTheSameConnection() throws Exception {
        // When
        Reply asked = get("");
        Reply passed = get(World.SIGN_IN);

        // Then
        assertThat(asked.status()).isEqualTo(407);
        assertThat(asked.field("proxy-authenticate")).startsWith("Basic realm=");
        assertThat(passed.status()).isEqualTo(200);
        assertThat(site.heads().getFirst()).doesNotContainIgnoringCase("proxy-authorization");
        WebEvent refused = world.event(e -> e.http().status() == 407);
        assertThat(refused.decided().reason()).isEqualTo("proxy-authentication-required");
        WebEvent event = world.event(e -> e.http().status() == 200);
        assertThat(event.who().person()).contains(world.hanako);
        assertThat(event.who().groups()).isEqualTo("compliance,sales");
        assertThat(event.who().method()).isEqualTo("basic");
        assertThat(event.timing().identity()).isNotNegative();
        assertThat(event.from().onRamp()).isEqualTo("branch");
        assertThat(world.signInSources)
                .as("where failures slow down")
                .containsExactly(java.net.InetAddress.ofLiteral("127.0.0.2"));
    }

    @Test
    void whileTooManySignInTheClientIsToldToComeBackAndMayGoOnWithTheSameConnection() throws Exception {
        // Given
        world.signInsFull = true;

        // When
        Reply full = get(World.SIGN_IN);
        world.signInsFull = false;
        Reply passed = get(World.SIGN_IN);

        // Then
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.field("retry-after")).isEqualTo("5");
        assertThat(full.body()).contains("too-many-requests");
        assertThat(passed.status()).isEqualTo(200);
        assertThat(world.event(e -> e.http().status() == 429).decided().reason())
                .isEqualTo("too-many-requests");
    }

    @Test
    void wrongOrMalformedCredentialsDoNotPass() throws Exception {
        for (String value : new String[] {
            "Basic aGFuYWtvOndyb25n", "Basic !!!", "Basic", "Bearer abc", "Basic aGFuYWtv", "Basic " + "A".repeat(5000)
        }) {
            assertThat(get("Proxy-Authorization: " + value + "\r\n").status())
                    .as(value)
                    .isEqualTo(407);
        }
        assertThat(site.accepted()).isZero();
    }

    @Test
    void everyRequestHasToCarryTheCredentials() throws Exception {
        // Given
        get(World.SIGN_IN);

        // When
        Reply second = get("");

        // Then
        assertThat(second.status()).isEqualTo(407);
    }

    @Test
    void aTunnelKnowsWhoOpenedIt() throws Exception {
        // Given
        ScriptedOrigin secure =
                world.with(ScriptedOrigin.tls(world.siteRoot.issue("site.test").server(), Scripts.site()));
        client.send("CONNECT site.test:" + secure.port() + " HTTP/1.1\r\nHost: x\r\n" + World.SIGN_IN + "\r\n");
        client.readHead();
        Wire inside = world.tls(client, "site.test", world.otherRoot);

        // When
        inside.send("GET /in HTTP/1.1\r\nHost: site.test\r\n\r\n");
        Reply reply = Reply.read(inside);

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(world.event(e -> e.to().path().equals("/in")).who().person()).contains(world.hanako);
        assertThat(world.log.stored().getFirst().customer()).isEqualTo(world.two.customer());
    }

    @Test
    void theNextRequestOfATunnelIsItsLastWhenTheSignInIsNoLongerBelieved() throws Exception {
        // Given
        world.close();
        try (World forgetful = new World(SignInTest::forgetful)) {
            ScriptedOrigin secure = forgetful.with(
                    ScriptedOrigin.tls(forgetful.siteRoot.issue("site.test").server(), Scripts.site()));
            Wire from = forgetful.client("127.0.0.2");
            from.send("CONNECT site.test:" + secure.port() + " HTTP/1.1\r\nHost: x\r\n" + World.SIGN_IN + "\r\n");
            from.readHead();
            Wire inside = forgetful.tls(from, "site.test", forgetful.otherRoot);

            // When
            inside.send("GET /in HTTP/1.1\r\nHost: site.test\r\n\r\n");
            Reply reply = Reply.read(inside);

            // Then
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("connection")).isEqualTo("close");
        }
    }

    @Test
    void whereOthersCouldReadAPasswordNobodyIsAskedForOne() throws Exception {
        // Given
        world.close();
        try (World open = new World(options ->
                options.listening(List.of(GatewayOptions.Listener.plain(new InetSocketAddress("0.0.0.0", 0)))))) {
            ScriptedOrigin origin = open.with(ScriptedOrigin.plain(Scripts.site()));
            String request = "GET http://site.test:" + origin.port() + "/ HTTP/1.1\r\nHost: x\r\n";
            Wire from = open.client("127.0.0.2");
            Wire withoutSignIn = open.client("127.0.0.1");

            // When
            from.send(request + "\r\n");
            Reply unasked = Reply.read(from);
            from.send(request + "Accept: text/html\r\n" + World.SIGN_IN + "\r\n");
            Reply unaskedWithPassword = Reply.read(from);
            from.send("CONNECT site.test:443 HTTP/1.1\r\nHost: x\r\n\r\n");
            Reply unaskedTunnel = Reply.read(from);
            withoutSignIn.send(request + "\r\n");

            // Then
            for (Reply reply : List.of(unasked, unaskedWithPassword, unaskedTunnel)) {
                assertThat(reply.status()).isEqualTo(403);
                assertThat(reply.field("proxy-authenticate")).isEmpty();
                assertThat(reply.body()).contains("sign-in-not-encrypted");
            }
            assertThat(unaskedWithPassword.body()).contains("Signing in is not safe here.");
            assertThat(Reply.read(withoutSignIn).status()).isEqualTo(200);
            assertThat(origin.heads()).hasSize(1);
            assertThat(open.events(3, e -> e.decided().reason().equals("sign-in-not-encrypted")))
                    .allSatisfy(event -> assertThat(event.who().person()).isEmpty());
        }
    }

    private static GatewayOptions forgetful(GatewayOptions options) {
        return options.believing(Duration.ofNanos(1));
    }
}
