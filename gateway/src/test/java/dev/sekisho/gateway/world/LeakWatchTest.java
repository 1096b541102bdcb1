package dev.sekisho.gateway.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The watch itself: it sees a buffer that nobody released. */
class LeakWatchTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    @Test
    void aBufferThatIsNotReleasedIsFound() throws Exception {
        // Given
        forgetABuffer();

        // When, Then
        Eventually.until(() -> {
            try {
                return !LEAKS.check().isEmpty();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(LEAKS.check().getFirst()).contains("LEAK:");
        LEAKS.forget();
    }

    private static void forgetABuffer() {
        ByteBuf forgotten = ByteBufAllocator.DEFAULT.directBuffer(64);
        forgotten.writeByte(1);
    }
}
