package dev.sekisho.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever must destroy waits for captures, and not for ever. */
class CapturesTest {
    private static OpenCapture open(Captures captures) {
        OpenCapture capture = new OpenCapture(captures, Instant.EPOCH, Map.of(), List.of(), (scope, c) -> {
            throw new IllegalStateException();
        });
        captures.add(capture);
        return capture;
    }

    @Test
    void aDestructionThatWaitedInVainIsToBeCalledAgain() {
        // Given
        Captures captures = new Captures(Duration.ofMillis(5));
        AtomicInteger calls = new AtomicInteger();
        OpenCapture capture = open(captures);

        // When, Then
        assertThatThrownBy(() -> captures.patiently(() -> {
                    calls.incrementAndGet();
                    throw Captures.running();
                }))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_RUNNING));
        assertThat(calls.get()).isEqualTo(1);
        capture.close();
        assertThat(captures.awaitNone()).isTrue();
    }

    @Test
    void aDestructionIsDoneWhenTheLastCaptureEnds() {
        // Given
        Captures captures = new Captures(Duration.ofSeconds(30));
        OpenCapture capture = open(captures);
        OpenCapture other = open(captures);
        CompletableFuture<Integer> begun = new CompletableFuture<>();

        // When
        CompletableFuture<Integer> done = CompletableFuture.supplyAsync(() -> captures.patiently(() -> {
            begun.complete(1);
            if (captures.size() > 0) {
                throw Captures.running();
            }
            return 7;
        }));
        begun.join();
        capture.close();
        assertThat(done).isNotDone();
        other.end("the test wants it");

        // Then
        assertThat(done.join()).isEqualTo(7);
        assertThat(captures.endedEarly()).isEqualTo(1);
    }
}
