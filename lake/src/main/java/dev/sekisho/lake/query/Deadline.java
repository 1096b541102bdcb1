package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.time.Duration;

/** When a query must have ended, however many statements it is made of. */
public final class Deadline {
    private static final long MILLIS_A_SECOND = 1_000;
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** So long from now. */
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /**
     * Whole seconds that are left, rounded up: at least 1.
     *
     * @throws SekishoException {@code QUERY_TOO_BROAD} if it is over
     */
    int secondsLeft() {
        long left = nanos - System.nanoTime();
        if (left <= 0) {
            throw new SekishoException(
                    ErrorCode.QUERY_TOO_BROAD, "the query needs too much time; narrow its time or criteria");
        }
        long millis = left / 1_000_000;
        return (int) Math.min(Integer.MAX_VALUE, (millis + MILLIS_A_SECOND - 1) / MILLIS_A_SECOND);
    }

    /**
     * Nothing.
     *
     * @throws SekishoException {@code QUERY_TOO_BROAD} if it is over
     */
    void check() {
        secondsLeft();
    }
}
