package dev.sekisho.directory.credential;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where password hashes are computed: for the proxies of customers on all cores but one, of which no customer has more than its
 * part; for the console on a thread of its own. A flood of sign-ins of one customer so takes nothing from another customer, from
 * the console or from the traffic. Few of each are under way at a time and none waits longer than five seconds.
 */
public final class HashLanes {
    /** Most computations of one customer under way, with those that wait; further ones are refused at once. */
    static final int CUSTOMER_MAX = 16;

    private static final int CONSOLE_MAX = 64;
    private static final int CONSOLE_THREADS = 1;
    private static final int QUEUE_MAX = 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ThreadPoolExecutor customerThreads;
    private final ThreadPoolExecutor consoleThreads;
    private final int partOfOne;
    private final Lane console = new Lane(CONSOLE_THREADS, CONSOLE_MAX);
    private final Map<CustomerId, Lane> customers = new HashMap<>();

    /** Of a machine with that many cores. */
    public HashLanes(int processors) {
        int threads = Math.max(1, processors - 1);
        this.customerThreads = pool("directory-hash-customer-", threads);
        this.consoleThreads = pool("directory-hash-console-", CONSOLE_THREADS);
        this.partOfOne = Math.max(1, threads - 1);
    }

    /** Of this machine. */
    public static HashLanes ofThisMachine() {
        return new HashLanes(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Computes for the console, and whatever else has no customer's proxy behind it.
     *
     * @throws SekishoException {@code TOO_MANY_REQUESTS} if too many others wait
     */
    public <T> T ofConsole(Callable<T> work) {
        enter(console);
        try {
            return compute(consoleThreads, console, work);
        } finally {
            leave(console);
        }
    }

    /**
     * Computes for the proxy sign-in of a customer.
     *
     * @throws SekishoException {@code TOO_MANY_REQUESTS} if too many others of the same customer wait
     */
    public <T> T ofCustomer(CustomerId customer, Callable<T> work) {
        Lane lane = enter(customer);
        try {
            return compute(customerThreads, lane, work);
        } finally {
            leave(customer, lane);
        }
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUE_MAX),
                Thread.ofPlatform().daemon().name(name, 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static <T> T compute(ThreadPoolExecutor pool, Lane lane, Callable<T> work) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            if (!lane.permits.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw tooMany();
            }
            // The permit is given back by whoever knows that nothing is computed any more: the task, if it was started.
            FutureTask<T> task = new FutureTask<>(() -> {
                try {
                    return work.call();
                } finally {
                    lane.permits.release();
                }
            });
            submit(pool, lane, task);
            try {
                return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | InterruptedException e) {
                if (pool.remove(task)) {
                    lane.permits.release();
                }
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooMany();
        } catch (TimeoutException e) {
            throw tooMany();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        }
    }

    private static void submit(ThreadPoolExecutor pool, Lane lane, Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            lane.permits.release();
            throw tooMany();
        }
    }

    private synchronized Lane enter(CustomerId customer) {
        Lane lane = customers.computeIfAbsent(customer, unknown -> new Lane(partOfOne, CUSTOMER_MAX));
        enter(lane);
        return lane;
    }

    private synchronized void enter(Lane lane) {
        if (lane.underWay >= lane.most) {
            throw tooMany();
        }
        lane.underWay++;
    }

    private synchronized void leave(CustomerId customer, Lane lane) {
        leave(lane);
        if (lane.underWay == 0 && lane.permits.availablePermits() == partOfOne) {
            customers.remove(customer);
        }
    }

    private synchronized void leave(Lane lane) {
        lane.underWay--;
    }

    private static SekishoException tooMany() {
        return new SekishoException(
                ErrorCode.TOO_MANY_REQUESTS, "Too many people are signing in right now; try again in a few seconds.");
    }

    /** Of one customer or of the console. */
    private static final class Lane {
        private final Semaphore permits;
        private final int most;
        private int underWay;

        Lane(int atOnce, int most) {
            this.permits = new Semaphore(atOnce, true);
            this.most = most;
        }
    }
}
