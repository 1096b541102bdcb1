package dev.sekisho.lake.query;

import java.time.Duration;

/**
 * What one query may take.
 *
 * @param memoryMiB memory of the database engine
 * @param threads its threads
 * @param timeout how long a statement may run
 * @param concurrent how many queries run at once; more wait for {@code timeout} and are then refused
 */
public record QueryLimits(int memoryMiB, int threads, Duration timeout, int concurrent) {
    /** 512 MiB, two threads, 30 seconds, four at once. */
    public static QueryLimits defaults() {
        return new QueryLimits(512, 2, Duration.ofSeconds(30), 4);
    }
}
