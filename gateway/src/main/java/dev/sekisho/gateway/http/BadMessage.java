package dev.sekisho.gateway.http;

/**
 * A message that is not unambiguous HTTP/1.1. It is refused as a whole: whatever follows it on the connection cannot be
 * trusted, so the connection ends with it.
 */
public final class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    /** Without a stack trace: what a stranger sends must be cheap to refuse. */
    public BadMessage(Fault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    /** What is wrong. */
    public Fault fault() {
        return fault;
    }

    /** What can be wrong with a message, and the status that a request gets for it. */
    public enum Fault {
        /** A line that does not end in CRLF, or a CR on its own (RFC 9112, section 2.2). */
        LINE_ENDING(400),
        /** The first line is not that of a request or response. */
        START_LINE(400),
        /** Another version than HTTP/1.0 and HTTP/1.1. */
        VERSION(505),
        /** A target that is no URI, or of a form that does not fit its method. */
        TARGET(400),
        /** A field name that is no token, or has a blank before its colon (RFC 9112, section 5.1). */
        FIELD_NAME(400),
        /** A control character in a field's value. */
        FIELD_VALUE(400),
        /** A field that goes on in the next line (RFC 9112, section 5.2). */
        FOLDED_FIELD(400),
        /** No Host field, several, or one that is no host (RFC 9112, section 3.2). */
        HOST(400),
        /** Content-Length and Transfer-Encoding together (RFC 9112, section 6.1). */
        BOTH_LENGTHS(400),
        /** A Content-Length that is not one decimal number, or several of them. */
        CONTENT_LENGTH(400),
        /** A Transfer-Encoding other than exactly one {@code chunked}, or one in HTTP/1.0. */
        TRANSFER_ENCODING(400),
        /** A chunk that is not framed as RFC 9112, section 7.1 says. */
        CHUNK(400),
        /** A head, a line or a trailer that is too long. */
        HEAD_TOO_LARGE(431),
        /** Too many fields. */
        TOO_MANY_FIELDS(431);

        private final int status;

        Fault(int status) {
            this.status = status;
        }

        /** The status for a request with this fault. */
        public int status() {
            return status;
        }
    }
}
