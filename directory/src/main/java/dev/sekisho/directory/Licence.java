package dev.sekisho.directory;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
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

    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2999, 12, 31);

    /** @throws SekishoException {@code INVALID_INPUT} if it does not expire between the years 2000 and 2999 */
    public Licence {
        if (expires.isBefore(EARLIEST) || expires.isAfter(LATEST)) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT, "expires: a day from " + EARLIEST + " to " + LATEST + ", not " + expires);
        }
    }

    /** A full licence; once it is locked, traffic passes unless the customer chooses otherwise. */
    public static Licence full(LocalDate expires) {
        return new Licence(Kind.FULL, expires, LockedTraffic.PASS, 0);
    }

    /** A trial; once it is locked, traffic passes unless the customer chooses otherwise. */
    public static Licence trial(LocalDate expires) {
        return new Licence(Kind.TRIAL, expires, LockedTraffic.PASS, 0);
    }

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
        return day(kind == Kind.FULL ? FULL_DELETION_DAYS : TRIAL_DELETION_DAYS);
    }

    /** From when on it is locked. */
    public Instant lock() {
        return day(kind == Kind.FULL ? GRACE_DAYS : 0);
    }

    /** The beginning (UTC) of the day that lies {@code offset} days after the day of expiry, before it if negative. */
    public Instant day(int offset) {
        return expires.plusDays(offset).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * The same licence for longer, or a trial that becomes a full one. Nothing that this licence promised comes earlier.
     *
     * @throws SekishoException {@code INVALID_INPUT} if it would end earlier, or if a full licence would become a trial
     */
    public Licence renewed(Kind newKind, LocalDate newExpires) {
        if (kind == Kind.FULL && newKind == Kind.TRIAL) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "kind: a full licence does not become a trial.");
        }
        if (newExpires.isBefore(expires)) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT, "expires: not earlier than " + expires + ", where the licence ends now.");
        }
        return new Licence(newKind, newExpires, lockedTraffic, version);
    }
}
