package dev.sekisho.trust.clock;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a wrong clock from deleting anything. The latest time ever seen is kept as a mark: a clock that shows an earlier one was set
 * back, and nothing is deleted until it is right again. A clock that is far ahead of the mark either leapt or comes after a pause;
 * nobody can tell from the time alone, so deletions wait for an hour that is measured otherwise, in which health says so and an
 * operator can set the clock right. The mark moves only when the wait is over. A laboratory's clock is made to leap, and does.
 */
public final class ClockGuard {
    /** How far the clock may be behind the mark: clocks are set right by seconds all the time. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** How far ahead of the mark the clock may be without a wait. */
    public static final Duration LEAP = Duration.ofHours(6);

    /** How long deletions wait after a leap. */
    public static final Duration WAIT = Duration.ofHours(1);

    /** While the product runs, the mark is behind the clock by no more than this. */
    public static final Duration NOTED = Duration.ofMinutes(7);

    private static final Kind<Mark> KIND = Kind.of("clock-mark", Mark.class);
    private static final Id128 ONE = new Id128(0, 1);
    private static final Duration WORTH_WRITING = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 5;

    private final RecordStore records;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final boolean laboratory;
    private final BelievedTime believed;
    private @Nullable Leap leap;

    private record Leap(Instant seen, long nanos) {}

    /**
     * Over the installation's records.
     *
     * @param clock by which data is deleted
     * @param nanos a time that nobody can set, {@link System#nanoTime} outside of tests
     * @param laboratory whether the clock may leap
     */
    public ClockGuard(RecordStore records, InstantSource clock, LongSupplier nanos, boolean laboratory) {
        this(records, clock, nanos, laboratory, new BelievedTime());
    }

    /**
     * Over the installation's records.
     *
     * @param believed is told each time that can be believed
     */
    public ClockGuard(
            RecordStore records, InstantSource clock, LongSupplier nanos, boolean laboratory, BelievedTime believed) {
        this.believed = believed;
        this.records = records;
        this.clock = clock;
        this.nanos = nanos;
        this.laboratory = laboratory;
    }

    /** How the clock stands. */
    public sealed interface Reading {
        /** It can be believed. */
        record Right(Instant now) implements Reading {}

        /** It shows an earlier time than it did before. */
        record SetBack(Instant now, Instant mark) implements Reading {}

        /** It is far ahead of what it showed before; believed after {@code left} more. */
        record Leapt(Instant now, Instant mark, Duration left) implements Reading {}
    }

    /** Reads the clock, and moves the mark if it can be believed. */
    public synchronized Reading read() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Instant> mark = mark();
        if (mark.isPresent() && now.isBefore(mark.get().minus(TOLERANCE))) {
            leap = null;
            return new Reading.SetBack(now, mark.get());
        }
        if (mark.isPresent() && !laboratory && now.isAfter(mark.get().plus(LEAP))) {
            Duration left = left(now);
            if (!left.isZero()) {
                return new Reading.Leapt(now, mark.get(), left);
            }
        }
        leap = null;
        if (mark.isEmpty() || now.isAfter(mark.get().plus(WORTH_WRITING))) {
            move(now);
        }
        believed.believe(now);
        return new Reading.Right(now);
    }

    /** What is left of the wait. It begins anew where the clock did not run as long as the time that nobody can set. */
    private Duration left(Instant now) {
        long ticks = nanos.getAsLong();
        Leap since = leap;
        if (since == null) {
            leap = new Leap(now, ticks);
            return WAIT;
        }
        Duration passed = Duration.ofNanos(ticks - since.nanos());
        Duration ran = Duration.between(since.seen(), now);
        if (ran.minus(passed).abs().compareTo(TOLERANCE) > 0) {
            leap = new Leap(now, ticks);
            return WAIT;
        }
        return passed.compareTo(WAIT) >= 0 ? Duration.ZERO : WAIT.minus(passed);
    }

    /**
     * The time, if deletions may rely on it.
     *
     * @throws SekishoException {@code CLOCK_SET_BACK} or {@code CLOCK_LEAPT}
     */
    public Instant require() {
        return switch (read()) {
            case Reading.Right right -> right.now();
            case Reading.SetBack back -> throw new SekishoException(ErrorCode.CLOCK_SET_BACK, text(back));
            case Reading.Leapt leapt -> throw new SekishoException(ErrorCode.CLOCK_LEAPT, text(leapt));
        };
    }

    /** What is wrong with the clock, for health; empty if nothing is. */
    public String problem() {
        return switch (read()) {
            case Reading.Right right -> "";
            case Reading.SetBack back -> ErrorCode.CLOCK_SET_BACK.code() + ": " + text(back);
            case Reading.Leapt leapt -> ErrorCode.CLOCK_LEAPT.code() + ": " + text(leapt);
        };
    }

    private static String text(Reading.SetBack back) {
        return "The clock shows " + back.now() + ", but it was " + back.mark()
                + " already. Nothing is deleted until it is right; set it right.";
    }

    private static String text(Reading.Leapt leapt) {
        return "The clock shows " + leapt.now() + ", and " + leapt.mark()
                + " when it was last read. If that is wrong, set it" + " right; nothing is deleted for another "
                + Math.max(1, leapt.left().toMinutes()) + " minutes.";
    }

    private Optional<Instant> mark() {
        return mark(records);
    }

    /** The latest time that the data clock of this installation showed, as far as it was noted; never more than {@link #NOTED} behind. */
    public static Optional<Instant> mark(RecordStore records) {
        return records.transact(transaction -> KIND.find(transaction, ONE)
                .map(row -> Instant.ofEpochMilli(row.value().seen())));
    }

    private void move(Instant now) {
        for (int attempt = 1; ; attempt++) {
            try {
                records.transact(transaction -> {
                    Optional<Row<Mark>> old = KIND.find(transaction, ONE);
                    Mark mark = new Mark(now.toEpochMilli());
                    if (old.isEmpty()) {
                        KIND.insert(transaction, ONE, mark, Map.of());
                    } else if (old.get().value().seen() < mark.seen()) {
                        KIND.update(transaction, ONE, old.get().version(), mark, Map.of());
                    }
                    return true;
                });
                return;
            } catch (SekishoException e) {
                // Another process moved it at the same moment.
                if (e.code() != ErrorCode.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** @param seen milliseconds since 1970 */
    record Mark(long seen) {}
}
