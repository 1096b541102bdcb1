package dev.sekisho.gateway.destination;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The resolver of the operating system. It blocks a thread of the platform (a native call would hold a virtual thread's
 * carrier), cannot be cancelled, and tells neither the time to live nor why a name was not found.
 */
final class SystemLookup implements Lookup {
    private static final int THREADS = 16;
    private static final Duration KEPT = Duration.ofSeconds(30);
    private final ThreadPoolExecutor threads;

    SystemLookup(int queued) {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queued),
                Thread.ofPlatform().daemon().name("gateway-resolve-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<Answer> find(String name) {
        try {
            return CompletableFuture.supplyAsync(() -> ask(name), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Answer.none(Resolution.Reason.OVERLOADED));
        }
    }

    private static Answer ask(String name) {
        try {
            List<InetAddress> all = Arrays.stream(InetAddress.getAllByName(name))
                    .map(found -> SpecialAddresses.of(found.getAddress()))
                    .toList();
            return Answer.found(all, KEPT);
        } catch (UnknownHostException e) {
            return Answer.none(Resolution.Reason.NO_SUCH_NAME);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
