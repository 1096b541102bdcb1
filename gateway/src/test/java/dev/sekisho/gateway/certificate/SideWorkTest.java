package dev.sekisho.gateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SideWorkTest {
    @Test
    void aFullQueueRefusesAtOnceAndSaysSo() {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        try (SideWork work = new SideWork("test", 1, 1)) {
            CompletableFuture<Boolean> running = work.submit(() -> release.await(10, TimeUnit.SECONDS));
            CompletableFuture<Boolean> waiting = work.submit(() -> true);
            // When
            CompletableFuture<Boolean> refused = work.submit(() -> true);
            // Then
            assertThat(refused).isCompletedExceptionally();
            assertThatThrownBy(refused::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
            release.countDown();
            assertThat(running.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
            assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
        }
    }
}
