package dev.sekisho.records.connect;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for the caller; the texts never carry a statement or a value. */
public final class Failures {
    /** Too many connections, shutting down, starting, cancelled by a limit, no lock in time, deadlock. */
    private static final Set<String> TEMPORARY =
            Set.of("53300", "57P01", "57P02", "57P03", "57014", "55P03", "40001", "40P01", "25P03");

    /** Shut down, crashed, connection does not exist, connection failure. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "08003", "08006");

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DISK_FULL = "53100";
    /** Whoever held a transaction open did nothing in it for longer than it may. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    private Failures() {}

    /** The same failure as one of the product's. */
    public static SekishoException translate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SekishoException known) {
                return known;
            }
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
        }
        return new SekishoException(ErrorCode.INTERNAL, "The records database failed unexpectedly.", failure);
    }

    /** As {@link #translate}, for a copy: its target may be what took too long. */
    public static SekishoException ofCopy(SQLException failure) {
        if (states(failure).anyMatch(IDLE_IN_TRANSACTION::equals)) {
            return new SekishoException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "The copy of the records was not written on in time, so the database ended it; see to the target and copy"
                            + " again.",
                    failure);
        }
        return translate(failure);
    }

    /** As {@link #translate}, for rows that are loaded: a database that has no room, and rows that it cannot hold. */
    public static SekishoException ofLoad(SQLException failure) {
        if (states(failure).anyMatch(DISK_FULL::equals)) {
            return new SekishoException(
                    ErrorCode.DISK_FULL,
                    "The database has no room for the rows; nothing was loaded. Make room and load again.",
                    failure);
        }
        // Class 22: data exceptions; class 23: a row twice, an index without its record.
        if (states(failure).anyMatch(state -> state.startsWith("22") || state.startsWith("23"))) {
            return new SekishoException(
                    ErrorCode.RECORD_DAMAGED,
                    "The rows to be loaded cannot stand in one database; nothing was loaded. Take another set.",
                    failure);
        }
        return translate(failure);
    }

    private static Stream<String> states(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> String.valueOf(((SQLException) cause).getSQLState()));
    }

    private static SekishoException of(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        if (UNIQUE_VIOLATION.equals(state)) {
            return new SekishoException(ErrorCode.CONFLICT, "There is such a record already.", failure);
        }
        if (isTemporary(failure)) {
            return new SekishoException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "The records database does not answer in time; nothing was changed that was not confirmed. Try again.",
                    failure);
        }
        return new SekishoException(
                ErrorCode.INTERNAL, "The records database refused a statement (SQLSTATE " + state + ").", failure);
    }

    /** Whether the server had closed the connection, so that another one may work at once. */
    public static boolean isGone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return false;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null && GONE.contains(sql.getSQLState())) {
                // A time limit of the driver has the same state; then trying again would only take longer.
                return !(sql.getCause() instanceof java.net.SocketTimeoutException);
            }
        }
        return false;
    }

    /** Whether the same call may work later. */
    static boolean isTemporary(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException || cause instanceof java.io.IOException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                // Class 08: connection exceptions; class 53: the server lacks resources.
                if (state.startsWith("08") || state.startsWith("53") || TEMPORARY.contains(state)) {
                    return true;
                }
            }
        }
        return false;
    }
}
