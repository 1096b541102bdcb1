package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FirstPathTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private World world;
    private ScriptedOrigin site;
    private ScriptedOrigin secure;

    @BeforeEach
    void open() {
        world = new World();
        site = world.with(ScriptedOrigin.plain(Scripts.site()));
        secure = world.with(ScriptedOrigin.tls(
                world.siteRoot.issue("site.test", "bank.test").server(), Scripts.site()));
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void aPlainRequestReachesTheSiteAndItsAnswerTheClient() throws Exception {
        // Given
        Wire client = world.client();

        // When
        client.send(
                "GET http://site.test:" + site.port() + "/a%20b?q=1 HTTP/1.1\r\nHost: site.test\r\nX-Own: 1\r\n\r\n");
        String head = client.readHead();
        String body = client.read(bodyLength(head));

        // Then
        assertThat(head).startsWith("HTTP/1.1 200 Scripted\r\n").contains("Via: 1.1 sekisho-test-1\r\n");
        assertThat(body).isEqualTo("you asked: GET /a%20b?q=1 HTTP/1.1");
        assertThat(site.heads().getFirst())
                .contains("Host: site.test:" + site.port() + "\r\n", "X-Own: 1\r\n", "Via: 1.1 sekisho-test-1\r\n");
        WebEvent event = world.event(e -> true);
        assertThat(event.decided().action()).isEqualTo(Action.ALLOW);
        assertThat(event.to().path()).isEqualTo("/a b");
        assertThat(event.http().status()).isEqualTo(200);
    }

    @Test
    void aListedHostIsRefusedAndNeverContacted() throws Exception {
        // Given
        Wire client = world.client();

        // When
        client.send("GET http://blocked.test:" + site.port() + "/ HTTP/1.1\r\nHost: blocked.test\r\n\r\n");
        String head = client.readHead();

        // Then
        assertThat(head).startsWith("HTTP/1.1 403 ").containsIgnoringCase("x-sekisho-block: no-listed\r\n");
        assertThat(site.accepted()).isZero();
    }

    @Test
    void anOpenedTunnelShowsALeafOfTheCustomerAndCarriesRequests() throws Exception {
        // Given
        Wire inside = world.tunnel("site.test", secure.port(), world.customerRoot);

        // When
        inside.send("GET /x HTTP/1.1\r\nHost: site.test:" + secure.port() + "\r\n\r\n");
        String head = inside.readHead();
        String body = inside.read(bodyLength(head));

        // Then
        assertThat(body).isEqualTo("you asked: GET /x HTTP/1.1");
        WebEvent event = world.event(e -> e.http().method().equals("GET"));
        assertThat(event.tls().mode()).isEqualTo("inspect");
        assertThat(event.tls().upstreamVersion()).isEqualTo("TLSv1.3");
    }

    @Test
    void aTunnelledHostIsNotOpened() throws Exception {
        // Given
        Wire inside = world.tunnel("bank.test", secure.port(), world.siteRoot);

        // When
        inside.send("GET /x HTTP/1.1\r\nHost: bank.test\r\n\r\n");
        String head = inside.readHead();
        inside.read(bodyLength(head));
        inside.close();

        // Then
        assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContain("Via:");
        WebEvent event = world.event(e -> e.http().method().equals("CONNECT"));
        assertThat(event.tls().mode()).isEqualTo("tunnel");
        assertThat(event.to().sni()).isEqualTo("bank.test");
        assertThat(event.http().responseBytes()).isPositive();
    }

    private static int bodyLength(String head) {
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ") + 16;
        return Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
    }
}
