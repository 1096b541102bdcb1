package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cannot be judged does not pass: greetings that hide their name, tunnels whose way in changed, our own endpoints. */
class FailClosedTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private static ScriptedOrigin echo(World world) {
        return world.with(ScriptedOrigin.plain(wire -> wire.send("heard " + wire.read(4))));
    }

    private static Wire tunnel(World world, int port) throws IOException {
        Wire client = world.client();
        client.send("CONNECT bank.test:" + port + " HTTP/1.1\r\nHost: bank.test\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        return client;
    }

    @Test
    void aTlsGreetingThatCannotBeReadEndsTheTunnel() throws Exception {
        try (World world = new World()) {
            String tooLarge = "\u0016\u0003\u0001\u0040\u0000\u0001\u007f\u00ff\u00ff";
            for (String greeting :
                    List.of(tooLarge, "\u0016\u0002xxxxxx", "\u0015\u0003\u0001\u0000\u0002\u0001\u0000")) {
                // Given
                Wire client = tunnel(world, echo(world).port());

                // When
                client.send(greeting);

                // Then
                assertThat(client.readAll()).isEmpty();
            }
            assertThat(world.events(3, e -> e.decided().reason().equals("client-tls-failed")))
                    .hasSize(3);
        }
    }

    @Test
    void whatIsNoTlsPassesAsBefore() throws Exception {
        try (World world = new World()) {
            Wire client = tunnel(world, echo(world).port());
            client.send("SSH-2.0-x\r\n");
            assertThat(client.readAll()).isEqualTo("heard SSH-");
        }
    }

    @Test
    void anOpenedTunnelEndsWhenItsWayInChanges() throws Exception {
        try (World world = new World()) {
            ScriptedOrigin site = world.with(ScriptedOrigin.tls(
                    world.siteRoot.issue("site.test", "127.0.0.1").server(), Scripts.site()));
            for (boolean gone : new boolean[] {true, false}) {
                // Given
                world.move("127.0.0.1", Optional.of(new OnRamp("office", world.one, false, "Kiso", "", 30)));
                Wire inside = world.tunnel("site.test", site.port(), world.customerRoot);
                inside.send("GET /1 HTTP/1.1\r\nHost: site.test\r\n\r\n");
                assertThat(Reply.read(inside).status()).isEqualTo(200);
                int before = site.heads().size();

                // When
                world.move(
                        "127.0.0.1",
                        gone ? Optional.empty() : Optional.of(new OnRamp("office", world.one, true, "Kiso", "", 30)));
                inside.send("GET /2 HTTP/1.1\r\nHost: site.test\r\n\r\n");
                Reply reply = Reply.read(inside);

                // Then
                assertThat(reply.status()).isEqualTo(403);
                assertThat(reply.field("connection")).isEqualTo("close");
                assertThat(site.heads()).hasSize(before);
            }
        }
    }

    @Test
    void endpointsOfThisInstallationAreNeverReached() throws Exception {
        // Given
        List<InetSocketAddress> closed = new ArrayList<>();
        try (ScriptedOrigin control = ScriptedOrigin.plain(Scripts.site());
                ScriptedOrigin site = ScriptedOrigin.plain(Scripts.site())) {
            closed.add(new InetSocketAddress("127.0.0.1", control.port()));
            try (World world = new World(options -> options.never(closed).within(options.limits(), 1))) {
                for (ScriptedOrigin each : List.of(control, site)) {
                    // When
                    Wire client = world.client();
                    client.send("GET http://site.test:" + each.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
                    Reply reply = Reply.read(client);

                    // Then
                    assertThat(reply.status()).isEqualTo(each == control ? 403 : 200);
                }
                assertThat(control.accepted()).isZero();
            }
        }
    }
}
