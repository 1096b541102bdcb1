package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Upgrades, connections that authenticate, and floods of interim answers. */
class HostileSiteTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private final World world = new World();

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private ScriptedOrigin site(ScriptedOrigin.Script script) {
        return world.with(ScriptedOrigin.plain(script));
    }

    private Reply get(Wire client, ScriptedOrigin site, String fields) throws IOException {
        client.send("GET http://site.test:" + site.port() + "/ HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        return Reply.read(client);
    }

    @Test
    void noUpgradeButWebsocketReachesTheSite() throws Exception {
        // Given
        ScriptedOrigin site = site(Scripts.site());

        // When
        get(
                world.client(),
                site,
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n");
        get(world.client(), site, "Connection: Upgrade\r\nUpgrade: h2c, WebSocket\r\nHTTP2-Settings: AAMAAABk\r\n");

        // Then
        assertThat(site.heads().getFirst())
                .doesNotContainIgnoringCase("upgrade")
                .doesNotContainIgnoringCase("http2-settings")
                .doesNotContain("h2c");
        assertThat(site.heads().getLast())
                .contains("Connection: upgrade\r\nUpgrade: websocket\r\n")
                .doesNotContainIgnoringCase("http2-settings")
                .doesNotContain("h2c");
    }

    @Test
    void aChangeToAnotherProtocolThanWasAskedForIsRefused() throws Exception {
        for (String upgrade : List.of("Upgrade: h2c\r\n", "", "Upgrade: websocket\r\nUpgrade: h2c\r\n")) {
            // Given
            ScriptedOrigin site = site(wire -> {
                wire.readHead();
                wire.send("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\n" + upgrade + "\r\n");
                wire.readAll();
            });

            // When
            Reply reply = get(world.client(), site, "Connection: Upgrade\r\nUpgrade: websocket\r\n");

            // Then
            assertThat(reply.status()).as(upgrade).isEqualTo(502);
            world.event(
                    e -> e.to().port() == site.port() && e.decided().reason().equals("upstream-protocol"));
        }
    }

    @Test
    void aRequestThatAuthenticatesItsConnectionNeverSharesIt() throws Exception {
        for (String scheme : List.of("Negotiate", "ntlm")) {
            // Given
            ScriptedOrigin site = site(Scripts.site());
            get(world.client(), site, "");
            Wire one = world.client();

            // When
            get(one, site, "Authorization: " + scheme + " TlRM\r\n");
            get(one, site, "");
            get(world.client(), site, "Authorization: " + scheme + " TlRM\r\n");
            get(world.client(), site, "");

            // Then: the shared one, and one for each of the two who authenticated
            assertThat(site.accepted()).as(scheme).isEqualTo(3);
        }
    }

    @Test
    void aConnectionThatAsksForSuchAuthenticationInAnyAnswerIsNotShared() throws Exception {
        // Given
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            wire.respond(200, "WWW-Authenticate: Basic realm=a, Negotiate\r\n", "");
            Scripts.site().play(wire);
        });

        // When
        Wire one = world.client();
        get(one, site, "");
        get(one, site, "");
        get(world.client(), site, "");

        // Then
        assertThat(site.accepted()).isEqualTo(2);
    }

    @Test
    void aClientKeepsEightConnectionsOfItsOwnAtMost() throws Exception {
        // Given
        List<ScriptedOrigin> sites = new ArrayList<>();
        Wire client = world.client();
        for (int i = 0; i < 9; i++) {
            ScriptedOrigin each = site(Scripts.site());
            sites.add(each);
            get(client, each, "Authorization: NTLM TlRM\r\n");
        }

        // When
        get(client, sites.getLast(), "Authorization: NTLM TlRM\r\n");
        get(client, sites.getFirst(), "Authorization: NTLM TlRM\r\n");

        // Then
        assertThat(sites.getLast().accepted()).isEqualTo(1);
        assertThat(sites.getFirst().accepted()).isEqualTo(2);
    }

    @Test
    void tenInterimAnswersPassAndOneMoreEndsTheRequest() throws Exception {
        for (int interims : new int[] {10, 11}) {
            // Given
            ScriptedOrigin site = site(wire -> {
                wire.readHead();
                wire.send("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(interims));
                wire.respond(200, "", "final");
                wire.readAll();
            });
            Wire client = world.client();
            client.send("GET http://site.test:" + site.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");

            // When
            for (int i = 0; i < 10; i++) {
                assertThat(client.readHead()).startsWith("HTTP/1.1 103 ");
            }

            // Then
            assertThat(client.readHead()).startsWith(interims == 10 ? "HTTP/1.1 200 " : "HTTP/1.1 502 ");
        }
    }
}
