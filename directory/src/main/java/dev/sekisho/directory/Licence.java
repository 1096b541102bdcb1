package dev.sekisho.directory;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What a customer may use, and until when. Its states are counted in whole UTC days from the day of expiry D: full ACTIVE → GRACE
 * [D, D+30) → LOCKED [D+30, D+121) → DELETING; trial LOCKED [D, D+45) → DELETING. Never earlier; done at most 24 hours later.
 *
 * @param kind full or trial
 * @param expires the day D, at whose beginning (UTC) the licence has ended
 * @param lockedTraffic what the gateway does with the customer's traffic while it is locked
 * @param version from 1, one more at each change; ignored on writing
 */
public record Licence(Kind kind, LocalDate expires, LockedTraffic lockedTraffic, long version) {
    /** Days of grace of a full licence. */
    public static final int GRACE_DAYS = 30;

    /** Days from expiry until a full licence's data is deleted: 30 of grace, 90 locked, the day after. */
    public static final int FULL_DELETION_DAYS = 121;

    /** Days from expiry until a trial's data is deleted. */
    public static final int TRIAL_DELETION_DAYS = 45;

    /** Which licence. */
    public enum Kind {
        FULL,
        TRIAL
    }

    /** What happens to traffic of a locked customer; the customer's choice. */
    public enum LockedTraffic {
        /** It passes, filtered as before, and nothing of it is stored. */
        PASS,
        /** It is refused. */
        BLOCK
    }

    /** Where a licence stands. */
    public enum State {
        /** Everything works. */
        ACTIVE,
        /** Everything works, and notices say until when. */
        GRACE,
        /** Nothing new is stored; the console answers export, renewal and what the law asks for. */
        LOCKED,
        /** The data goes. */
        DELETING
    }

    /** The state at a time. */
    public State at(Instant now) {
        long days = LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay() - expires.toEpochDay();
        if (days < 0) {
            return State.ACTIVE;
        }
        return switch (kind) {
            case FULL -> days < GRACE_DAYS ? State.GRACE : days < FULL_DELETION_DAYS ? State.LOCKED : State.DELETING;
            case TRIAL -> days < TRIAL_DELETION_DAYS ? State.LOCKED : State.DELETING;
        };
    }

    /** From when on the data is deleted. */
    public Instant deletion() {
        return start(kind == Kind.FULL ? FULL_DELETION_DAYS : TRIAL_DELETION_DAYS);
    }

    /** From when on it is locked. */
    public Instant lock() {
        return start(kind == Kind.FULL ? GRACE_DAYS : 0);
    }

    private Instant start(int days) {
        return expires.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
