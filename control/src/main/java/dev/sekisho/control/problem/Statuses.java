package dev.sekisho.control.problem;

import dev.sekisho.kernel.error.ErrorCode;

/** The HTTP status of each code (RFC 9110 section 15). */
final class Statuses {
    private Statuses() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST, INVALID_INPUT, QUERY_TOO_BROAD -> 400;
            case NOT_SIGNED_IN, SIGN_IN_FAILED -> 401;
            case NOT_PERMITTED,
                    CSRF,
                    SETUP_TOKEN_INVALID,
                    BLOCKED_BY_RULE,
                    DESTINATION_REFUSED,
                    LICENCE_LOCKED,
                    SECOND_PERSON_NEEDED -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case CONFLICT, ON_HOLD, LICENCE_DELETING -> 409;
            case KEY_DESTROYED -> 410;
            case PRECONDITION_FAILED -> 412;
            case REQUEST_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case POLICY_INVALID, RECEIPT_INVALID -> 422;
            case PRECONDITION_REQUIRED -> 428;
            case TOO_MANY_REQUESTS -> 429;
            case DATABASE_UNAVAILABLE,
                    KEY_STORE_UNAVAILABLE,
                    KEY_WITHDRAWN,
                    KEY_SERVICE_UNAVAILABLE,
                    LOG_UNAVAILABLE,
                    OVERLOADED,
                    DISK_FULL,
                    DISK_FAILED -> 503;
            default -> 500;
        };
    }

    /** Whether the message of an exception with this code was written for a caller. */
    static boolean speaksToCallers(ErrorCode code) {
        return of(code) < 500;
    }
}
