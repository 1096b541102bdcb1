package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who may query now. A customer gets only a part of all permits, and takes one of its own first, so that it waits behind itself
 * and not before others.
 *
 * @param all permits for queries of all customers together
 * @param own permits for queries of this customer
 * @param allExports permits for exports of all customers: one is kept while a slow reader takes a page, so it is none for a query
 * @param ownExports permits for exports of this customer
 */
public record Permits(Semaphore all, Semaphore own, Semaphore allExports, Semaphore ownExports) {

    /** Something that was taken. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The right to run one query.
     *
     * @throws SekishoException {@code TOO_MANY_REQUESTS} if there is none within {@code limit}
     */
    Permit query(Duration limit) {
        Permit permit = take(own, all, limit);
        if (permit == null) {
            throw new SekishoException(
                    ErrorCode.TOO_MANY_REQUESTS, "too many queries are running; try again in a moment");
        }
        return permit;
    }

    /**
     * The right to hold pages of one export.
     *
     * @throws SekishoException {@code TOO_MANY_REQUESTS} if there is none
     */
    Permit export() {
        Permit permit = take(ownExports, allExports, Duration.ZERO);
        if (permit == null) {
            throw new SekishoException(
                    ErrorCode.TOO_MANY_REQUESTS, "too many exports are running; try again when one has ended");
        }
        return permit;
    }

    private static @Nullable Permit take(Semaphore first, Semaphore second, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        if (!acquire(first, limit.toNanos())) {
            return null;
        }
        boolean both = false;
        try {
            both = acquire(second, deadline - System.nanoTime());
        } finally {
            if (!both) {
                first.release();
            }
        }
        if (!both) {
            return null;
        }
        return () -> {
            second.release();
            first.release();
        };
    }

    private static boolean acquire(Semaphore permits, long nanos) {
        try {
            return permits.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SekishoException(ErrorCode.TOO_MANY_REQUESTS, "the query was interrupted", e);
        }
    }
}
