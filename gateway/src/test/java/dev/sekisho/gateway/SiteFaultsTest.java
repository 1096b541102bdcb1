package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sites that break or break rules, and what it looks like from both sides and in the log. */
class SiteFaultsTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private final World world = new World(World::impatient);

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private ScriptedOrigin site(ScriptedOrigin.Script script) {
        return world.with(ScriptedOrigin.plain(script));
    }

    private Wire ask(ScriptedOrigin site, String method, String fields) throws IOException {
        Wire client = world.client();
        client.send(method + " http://site.test:" + site.port() + "/ HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        return client;
    }

    @Test
    void aSiteThatSaysNothingGetsATimeoutPage() throws Exception {
        // Given
        ScriptedOrigin silent = site(wire -> {
            wire.readHead();
            wire.readAll();
        });

        // When
        Reply reply = Reply.read(ask(silent, "GET", ""));

        // Then
        assertThat(reply.status()).isEqualTo(504);
        WebEvent event = world.event(e -> true);
        assertThat(event.decided().reason()).isEqualTo("upstream-timeout");
        assertThat(event.decided().action()).isEqualTo(Action.ALLOW);
        assertThat(event.http().status()).isEqualTo(504);
    }

    @Test
    void aSiteThatDiesInTheMiddleOfABodyLeavesAVisiblyBrokenResponse() throws Exception {
        // Given
        ScriptedOrigin dying = site(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
        });

        // When
        Wire client = ask(dying, "GET", "");

        // Then
        assertThatThrownBy(() -> Reply.read(client)).hasMessageContaining("broke off after 9 of 1000");
        WebEvent event = world.event(e -> true);
        assertThat(event.decided().reason()).isEqualTo("upstream-unreachable");
        assertThat(event.http().responseBytes()).isEqualTo(9);
    }

    @Test
    void chunksThatBreakOffAreNotEndedAsIfTheyWereComplete() throws Exception {
        // Given
        ScriptedOrigin dying = site(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            wire.reset();
        });

        // When
        Wire client = ask(dying, "GET", "");
        client.readHead();

        // Then
        assertThat(client.readAll()).doesNotContain("0\r\n\r\n");
    }

    @Test
    void moreBytesThanPromisedEndTheSitesConnectionAndReachNobody() throws Exception {
        // Given
        ScriptedOrigin lying = site(wire -> {
            wire.readHead();
            wire.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsplit");
            wire.readAll();
        });
        Wire client = ask(lying, "GET", "");
        Reply first = Reply.read(client);

        // When
        client.send("GET http://site.test:" + lying.port() + "/2 HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply second = Reply.read(client);

        // Then
        assertThat(first.body()).isEqualTo("ok");
        assertThat(second.body()).isEqualTo("ok");
        assertThat(lying.accepted()).isEqualTo(2);
    }

    @Test
    void bytesThatNobodyAskedForEndAWaitingConnection() throws Exception {
        // Given
        CountDownLatch now = new CountDownLatch(1);
        ScriptedOrigin poisoning = site(wire -> {
            wire.readHead();
            wire.respond(200, "", "honest");
            try {
                now.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return;
            }
            wire.respond(200, "", "poison");
            wire.readAll();
        });
        Reply.read(ask(poisoning, "GET", ""));
        assertThat(world.gateway().figures().upstream().idle().sum()).isEqualTo(1);

        // When
        now.countDown();

        // Then
        Eventually.until(() -> world.gateway().figures().upstream().idle().sum() == 0);
    }

    @Test
    void ambiguousResponsesAreRefused() throws Exception {
        String[] heads = {
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "HTTP/1.1 200 OK\nContent-Length: 2\n\n",
            "HTTP/1.1 200 OK\r\nX-A: 1\r\n folded\r\nContent-Length: 2\r\n\r\n",
            "HTTP/1.1 OK\r\n\r\n",
            "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n",
            "\u0016\u0003\u0001 no http\r\n\r\n",
            "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
        };
        for (String head : heads) {
            // Given
            ScriptedOrigin site = site(wire -> {
                wire.readHead();
                wire.send(head + "ok");
                wire.readAll();
            });

            // When
            Reply reply = Reply.read(ask(site, "GET", ""));

            // Then
            assertThat(reply.status()).as(head).isEqualTo(502);
            assertThat(reply.body()).contains("upstream-protocol");
        }
    }

    @Test
    void aWaitingConnectionThatTheSiteClosedIsReplacedForARequestThatMayBeRepeated() throws Exception {
        // Given: closes each connection when the second request arrives on it
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            wire.respond(200, "", "answer");
            wire.readHead();
            wire.reset();
        });
        Wire client = ask(site, "GET", "");
        Reply.read(client);

        // When
        client.send("GET http://site.test:" + site.port() + "/2 HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply repeated = Reply.read(client);

        // Then
        assertThat(repeated.body()).isEqualTo("answer");
        assertThat(site.accepted()).isEqualTo(2);
    }

    @Test
    void aRequestThatMustNotBeRepeatedIsNot() throws Exception {
        // Given
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            wire.respond(200, "", "answer");
            wire.readHead();
            wire.reset();
        });
        Wire client = ask(site, "GET", "");
        Reply.read(client);

        // When
        client.send("POST http://site.test:" + site.port() + "/pay HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        Reply reply = Reply.read(client);

        // Then
        assertThat(reply.status()).isEqualTo(502);
        assertThat(site.heads().stream().filter(head -> head.startsWith("POST")))
                .hasSize(1);
    }

    @Test
    void aPortThatNobodyListensOnGetsAPage() throws Exception {
        // Given
        ScriptedOrigin gone = site(Scripts.site());
        gone.close();

        // When
        Reply reply = Reply.read(ask(gone, "GET", ""));

        // Then
        assertThat(reply.status()).isEqualTo(502);
        assertThat(world.event(e -> true).decided().reason()).isEqualTo("upstream-unreachable");
    }

    @Test
    void aSiteThatSpeaksNoTlsGetsAPageInsideTheTunnel() throws Exception {
        // Given
        ScriptedOrigin garbage = site(wire -> {
            wire.read(20);
            wire.send("this is no handshake at all\r\n");
        });

        // When
        Wire inside = world.tunnel("site.test", garbage.port(), world.customerRoot);
        inside.send("GET / HTTP/1.1\r\nHost: site.test\r\n\r\n");
        Reply reply = Reply.read(inside);

        // Then
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.body()).contains("upstream-tls-failed");
    }
}
