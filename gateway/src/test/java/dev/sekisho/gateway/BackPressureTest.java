package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Wire;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One side that is slower than the other: it slows the other one, and memory does not fill. */
class BackPressureTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private static final int BLOCK = 64 * 1024;
    private static final int SIZE = 64 * 1024 * 1024;
    private static final long MOST_HELD = 48L * 1024 * 1024;

    private final World world = new World();
    private final AtomicLong written = new AtomicLong();

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private void write(Wire to) throws IOException {
        String block = "x".repeat(BLOCK);
        while (written.get() < SIZE) {
            to.send(block);
            written.addAndGet(BLOCK);
        }
    }

    private static void read(Wire from) throws IOException {
        int read = 0;
        while (read < SIZE) {
            read += from.read(BLOCK).length();
        }
    }

    @Test
    void aSlowReaderSlowsTheSiteInsteadOfFillingMemory() throws Exception {
        // Given
        ScriptedOrigin site = world.with(ScriptedOrigin.plain(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
            write(wire);
        }));
        Wire client = world.client();

        // When: the client takes the head and nothing else
        client.send("GET http://site.test:" + site.port() + "/big HTTP/1.1\r\nHost: x\r\n\r\n");
        client.readHead();
        long atRest = Eventually.stalled(written::get);
        long held = PlatformDependent.usedDirectMemory();
        read(client);

        // Then
        assertThat(atRest).isLessThan(SIZE);
        assertThat(held).isLessThan(MOST_HELD);
        assertThat(written).hasValue(SIZE);
        assertThat(world.event(e -> true).http().responseBytes()).isEqualTo(SIZE);
    }

    @Test
    void aSlowSiteSlowsTheClientInsteadOfFillingMemory() throws Exception {
        // Given
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedOrigin site = world.with(ScriptedOrigin.plain(wire -> {
            wire.readHead();
            try {
                goOn.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return;
            }
            read(wire);
            wire.respond(200, "", "all");
        }));
        Wire client = world.client();
        client.send("POST http://site.test:" + site.port() + "/big HTTP/1.1\r\nHost: x\r\nContent-Length: " + SIZE
                + "\r\n\r\n");
        Thread.ofVirtual().start(() -> {
            try {
                write(client);
            } catch (IOException e) {
                // the assertion below tells
            }
        });

        // When: the site takes the head and nothing else
        long atRest = Eventually.stalled(written::get);
        long held = PlatformDependent.usedDirectMemory();
        goOn.countDown();

        // Then
        assertThat(atRest).isLessThan(SIZE);
        assertThat(held).isLessThan(MOST_HELD);
        assertThat(Reply.read(client).body()).isEqualTo("all");
        assertThat(world.event(e -> true).http().requestBytes()).isEqualTo(SIZE);
    }
}
