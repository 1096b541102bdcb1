package dev.sekisho.kernel.job;

import java.time.Instant;

/**
 * Work that falls due. Jobs survive a restart, run on one node at a time, and coalesce: after a pause or a moved clock a job
 * runs once, with the newest due time, not once for every time it missed.
 */
public interface Job {
    /** A stable technical name, for example {@code trust.retention}. */
    String name();

    /** When the job falls due next, if it last ran for {@code last} and it is {@code now}. */
    Instant nextDue(Instant last, Instant now);

    /**
     * Does the work. Checks {@link Thread#interrupted()} between batches.
     *
     * @param due the time it fell due, not later than now
     * @throws Exception if it failed; it is tried again, and health shows it
     */
    void run(Instant due) throws Exception;
}
