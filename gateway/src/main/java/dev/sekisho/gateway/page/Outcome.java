package dev.sekisho.gateway.page;

import dev.sekisho.kernel.error.ErrorCode;

/** How a refusal is shown: shape, word and colour always go together. */
enum Outcome {
    /** Somebody decided that this does not pass. */
    BLOCKED("■", "blocked"),
    /** Something does not work, or is not safe. */
    ERROR("✕", "error"),
    /** The person has to do something first. */
    SIGN_IN("▲", "sign-in");

    private final String mark;
    private final String word;

    Outcome(String mark, String word) {
        this.mark = mark;
        this.word = word;
    }

    /** The shape. */
    String mark() {
        return mark;
    }

    /** Key of the word and name of the style. */
    String word() {
        return word;
    }

    static Outcome of(ErrorCode code) {
        return switch (code) {
            case BLOCKED_BY_RULE, DESTINATION_REFUSED, ON_RAMP_UNKNOWN, NO_POLICY, LICENCE_LOCKED -> BLOCKED;
            case PROXY_AUTHENTICATION_REQUIRED -> SIGN_IN;
            default -> ERROR;
        };
    }

    /** The HTTP status (RFC 9110, section 15). */
    static int status(ErrorCode code) {
        return switch (code) {
            case BLOCKED_BY_RULE, DESTINATION_REFUSED, ON_RAMP_UNKNOWN, SIGN_IN_NOT_ENCRYPTED, LICENCE_LOCKED -> 403;
            case PROXY_AUTHENTICATION_REQUIRED -> 407;
            case BAD_REQUEST -> 400;
            case TOO_MANY_REQUESTS -> 429;
            case REQUEST_TOO_LARGE -> 431;
            case UPSTREAM_TIMEOUT -> 504;
            case NAME_NOT_RESOLVED,
                    UPSTREAM_UNREACHABLE,
                    UPSTREAM_PROTOCOL,
                    UPSTREAM_TLS_FAILED,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_NOT_YET_VALID,
                    CERTIFICATE_SELF_SIGNED,
                    CERTIFICATE_UNTRUSTED,
                    CERTIFICATE_WRONG_HOST,
                    CERTIFICATE_WEAK,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_INVALID -> 502;
            case OVERLOADED, LOG_UNAVAILABLE, NO_POLICY, KEY_STORE_UNAVAILABLE, KEY_WITHDRAWN -> 503;
            default -> 500;
        };
    }

    /** Whether the refusal is a decision that {@code x-sekisho-block} announces, not a fault on the way. */
    static boolean isDecision(ErrorCode code) {
        return of(code) == BLOCKED || code.name().startsWith("CERTIFICATE_");
    }
}
