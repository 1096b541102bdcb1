package dev.sekisho.gateway.destination;

import dev.sekisho.kernel.scope.CustomerId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The resolver of the operating system. It blocks a thread of the platform (a native call would hold a virtual thread's
 * carrier), cannot be cancelled, and tells neither the time to live nor why a name was not found. Because a slow name holds its
 * thread, one customer has a quarter of the threads at most; its further look-ups wait for its own, not for others'.
 */
final class SystemLookup implements Lookup {
    /** Of the threads, what one customer's look-ups hold at most. */
    static final int AT_ONCE = 4;

    /** Look-ups of one customer that wait for its others; further ones are refused. */
    static final int WAITING = 256;

    private static final int THREADS = 16;
    private static final Duration KEPT = Duration.ofSeconds(30);
    private final ThreadPoolExecutor threads;
    private final long timeoutNanos;
    private final Function<String, Answer> names;
    private final Map<CustomerId, Turns> customers = new HashMap<>();

    private static final class Turns {
        private final ArrayDeque<Asking> waiting = new ArrayDeque<>();
        private int underWay;
    }

    private record Asking(CustomerId customer, String name, long sinceNanos, CompletableFuture<Answer> answer) {}

    /** Asks the system; what has waited for {@code timeout} is not asked any more. */
    SystemLookup(int queued, Duration timeout) {
        this(queued, timeout, SystemLookup::ask);
    }

    SystemLookup(int queued, Duration timeout, Function<String, Answer> names) {
        this.timeoutNanos = timeout.toNanos();
        this.names = names;
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
    public CompletableFuture<Answer> find(CustomerId customer, String name) {
        Asking asking = new Asking(customer, name, System.nanoTime(), new CompletableFuture<>());
        synchronized (customers) {
            Turns turns = customers.computeIfAbsent(customer, key -> new Turns());
            if (turns.underWay >= AT_ONCE) {
                if (turns.waiting.size() >= WAITING) {
                    return CompletableFuture.completedFuture(Answer.none(Resolution.Reason.OVERLOADED));
                }
                turns.waiting.add(asking);
                return asking.answer();
            }
            turns.underWay++;
        }
        begin(asking);
        return asking.answer();
    }

    private void begin(Asking asking) {
        try {
            threads.execute(() -> run(asking));
        } catch (RejectedExecutionException e) {
            asking.answer().complete(Answer.none(Resolution.Reason.OVERLOADED));
            ended(asking.customer());
        }
    }

    private void run(Asking asking) {
        try {
            boolean late = System.nanoTime() - asking.sinceNanos() > timeoutNanos;
            asking.answer().complete(late ? Answer.none(Resolution.Reason.TIMEOUT) : names.apply(asking.name()));
        } catch (RuntimeException e) {
            asking.answer().complete(Answer.none(Resolution.Reason.FAILED));
        } finally {
            ended(asking.customer());
        }
    }

    /** One of the customer's look-ups has ended: its next one has the turn. */
    private void ended(CustomerId customer) {
        Asking next = null;
        synchronized (customers) {
            Turns turns = customers.get(customer);
            if (turns != null) {
                next = turns.waiting.poll();
                if (next == null && --turns.underWay == 0) {
                    customers.remove(customer);
                }
            }
        }
        if (next != null) {
            begin(next);
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
