package dev.sekisho.records.connect;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for the caller; the texts never carry a statement or a value. */
public final class Failures {
    /** Too many connections, shutting down, starting, cancelled by a limit, no lock in time, deadlock. */
    private static final Set<String> TEMPORARY =
            Set.of("53300", "57P01", "57P02", "57P03", "57014", "55P03", "40001", "40P01", "25P03");

    /** Shut down, crashed, connection does not exist, connection failure. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "08003", "08006");

    private static final String UNIQUE_VIOLATION = "23505";

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
