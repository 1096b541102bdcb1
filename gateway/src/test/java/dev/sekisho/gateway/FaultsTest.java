package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.event.WhenLogFails;
import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
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

/** Clients that break, a log that takes nothing, limits and stopping: what it looks like from both sides and in the log. */
class FaultsTest {
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
    void aClientThatLeavesTakesItsRequestToTheSiteWithIt() throws Exception {
        // Given
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegin");
            wire.readAll();
            closed.countDown();
        });
        Wire client = ask(site, "GET", "");
        client.readHead();
        client.read(5);

        // When
        client.reset();

        // Then
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        WebEvent event = world.event(e -> true);
        assertThat(event.http().status()).isEqualTo(200);
        assertThat(event.http().responseBytes()).isEqualTo(5);
    }

    @Test
    void aClientThatLeavesBeforeAnAnswerIsRecordedWithoutAStatus() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            asked.countDown();
            wire.readAll();
        });
        Wire client = ask(site, "GET", "");
        asked.await(5, TimeUnit.SECONDS);

        // When
        client.close();

        // Then
        assertThat(world.event(e -> true).http().status()).isZero();
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyEndsTheSitesConnection() throws Exception {
        // Given
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            wire.readAll();
            closed.countDown();
        });
        Wire client = ask(site, "POST", "Content-Length: 1000\r\n");
        client.send("some of it");
        Eventually.until(() -> !site.heads().isEmpty());

        // When
        client.close();

        // Then
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(world.event(e -> true).http().requestBytes()).isEqualTo(10);
    }

    @Test
    void aBodyThatTurnsOutMalformedIsNotForwardedToItsEnd() throws Exception {
        // Given
        CountDownLatch closed = new CountDownLatch(1);
        StringBuilder got = new StringBuilder();
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            got.append(wire.readAll());
            closed.countDown();
        });
        Wire client = ask(site, "POST", "Transfer-Encoding: chunked\r\n");

        // When
        client.send("3\r\nabc\r\nXYZ\r\n0\r\n\r\nGET http://site.test/smuggled HTTP/1.1\r\n\r\n");
        Reply reply = Reply.read(client);

        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(got.toString()).doesNotContain("smuggled").doesNotContain("0\r\n\r\n");
    }

    @Test
    void aHeadThatDripsIsCutOff() throws Exception {
        // Given
        Wire client = world.client();

        // When
        client.send("GET http://site.test/ HT");

        // Then
        assertThat(client.readAll()).isEmpty();
        assertThat(world.gateway().figures().requests().sum()).isZero();
    }

    @Test
    void withoutAPolicyNothingPasses() throws Exception {
        // Given
        ScriptedOrigin site = site(Scripts.site());
        world.unpublish(world.one);

        // When
        Reply plain = Reply.read(ask(site, "GET", ""));
        Wire client = world.client();
        client.send("CONNECT site.test:" + site.port() + " HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply connect = Reply.read(client);

        // Then
        assertThat(plain.body()).contains("no-policy");
        assertThat(connect.status()).isEqualTo(plain.status()).isGreaterThanOrEqualTo(400);
        assertThat(site.accepted()).isZero();
        assertThat(world.events(2, e -> e.decided().reason().equals("no-policy")))
                .hasSize(2);
    }

    @Test
    void anUnknownSourceIsRefusedAndNobodysLogSaysSo() throws Exception {
        // Given
        ScriptedOrigin site = site(Scripts.site());
        Wire client = world.client("127.0.0.3");

        // When
        client.send("GET http://site.test:" + site.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
        Reply reply = Reply.read(client);

        // Then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(reply.body()).contains("on-ramp-unknown").doesNotContain("Kiso");
        assertThat(site.accepted()).isZero();
        assertThat(world.log.events()).isEmpty();
    }

    @Test
    void whatCannotBeLoggedDoesNotPass() throws Exception {
        // Given
        ScriptedOrigin site = site(Scripts.site());
        world.log.taking(false);

        // When
        Reply refused = Reply.read(ask(site, "GET", ""));
        world.log.taking(true);
        WebEvent event = world.event(e -> true);
        Reply passed = Reply.read(ask(site, "GET", ""));

        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(event.decided().reason()).isEqualTo("log-unavailable");
        assertThat(passed.status()).isEqualTo(200);
        assertThat(site.heads()).hasSize(1);
        assertThat(world.log.gaps()).isZero();
    }

    @Test
    void whereGapsAreAcceptedTheyAreCountedEachOne() throws Exception {
        // Given
        world.whenLogFails(WhenLogFails.GAP);
        ScriptedOrigin site = site(Scripts.site());
        world.log.taking(false);

        // When: one waits, the others do not fit
        for (int i = 0; i < 7; i++) {
            assertThat(Reply.read(ask(site, "GET", "")).status()).isEqualTo(200);
        }
        Eventually.until(() -> world.log.gaps() == 6);
        world.log.taking(true);

        // Then
        world.event(e -> true);
        assertThat(world.log.events()).hasSize(1);
        assertThat(world.gateway().figures().gaps().sum()).isEqualTo(6);
    }

    @Test
    void eachCustomersOwnChoiceHoldsWhileTheLogTakesNothing() throws Exception {
        // Given
        world.whenLogFails(WhenLogFails.GAP);
        ScriptedOrigin site = site(Scripts.site());
        world.log.taking(false);
        Wire strict = world.client("127.0.0.2");

        // When
        Reply passed = Reply.read(ask(site, "GET", ""));
        strict.send("GET http://site.test:" + site.port() + "/ HTTP/1.1\r\nHost: x\r\n" + World.SIGN_IN + "\r\n");
        Reply refused = Reply.read(strict);
        world.whenLogFails(WhenLogFails.REFUSE);
        Reply refusedAfterTheChange = Reply.read(ask(site, "GET", ""));

        // Then
        assertThat(passed.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("log-unavailable");
        assertThat(refusedAfterTheChange.status()).isEqualTo(503);
        assertThat(site.heads()).hasSize(1);
    }

    @Test
    void aRefusalShowsTheTimeInTheCustomersZone() throws Exception {
        // Given
        world.unpublish(world.one);
        world.unpublish(world.two);
        Wire other = world.client("127.0.0.2");

        // When
        Wire client = ask(site(Scripts.site()), "GET", "Accept: text/html\r\n");
        String tokyo = Reply.read(client).body();
        other.send("GET http://site.test/ HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n" + World.SIGN_IN + "\r\n");
        String unchosen = Reply.read(other).body();

        // Then
        assertThat(tokyo).contains(" JST</dd>").doesNotContain(" UTC</dd>");
        assertThat(unchosen).contains(" UTC</dd>").doesNotContain(" JST</dd>");
    }

    @Test
    void eventsThatStillWaitAtTheEndAreCounted() throws Exception {
        // Given
        world.whenLogFails(WhenLogFails.GAP);
        ScriptedOrigin site = site(Scripts.site());
        world.log.taking(false);
        Reply.read(ask(site, "GET", ""));

        // When
        world.gateway().close();

        // Then
        assertThat(world.log.gaps()).isEqualTo(1);
    }

    @Test
    void moreConnectionsThanAllowedAreClosed() throws Exception {
        // Given
        for (int i = 0; i < 50; i++) {
            world.client();
        }
        Eventually.until(() -> world.gateway().figures().open().sum() == 50);

        // When
        Wire further = world.client();

        // Then
        assertThat(further.readAll()).isEmpty();
    }

    @Test
    void stoppingLetsRequestsUnderWayEnd() throws Exception {
        // Given
        CountDownLatch stopping = new CountDownLatch(1);
        ScriptedOrigin site = site(wire -> {
            wire.readHead();
            try {
                stopping.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return;
            }
            wire.respond(200, "", "the last one");
        });
        Wire client = ask(site, "GET", "");
        Eventually.until(() -> !site.heads().isEmpty());
        Thread stop = Thread.ofVirtual().start(() -> world.gateway().close());
        Eventually.until(() -> !canConnect());

        // When
        stopping.countDown();
        Reply reply = Reply.read(client);
        stop.join();

        // Then
        assertThat(reply.body()).isEqualTo("the last one");
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(world.log.events()).hasSize(1);
    }

    private boolean canConnect() {
        try (Wire probe = world.client()) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
