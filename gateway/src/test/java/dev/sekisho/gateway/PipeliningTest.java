package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.gateway.world.World;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A client that sends and sends, and reads nothing. */
class PipeliningTest {
    private static final int REQUESTS = 20_000;
    private static final String REQUEST = "GET http://blocked.test/ HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n";

    @Test
    void requestsWaitUntilTheirAnswersAreTaken() throws Exception {
        try (World world = new World();
                Socket socket = new Socket()) {
            // Given
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", world.proxy().getPort()));
            CompletableFuture<Void> sent = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    byte[] hundred = REQUEST.repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                    for (int i = 0; i < REQUESTS / 100; i++) {
                        socket.getOutputStream().write(hundred);
                    }
                    sent.complete(null);
                } catch (java.io.IOException e) {
                    sent.completeExceptionally(e);
                }
            });

            // When: the count has not moved for a while
            AtomicLong last = new AtomicLong(-1);
            AtomicLong same = new AtomicLong();
            Eventually.until(() -> {
                long now = world.gateway().figures().requests().sum();
                return (now > 0 && last.getAndSet(now) == now ? same.incrementAndGet() : same.getAndSet(0)) > 60;
            });

            // Then
            assertThat(last.get()).isLessThan(REQUESTS);

            // When
            byte[] taken = new byte[64 * 1024];
            socket.setSoTimeout(10_000);
            while (world.gateway().figures().requests().sum() < REQUESTS) {
                assertThat(socket.getInputStream().read(taken)).isPositive();
            }

            // Then
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void theMemoryLimitIsBelowWhatTheProcessHas() {
        GatewayOptions.Limits usual = GatewayOptions.Limits.standard();
        GatewayOptions.Limits wish = new GatewayOptions.Limits(
                usual.head(),
                usual.connections(),
                usual.idleClient(),
                usual.receiveHead(),
                usual.handshake(),
                usual.connect(),
                usual.upstream(),
                usual.idleTunnel(),
                usual.idleUpstream(),
                usual.idleUpstreamPerSite(),
                usual.idleUpstreamPerLoop(),
                Long.MAX_VALUE,
                usual.waitingEvents(),
                usual.drain());
        assertThat(wish.directBytes()).isPositive().isLessThanOrEqualTo(PlatformDependent.maxDirectMemory() * 6 / 10);
        assertThat(usual.directBytes()).isLessThanOrEqualTo(wish.directBytes());
    }
}
