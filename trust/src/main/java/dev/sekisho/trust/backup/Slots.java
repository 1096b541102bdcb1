package dev.sekisho.trust.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When full sets are due: half an hour after each UTC noon and midnight, so that one missed slot is not a day without a set. */
final class Slots {
    static final Duration EVERY = Duration.ofHours(12);

    /** How long after a slot its set may be missing before somebody is told. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration AFTER = Duration.ofMinutes(30);

    private Slots() {}

    /** The first slot after {@code last}. */
    static Instant after(Instant last) {
        Instant slot = last.truncatedTo(ChronoUnit.DAYS).plus(AFTER);
        while (!slot.isAfter(last)) {
            slot = slot.plus(EVERY);
        }
        return slot;
    }

    /** Whether a set is overdue, if the last good one was captured at {@code last}. */
    static boolean overdue(Instant last, Instant now) {
        return now.isAfter(after(last).plus(PATIENCE));
    }
}
