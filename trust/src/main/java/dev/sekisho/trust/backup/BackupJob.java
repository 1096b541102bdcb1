package dev.sekisho.trust.backup;

import dev.sekisho.kernel.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * One of the things that are done with sets again and again.
 *
 * @param name the job's name
 * @param next from when it last ran and now, when it falls due
 * @param work what it does
 */
record BackupJob(String name, BinaryOperator<Instant> next, Work work) implements Job {
    static final String NAME = "trust.backup";

    private static final Duration SHIP_EVERY = Duration.ofMinutes(5);
    private static final Duration KEEP_EVERY = Duration.ofHours(1);
    private static final Duration CHECK_AFTER_SLOT = Duration.ofHours(3);

    /** Of the UTC day: after the set of midnight. */
    private static final Duration TEST_AT = Duration.ofHours(2);

    /** Work that may fail; it is tried again. */
    interface Work {
        void run() throws Exception;
    }

    static List<Job> all(Backups backups) {
        return List.of(
                new BackupJob(NAME, (last, now) -> last.equals(Instant.EPOCH) ? now : Slots.after(last), () -> {
                    var unused = backups.make();
                }),
                new BackupJob(NAME + "-shipment", (last, now) -> later(last, now, SHIP_EVERY), backups::ship),
                new BackupJob(NAME + "-keeping", (last, now) -> later(last, now, KEEP_EVERY), backups::keep),
                new BackupJob(
                        NAME + "-check",
                        (last, now) -> last.equals(Instant.EPOCH)
                                ? Slots.after(now).plus(CHECK_AFTER_SLOT)
                                : Slots.after(last.plus(Slots.EVERY)).plus(CHECK_AFTER_SLOT),
                        () -> {
                            var unused = backups.check();
                        }));
    }

    static Job restoreTest(Backups backups) {
        return new BackupJob(
                NAME + "-restore-test", (last, now) -> nightly(last.equals(Instant.EPOCH) ? now : last), () -> {
                    var unused = backups.test();
                });
    }

    private static Instant nightly(Instant after) {
        Instant today = after.truncatedTo(ChronoUnit.DAYS).plus(TEST_AT);
        return today.isAfter(after) ? today : today.plus(Duration.ofDays(1));
    }

    private static Instant later(Instant last, Instant now, Duration time) {
        return last.equals(Instant.EPOCH) ? now.plus(time) : last.plus(time);
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return next.apply(last, now);
    }

    @Override
    public void run(Instant due) throws Exception {
        work.run();
    }
}
