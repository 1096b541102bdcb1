package dev.sekisho.lake.query;

import java.time.Duration;

/**
 * What one query may take.
 *
 * @param memoryMiB memory of the database engine
 * @param threads its threads
 * @param timeout how long a query may run, with all its statements
 * @param concurrent how many queries run at once, half of them of one customer; more wait for {@code timeout} and are then
 *     refused. Twice as many exports may be read, which take turns as queries do, a page at a time
 */
public record QueryLimits(int memoryMiB, int threads, Duration timeout, int concurrent) {
    /** 512 MiB, two threads, 30 seconds, four at once. */
    public static QueryLimits defaults() {
        return new QueryLimits(512, 2, Duration.ofSeconds(30), 4);
    }
}
