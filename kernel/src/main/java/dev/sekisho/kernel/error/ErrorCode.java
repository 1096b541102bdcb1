package dev.sekisho.kernel.error;

import java.util.Locale;

/**
 * Stable codes of everything that can be refused or fail; the spelling of {@link #code()} is part of the API, of refusal pages
 * and of events. Each has a text in both languages of the console ({@code errors.<code>}).
 */
public enum ErrorCode {
    // Requests to the gateway
    BLOCKED_BY_RULE,
    DESTINATION_REFUSED,
    NAME_NOT_RESOLVED,
    UPSTREAM_UNREACHABLE,
    UPSTREAM_TIMEOUT,
    UPSTREAM_PROTOCOL,
    BAD_REQUEST,
    REQUEST_TOO_LARGE,
    PROXY_AUTHENTICATION_REQUIRED,
    SIGN_IN_NOT_ENCRYPTED,
    ON_RAMP_UNKNOWN,
    OVERLOADED,
    LOG_UNAVAILABLE,
    NO_POLICY,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_NOT_YET_VALID,
    CERTIFICATE_SELF_SIGNED,
    CERTIFICATE_UNTRUSTED,
    CERTIFICATE_WRONG_HOST,
    CERTIFICATE_WEAK,
    CERTIFICATE_REVOKED,
    CERTIFICATE_INVALID,
    UPSTREAM_TLS_FAILED,
    CLIENT_TLS_FAILED,
    // API
    NOT_SIGNED_IN,
    SIGN_IN_FAILED,
    NOT_PERMITTED,
    NOT_FOUND,
    CONFLICT,
    PRECONDITION_REQUIRED,
    UNSUPPORTED_MEDIA_TYPE,
    PRECONDITION_FAILED,
    NOT_ACCEPTABLE,
    METHOD_NOT_ALLOWED,
    INVALID_INPUT,
    POLICY_INVALID,
    TOO_MANY_REQUESTS,
    QUERY_TOO_BROAD,
    SETUP_TOKEN_INVALID,
    LICENCE_LOCKED,
    LICENCE_DELETING,
    SECOND_PERSON_NEEDED,
    ON_HOLD,
    RECEIPT_INVALID,
    CSRF,
    // Operation
    CONFIG_INVALID,
    PORT_TAKEN,
    DATABASE_UNAVAILABLE,
    DATABASE_SCHEMA,
    DISK_FULL,
    DISK_FAILED,
    LIST_DAMAGED,
    SEGMENT_DAMAGED,
    LOG_DAMAGED,
    RECORD_DAMAGED,
    KEY_STORE_DAMAGED,
    KEY_STORE_UNAVAILABLE,
    KEY_UNKNOWN,
    KEY_DESTROYED,
    KEY_WITHDRAWN,
    KEY_SERVICE_UNAVAILABLE,
    CLOCK_SET_BACK,
    CLOCK_LEAPT,
    LEDGER_CUT,
    MAILBOX_UNAVAILABLE,
    SELF_TEST_FAILED,
    SCOPE_MISSING,
    FIELD_NOT_IN_INVENTORY,
    INTERNAL;

    /** The spelling outside of Java, for example {@code certificate-expired}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
