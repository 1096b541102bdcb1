package dev.sekisho.gateway.certificate;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Computation beside the event loops: a few threads, a bounded queue, and a clear refusal when it is full. */
final class SideWork implements AutoCloseable {
    private final String name;
    private final ThreadPoolExecutor threads;

    SideWork(String name, int threads, int queued) {
        this.name = name;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queued),
                Thread.ofPlatform().daemon().name("gateway-" + name + "-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the task; the future fails with {@code OVERLOADED} if it was not taken, otherwise with what the task threw. */
    <T> CompletableFuture<T> submit(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(task, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new SekishoException(
                    ErrorCode.OVERLOADED,
                    "too much work is waiting for \"" + name + "\" in this gateway. Try again in a moment.",
                    e));
        }
        return result;
    }

    private static <T> void complete(Callable<T> task, CompletableFuture<T> result) {
        try {
            result.complete(task.call());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow().forEach(Runnable::run);
    }
}
