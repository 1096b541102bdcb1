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
import dev.sekisho.testkit.pki.TestRoot;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CONNECT: opened, left closed, refused; what the client sees, and who is contacted. */
class InterceptionTest {
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

    private String connect(String host, int port, String fields) throws IOException {
        Wire client = world.client();
        client.send("CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
        return client.readHead();
    }

    @Test
    void anOpenedTunnelShowsALeafThatRepeatsTheSites() throws Exception {
        // Given
        Wire inside = world.tunnel("site.test", site.port(), world.customerRoot);

        // When
        Reply reply = get(inside, "site.test:" + site.port(), "/x?y=z", "");

        // Then
        assertThat(reply.body()).isEqualTo("you asked: GET /x?y=z HTTP/1.1");
        X509Certificate leaf =
                (X509Certificate) ((SSLSocket) inside.socket()).getSession().getPeerCertificates()[0];
        assertThat(leaf.getSubjectAlternativeNames().toString()).contains("other.test", "bank.test");
        WebEvent event = world.event(e -> true);
        assertThat(event.to())
                .isEqualTo(new WebEvent.To(
                        "https", "site.test", site.port(), "/x", "y=z", "127.0.0.1", "site.test", "site.test"));
        assertThat(event.tls().mode()).isEqualTo("inspect");
        assertThat(event.tls().clientVersion()).isEqualTo("TLSv1.3");
        assertThat(event.tls().clientCipher()).startsWith("TLS_");
        assertThat(event.tls().upstreamVersion()).isEqualTo("TLSv1.3");
        assertThat(event.tls().upstreamCipher()).startsWith("TLS_");
        assertThat(event.tls().certificateHash()).hasSize(64);
        assertThat(event.decided().decryptionRule()).isEqualTo("rest");
        assertThat(event.decided().accessRule()).isEqualTo("rest");
        inside.close();
        Eventually.until(() -> world.gateway().figures().open().sum() == 0);
        assertThat(world.log.events()).hasSize(1);
    }

    @Test
    void everyRequestInATunnelIsDecidedByItself() throws Exception {
        // Given
        Wire inside = world.tunnel("site.test", site.port(), world.customerRoot);

        // When
        Reply allowed = get(inside, "site.test", "/open", "");
        Reply refused =
                get(inside, "site.test", "/x/..//%66orbidden/a", "Accept: text/html\r\nAccept-Language: ja\r\n");
        Reply allowedAgain = get(inside, "site.test", "/open2", "");

        // Then
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.field("content-type")).startsWith("text/html");
        assertThat(refused.field("x-sekisho-block")).isEqualTo("no-listed");
        assertThat(allowedAgain.status()).isEqualTo(200);
        assertThat(site.heads()).hasSize(2);
        WebEvent event = world.event(e -> e.http().status() == 403);
        assertThat(event.decided().action()).isEqualTo(Action.BLOCK);
        assertThat(event.decided().lists()).isEqualTo("listed");
        assertThat(refused.body()).contains(event.id().value().shortText());
    }

    @Test
    void aBlockedHostShowsItsPageInsideTheTunnelAndIsNeverContacted() throws Exception {
        // Given
        Wire inside = world.tunnel("blocked.test", site.port(), world.customerRoot);

        // When
        Reply page = get(inside, "blocked.test", "/", "Accept: text/html\r\n");
        Reply problem = get(inside, "blocked.test", "/", "Accept: application/json\r\n");

        // Then
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("<html");
        assertThat(problem.field("content-type")).startsWith("application/problem+json");
        assertThat(problem.body()).contains("\"rule\": \"no-listed\"");
        assertThat(site.accepted()).isZero();
        assertThat(world.events(2, e -> true))
                .allMatch(e -> e.decided().action() == Action.BLOCK
                        && e.decided().rule().equals("no-listed")
                        && e.tls().mode().equals("inspect"));
    }

    @Test
    void aListedNameThatDoesNotResolveIsRefusedAsListed() throws Exception {
        // Given
        Wire inside = world.tunnel("ghost.test", 443, world.customerRoot);

        // When
        Reply reply = get(inside, "ghost.test", "/", "");

        // Then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.field("x-sekisho-block")).isEqualTo("no-listed");
    }

    @Test
    void anUnlistedNameThatDoesNotResolveGetsAPageThatSaysSo() throws Exception {
        // Given
        Wire inside = world.tunnel("nowhere.invalid", 443, world.customerRoot);

        // When
        Reply reply = get(inside, "nowhere.invalid", "/", "");

        // Then
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.body()).contains("name-not-resolved");
        assertThat(world.event(e -> true).decided().reason()).isEqualTo("name-not-resolved");
    }

    @Test
    void aTunnelledHostIsNeverOpened() throws Exception {
        // Given
        Wire inside = world.tunnel("bank.test", site.port(), world.siteRoot);

        // When
        Reply reply = get(inside, "bank.test", "/x", "");
        inside.close();

        // Then
        assertThat(reply.fields("via")).isEmpty();
        WebEvent event = world.event(e -> true);
        assertThat(event.http().method()).isEqualTo("CONNECT");
        assertThat(event.http().status()).isEqualTo(200);
        assertThat(event.tls().mode()).isEqualTo("tunnel");
        assertThat(event.to().sni()).isEqualTo("bank.test");
        assertThat(event.to().path()).isEmpty();
        assertThat(event.decided().decryptionRule()).isEqualTo("bank");
        assertThat(event.http().requestBytes()).isGreaterThan(300);
        assertThat(event.http().responseBytes()).isGreaterThan(500);
    }

    @Test
    void aBlockedHostThatARuleTunnelsGetsAPlainRefusal() throws Exception {
        // When
        String head = connect("blockedbank.test", site.port(), "");

        // Then
        assertThat(head).startsWith("HTTP/1.1 403 ").containsIgnoringCase("x-sekisho-block: no-blockedbank");
        assertThat(site.accepted()).isZero();
        WebEvent event = world.event(e -> true);
        assertThat(event.decided().action()).isEqualTo(Action.BLOCK);
        assertThat(event.tls().mode()).isEqualTo("tunnel");
    }

    @Test
    void aListedNetworkIsRefusedHoweverItIsWritten() throws Exception {
        for (String spelled : new String[] {"127.0.66.5", "2130723333", "0x7f004205", "inside-network.test"}) {
            // When
            String name = spelled.endsWith("test") ? spelled : "127.0.66.5";
            Wire inside = world.tunnel(spelled, site.port(), name, world.customerRoot);
            Reply reply = get(inside, spelled, "/", "");

            // Then
            assertThat(reply.field("x-sekisho-block")).as(spelled).isEqualTo("no-listed");
        }
    }

    @Test
    void theGuardRefusesPrivateAddressesInsideTheTunnel() throws Exception {
        // Given
        Wire inside = world.tunnel("router.test", 443, world.customerRoot);

        // When
        Reply reply = get(inside, "router.test", "/", "");

        // Then
        assertThat(reply.status()).isEqualTo(403);
        WebEvent event = world.event(e -> true);
        assertThat(event.decided().reason()).isEqualTo("destination-refused");
        assertThat(event.decided().destinationRule()).isNotEmpty();
        assertThat(event.to().address()).isEmpty();
    }

    @Test
    void badCertificatesAreNamedAndNeverCoveredByAGoodOne() throws Exception {
        Instant now = Instant.now();
        record Case(TestRoot.Issued certificate, String code) {}
        Case[] cases = {
            new Case(
                    world.siteRoot.issue(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)), "site.test"),
                    "certificate-expired"),
            new Case(
                    world.siteRoot.issue(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)), "site.test"),
                    "certificate-not-yet-valid"),
            new Case(world.siteRoot.issue("elsewhere.test"), "certificate-wrong-host"),
            new Case(TestRoot.create("Stranger").issue("site.test"), "certificate-untrusted"),
        };
        for (Case each : cases) {
            // Given
            ScriptedOrigin bad = secure(each.certificate());
            Wire inside = world.tunnel("site.test", bad.port(), world.customerRoot);

            // When
            Reply reply = get(inside, "site.test", "/", "");

            // Then
            assertThat(reply.status()).as(each.code()).isEqualTo(502);
            assertThat(reply.body()).contains(each.code());
            assertThat(bad.heads()).isEmpty();
            WebEvent event = world.event(e -> e.decided().reason().equals(each.code()));
            assertThat(event.tls().certificateFault()).isEqualTo(each.code());
            assertThat(event.tls().certificateHash()).hasSize(64);
        }
    }

    @Test
    void anotherHostInTheTunnelThanTheOneThatWasDecidedOnIsRefused() throws Exception {
        // Given
        Wire inside = world.tunnel("site.test", site.port(), world.customerRoot);

        // When
        Reply reply = get(inside, "blocked.test", "/", "");

        // Then
        assertThat(reply.status()).isEqualTo(421);
        assertThat(site.heads()).isEmpty();
    }

    @Test
    void theSitesConnectionIsKeptForTheSameCustomerOnly() throws Exception {
        // Given
        get(world.tunnel("site.test", site.port(), world.customerRoot), "site.test", "/1", "");
        get(world.tunnel("site.test", site.port(), world.customerRoot), "site.test", "/2", "");
        int forOne = site.accepted();
        Wire other = world.client("127.0.0.2");

        // When
        other.send("CONNECT site.test:" + site.port() + " HTTP/1.1\r\nHost: site.test\r\n" + World.SIGN_IN + "\r\n");
        other.readHead();
        get(world.tls(other, "site.test", world.otherRoot), "site.test", "/3", "");

        // Then
        assertThat(forOne).isEqualTo(1);
        assertThat(site.accepted()).isEqualTo(2);
    }

    @Test
    void anInternationalNameMeetsTheSameRulesInEverySpelling() throws Exception {
        for (String spelled : new String[] {"BLOCKED.test", "blocked.test.", "%62locked.test"}) {
            // When
            Wire inside = world.tunnel(spelled, site.port(), "blocked.test", world.customerRoot);
            Reply reply = get(inside, spelled, "/", "");

            // Then
            assertThat(reply.field("x-sekisho-block")).as(spelled).isEqualTo("no-listed");
        }
        assertThat(site.accepted()).isZero();
    }

    @Test
    void aTunnelWhosePolicyChangedEndsAfterItsResponse() throws Exception {
        // Given
        Wire inside = world.tunnel("site.test", site.port(), world.customerRoot);
        Reply before = get(inside, "site.test", "/1", "");

        // When
        world.publish(world.one, World.POLICY.replace("name: rest, then: allow", "name: now, then: allow"));
        Reply after = get(inside, "site.test", "/2", "");

        // Then
        assertThat(before.field("connection")).isEmpty();
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.field("connection")).isEqualTo("close");
        assertThat(world.event(e -> e.to().path().equals("/2")).decided().rule())
                .isEqualTo("now");
    }
}
