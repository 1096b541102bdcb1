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
import dev.sekisho.testkit.pki.TestRoot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first bytes in a tunnel: another name than that of the CONNECT, plain HTTP, something else. */
class TunnelGreetingTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private final World world = new World();
    private ScriptedOrigin site;

    @BeforeEach
    void open() {
        site = secure(world.siteRoot.issue("site.test", "bank.test", "other.test", "blocked.test", "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private ScriptedOrigin secure(TestRoot.Issued certificate) {
        return world.with(ScriptedOrigin.tls(certificate.server(), Scripts.site()));
    }

    private Reply get(Wire inside, String host, String path, String fields) throws IOException {
        inside.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
        return Reply.read(inside);
    }

    @Test
    void theNameInTheGreetingIsRecordedWhereItDiffers() throws Exception {
        // Given
        Wire client = world.client();
        client.send("CONNECT site.test:" + site.port() + " HTTP/1.1\r\nHost: site.test\r\n\r\n");
        client.readHead();

        // When
        Wire inside = world.tls(client, "other.test", world.customerRoot);
        Reply reply = get(inside, "site.test", "/", "");

        // Then
        assertThat(reply.status()).isEqualTo(200);
        WebEvent event = world.event(e -> true);
        assertThat(event.to().sni()).isEqualTo("other.test");
        assertThat(event.to().connectHost()).isEqualTo("site.test");
    }

    @Test
    void aListedNameInTheGreetingIsRefusedAlthoughAnotherWasConnectedTo() throws Exception {
        // Given: the host of the CONNECT is tunnelled, the name inside is listed
        Wire client = world.client();
        client.send("CONNECT bank.test:" + site.port() + " HTTP/1.1\r\nHost: bank.test\r\n\r\n");
        client.readHead();

        // When, Then
        assertThatThrownBy(() -> world.tls(client, "blocked.test", world.siteRoot))
                .isInstanceOf(IOException.class);
        WebEvent event = world.event(e -> true);
        assertThat(event.to().sni()).isEqualTo("blocked.test");
        assertThat(event.decided().action()).isEqualTo(Action.BLOCK);
        assertThat(event.decided().rule()).isEqualTo("no-listed");
        assertThat(event.http().requestBytes()).isZero();
    }

    @Test
    void aListedNameInTheGreetingOfAnOpenedTunnelGetsItsPage() throws Exception {
        // Given
        Wire client = world.client();
        client.send("CONNECT site.test:" + site.port() + " HTTP/1.1\r\nHost: site.test\r\n\r\n");
        client.readHead();

        // When
        Wire inside = world.tls(client, "site.test", "blocked.test", world.customerRoot);
        Reply reply = get(inside, "site.test", "/", "");

        // Then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.field("x-sekisho-block")).isEqualTo("no-listed");
        assertThat(site.accepted()).isZero();
        assertThat(world.event(e -> true).decided().rule()).isEqualTo("no-listed");
    }

    @Test
    void aTunnelledNameInTheGreetingIsNotOpenedUnderAnotherName() throws Exception {
        // Given
        Wire client = world.client();
        client.send("CONNECT site.test:" + site.port() + " HTTP/1.1\r\nHost: site.test\r\n\r\n");
        client.readHead();

        // When, Then
        assertThatThrownBy(() -> world.tls(client, "bank.test", world.customerRoot))
                .isInstanceOf(IOException.class);
        assertThat(world.event(e -> true).decided().rule()).isEqualTo("bank");
        assertThat(site.accepted()).isZero();
    }

    @Test
    void plainHttpInsideATunnelIsDecidedToo() throws Exception {
        // Given
        ScriptedOrigin plain = world.with(ScriptedOrigin.plain(Scripts.site()));
        Wire client = world.client();
        client.send("CONNECT site.test:" + plain.port() + " HTTP/1.1\r\nHost: site.test\r\n\r\n");
        client.readHead();

        // When
        Reply open = get(client, "site.test:" + plain.port(), "/ws", "");
        Reply refused = get(client, "site.test:" + plain.port(), "/forbidden", "");

        // Then
        assertThat(open.status()).isEqualTo(200);
        assertThat(refused.field("x-sekisho-block")).isEqualTo("no-listed");
        assertThat(plain.heads()).hasSize(1);
    }

    @Test
    void somethingElseThanTlsOrHttpIsNotLetThrough() throws Exception {
        // Given
        Wire client = world.client();
        client.send("CONNECT site.test:" + site.port() + " HTTP/1.1\r\nHost: site.test\r\n\r\n");
        client.readHead();

        // When
        client.send("\u0000\u0001\u0002 not a greeting");

        // Then
        assertThat(client.readAll()).isEmpty();
        assertThat(site.accepted()).isZero();
        assertThat(world.event(e -> true).decided().reason()).isEqualTo("client-tls-failed");
    }

    @Test
    void aClientThatDoesNotTrustUsIsRecordedOnce() throws Exception {
        // When
        assertThatThrownBy(() -> world.tunnel("site.test", site.port(), world.otherRoot))
                .isInstanceOf(IOException.class);

        // Then
        WebEvent event = world.event(e -> true);
        assertThat(event.http().method()).isEqualTo("CONNECT");
        assertThat(event.decided().reason()).isEqualTo("client-tls-failed");
        Eventually.until(() -> world.gateway().figures().open().sum() == 0);
        assertThat(world.log.events()).hasSize(1);
    }
}
