package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has work done on the sealing thread, which alone writes manifests, and waits for its result; every wait has an end. */
final class Errands {
    private final Executor sealing;
    private final Duration limit;

    /** Waits at most {@code limit} for each errand. */
    Errands(Executor sealing, Duration limit) {
        this.sealing = sealing;
        this.limit = limit;
    }

    /** Work that may fail as storage does. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Runs work and answers its result.
     *
     * @throws SekishoException what the work threw, or {@code DISK_FAILED} with this text
     */
    <T> T run(String failure, Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        sealing.execute(() -> {
            try {
                done.complete(work.run());
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return await(failure, done);
    }

    /** Waits for a result; failures are those of {@link #run}. */
    <T> T await(String failure, CompletableFuture<T> result) {
        try {
            return result.get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SekishoException known) {
                throw known;
            }
            throw new SekishoException(ErrorCode.DISK_FAILED, failure, e);
        } catch (TimeoutException e) {
            throw new SekishoException(ErrorCode.DISK_FAILED, failure, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SekishoException(ErrorCode.INTERNAL, "interrupted: " + failure, e);
        }
    }
}
