package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plain HTTP/1.1 through the proxy: what goes on, what stays back, what keeps a connection. */
class ForwardingTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private final World world = new World();
    private ScriptedOrigin site = world.with(ScriptedOrigin.plain(Scripts.site()));
    private Wire client;

    @BeforeEach
    void connect() throws Exception {
        client = world.client();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private ScriptedOrigin script(ScriptedOrigin.Script script) {
        site = world.with(ScriptedOrigin.plain(script));
        return site;
    }

    private String url(String path) {
        return "http://site.test:" + site.port() + path;
    }

    private Reply get(String path, String fields) throws Exception {
        client.send("GET " + url(path) + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        return Reply.read(client);
    }

    @Test
    void aRequestReachesTheSiteAndItsAnswerTheClient() throws Exception {
        // When
        Reply reply = get("/a%20b?q=1", "X-Own: 1\r\nUser-Agent: tester\r\nReferer: http://u@ref.test/secret?x\r\n");

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.fields("via")).containsExactly("1.1 sekisho-test-1");
        assertThat(reply.body()).isEqualTo("you asked: GET /a%20b?q=1 HTTP/1.1");
        assertThat(site.heads().getFirst())
                .contains("\r\nHost: site.test:" + site.port() + "\r\n", "\r\nX-Own: 1\r\n")
                .contains("\r\nVia: 1.1 sekisho-test-1\r\n")
                .doesNotContainIgnoringCase("forwarded");
        WebEvent event = world.event(e -> true);
        assertThat(event.decided().action()).isEqualTo(Action.ALLOW);
        assertThat(event.decided().rule()).isEqualTo("rest");
        assertThat(event.decided().accessRule()).isEqualTo("rest");
        assertThat(event.to())
                .isEqualTo(new WebEvent.To("http", "site.test", site.port(), "/a b", "q=1", "127.0.0.1", "", ""));
        assertThat(event.http())
                .isEqualTo(new WebEvent.Http(
                        "GET", 200, "HTTP/1.1", "HTTP/1.1", "tester", "http://ref.test", "text/plain", 0, 34));
        assertThat(event.from().onRamp()).isEqualTo("office");
        assertThat(event.from().address()).isEqualTo("127.0.0.1");
        assertThat(event.from().port()).isEqualTo(client.socket().getLocalPort());
        assertThat(event.tls().mode()).isEqualTo("none");
        assertThat(event.node()).isEqualTo("test-1");
        assertThat(event.timing().total()).isPositive();
        assertThat(event.timing().connect()).isNotNegative();
        assertThat(event.timing().firstByte()).isNotNegative();
        assertThat(event.timing().decide()).isNotNegative();
        assertThat(event.timing().resolve()).isNotNegative();
        assertThat(event.timing().identity()).isEqualTo(-1);
        assertThat(event.timing().tls()).isEqualTo(-1);
    }

    @Test
    void manyRequestsUseOneConnectionOnEachSide() throws Exception {
        // When
        for (int i = 0; i < 20; i++) {
            assertThat(get("/n" + i, "").body()).isEqualTo("you asked: GET /n" + i + " HTTP/1.1");
        }

        // Then
        assertThat(site.accepted()).isEqualTo(1);
        assertThat(world.gateway().figures().connections().sum()).isEqualTo(1);
        assertThat(world.events(20, e -> true))
                .hasSize(20)
                .extracting(WebEvent::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        // Given
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            all.append("GET ").append(url("/p" + i)).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            all.append("POST ").append(url("/q" + i)).append(" HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nb");
            all.append(String.format("%02d", i));
        }

        // When
        client.send(all.toString());

        // Then
        for (int i = 0; i < 30; i++) {
            assertThat(Reply.read(client).body()).isEqualTo("you asked: GET /p" + i + " HTTP/1.1");
            assertThat(Reply.read(client).body()).isEqualTo("b" + String.format("%02d", i));
        }
    }

    @Test
    void fieldsOfOneConnectionAreNotForwarded() throws Exception {
        // When
        get(
                "/",
                "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\n"
                        + "Proxy-Authorization: Basic c2VjcmV0OnNlY3JldA==\r\nTE: trailers\r\nX-Stays: 1\r\n");

        // Then
        assertThat(site.heads().getFirst())
                .contains("X-Stays: 1\r\n")
                .doesNotContainIgnoringCase("x-hop")
                .doesNotContainIgnoringCase("keep-alive")
                .doesNotContainIgnoringCase("proxy-")
                .doesNotContainIgnoringCase("\r\nte:");
    }

    @Test
    void theTargetWinsOverTheHostField() throws Exception {
        // When
        client.send("GET " + url("/") + " HTTP/1.1\r\nHost: blocked.test\r\n\r\n");

        // Then
        assertThat(Reply.read(client).status()).isEqualTo(200);
        assertThat(site.heads().getFirst()).contains("Host: site.test:").doesNotContain("blocked.test");
    }

    @Test
    void aRequestThatComesRoundAgainIsRefused() throws Exception {
        // When
        Reply reply = get("/", "Via: 1.1 other, 1.1 sekisho-test-1\r\n");

        // Then
        assertThat(reply.status()).isEqualTo(508);
        assertThat(site.accepted()).isZero();
    }

    @Test
    void aHeadResponseHasALengthAndNoBody() throws Exception {
        // When
        client.send("HEAD " + url("/bytes/5000") + " HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply head = Reply.read(client, true);
        Reply next = get("/after", "");

        // Then
        assertThat(head.field("content-length")).isEqualTo("5000");
        assertThat(next.body()).isEqualTo("you asked: GET /after HTTP/1.1");
    }

    @Test
    void responsesWithoutABodyLeaveTheConnectionInStep() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 204 No Content\r\n\r\n");
            wire.readHead();
            wire.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\nETag: \"a\"\r\n\r\n");
            wire.readHead();
            wire.respond(200, "", "third");
        });

        // When
        Reply first = get("/1", "");
        Reply second = get("/2", "");
        Reply third = get("/3", "");

        // Then
        assertThat(first.status()).isEqualTo(204);
        assertThat(first.field("content-length")).isEmpty();
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.field("content-length")).isEqualTo("77");
        assertThat(third.body()).isEqualTo("third");
        assertThat(site.accepted()).isEqualTo(1);
    }

    @Test
    void chunksGoBothWaysAndTrailersWithThem() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            String body = wire.readChunked();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n");
            wire.send("3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\nContent-Length: 9\r\n\r\n");
            wire.readHead();
            wire.respond(200, "", body.replace("\r\n", "|"));
        });

        // When
        client.send("POST " + url("/") + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("4;a=b\r\nWiki\r\n5\r\npedia\r\n0\r\nX-Check: 7\r\nHost: evil\r\n\r\n");
        Reply reply = Reply.read(client);
        Reply sent = get("/what-came", "");

        // Then
        assertThat(reply.body()).isEqualTo("abcde");
        assertThat(reply.trailers()).isEqualTo("X-Sum: 5\r\n");
        assertThat(sent.body()).isEqualTo("4|Wiki|5|pedia|0|X-Check: 7||");
    }

    @Test
    void theSitesContinueReachesTheClientBeforeItSendsItsBody() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
            wire.respond(200, "", "got " + wire.read(4));
        });

        // When
        client.send("PUT " + url("/") + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        String hints = client.readHead();
        String go = client.readHead();
        client.send("body");
        Reply reply = Reply.read(client);

        // Then
        assertThat(hints).startsWith("HTTP/1.1 103 ").contains("Link: </s.css>");
        assertThat(go).startsWith("HTTP/1.1 100 ");
        assertThat(reply.body()).isEqualTo("got body");
        assertThat(site.heads().getFirst()).contains("Expect: 100-continue");
    }

    @Test
    void anAnswerBeforeTheWholeQuestionEndsBothConnections() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.respond(413, "", "too much");
            wire.readAll();
        });

        // When
        client.send("POST " + url("/") + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nbegin");
        Reply reply = Reply.read(client);
        client.send("GET " + url("/smuggled") + " HTTP/1.1\r\nHost: x\r\n\r\n");

        // Then
        assertThat(reply.status()).isEqualTo(413);
        Eventually.until(() -> world.gateway().figures().open().sum() == 0);
        assertThat(site.heads()).hasSize(1);
    }

    @Test
    void aResponseThatEndsWithItsConnectionEndsTheClientsToo() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        });

        // When
        Reply reply = get("/", "");

        // Then
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(reply.body()).isEqualTo("until the end");
    }

    @Test
    void anOldClientGetsNoChunksAndItsConnectionEnds() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nold\r\n0\r\n\r\n");
        });

        // When
        client.send("GET " + url("/") + " HTTP/1.0\r\n\r\n");
        Reply reply = Reply.read(client);

        // Then
        assertThat(reply.body()).isEqualTo("old");
        assertThat(reply.field("transfer-encoding")).isEmpty();
        assertThat(site.heads().getFirst()).contains("Via: 1.0 sekisho-test-1");
    }

    @Test
    void anOldClientThatAsksForItKeepsItsConnection() throws Exception {
        // When
        client.send("GET " + url("/1") + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        Reply first = Reply.read(client);
        client.send("GET " + url("/2") + " HTTP/1.0\r\n\r\n");
        Reply second = Reply.read(client);

        // Then
        assertThat(first.field("connection")).isEqualTo("keep-alive");
        assertThat(second.field("connection")).isEqualTo("close");
        assertThat(client.readAll()).isEmpty();
    }

    @Test
    void afterAChangeOfProtocolBytesPassBothWaysUntouched() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: x\r\n\r\n\u0081\u0002hi");
            wire.send("you said " + wire.read(6));
        });

        // When
        client.send("GET " + url("/chat") + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: k\r\n\r\n");
        String head = client.readHead();
        String early = client.read(4);
        client.send("\u0081\u0004abcd");
        String answer = client.readAll();

        // Then
        assertThat(head)
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("upgrade: websocket")
                .contains("Sec-WebSocket-Accept: x");
        assertThat(site.heads().getFirst()).contains("Upgrade: websocket").contains("Connection: upgrade");
        assertThat(early).isEqualTo("\u0081\u0002hi");
        assertThat(answer).isEqualTo("you said \u0081\u0004abcd");
        WebEvent event = world.event(e -> true);
        assertThat(event.http().status()).isEqualTo(101);
        assertThat(event.http().requestBytes()).isEqualTo(6);
        assertThat(event.http().responseBytes()).isEqualTo(19);
    }

    @Test
    void nothingLeadsTheClientPastTheGatewayOrForgesItsMark() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.respond(200, "Alt-Svc: h3=\":443\"\r\nX-Sekisho-Block: forged\r\nProxy-Authenticate: Basic\r\n", "ok");
        });

        // When
        Reply reply = get("/", "");

        // Then
        assertThat(reply.body()).isEqualTo("ok");
        assertThat(reply.head())
                .doesNotContainIgnoringCase("alt-svc")
                .doesNotContainIgnoringCase("x-sekisho-block")
                .doesNotContainIgnoringCase("proxy-authenticate");
    }

    @Test
    void aConnectionThatAuthenticatedItsClientCarriesNobodyElse() throws Exception {
        // Given
        script(wire -> {
            wire.readHead();
            wire.respond(401, "WWW-Authenticate: NTLM abc\r\n", "");
            Scripts.site().play(wire);
        });
        get("/1", "");
        Wire somebodyElse = world.client();

        // When
        get("/2", "");
        somebodyElse.send("GET " + url("/3") + " HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply.read(somebodyElse);

        // Then
        assertThat(site.accepted()).isEqualTo(2);
        assertThat(site.heads()).hasSize(3);
    }

    @Test
    void withoutSuchAuthenticationTheConnectionIsShared() throws Exception {
        // Given
        get("/1", "");
        Wire somebodyElse = world.client();

        // When
        somebodyElse.send("GET " + url("/2") + " HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply.read(somebodyElse);

        // Then
        assertThat(site.accepted()).isEqualTo(1);
    }
}
