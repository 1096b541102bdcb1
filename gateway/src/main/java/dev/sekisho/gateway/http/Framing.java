package dev.sekisho.gateway.http;

import dev.sekisho.gateway.http.BadMessage.Fault;

/** Where a message's body ends (RFC 9112, section 6.3), with everything refused that two readers could see differently. */
public sealed interface Framing {
    /** There is no body. */
    record Empty() implements Framing {}

    /**
     * The body has a known length.
     *
     * @param bytes at least 0
     */
    record Length(long bytes) implements Framing {}

    /** The body comes in chunks. */
    record Chunked() implements Framing {}

    /** The body ends with the connection; responses only. */
    record UntilClose() implements Framing {}

    /** No body. */
    Framing EMPTY = new Empty();

    /** In chunks. */
    Framing CHUNKED = new Chunked();

    /** To the end of the connection. */
    Framing UNTIL_CLOSE = new UntilClose();

    /** The framing of a request. */
    static Framing ofRequest(Fields fields, int minor) throws BadMessage {
        Framing declared = declared(fields, minor);
        return declared instanceof UntilClose ? EMPTY : declared;
    }

    /** The framing of a response to a request of the given method. */
    static Framing ofResponse(Fields fields, int minor, int status, String method) throws BadMessage {
        Framing declared = declared(fields, minor);
        boolean none = status < 200 || status == 204 || status == 304 || method.equals("HEAD");
        return none ? EMPTY : declared;
    }

    private static Framing declared(Fields fields, int minor) throws BadMessage {
        int encodings = fields.count(Known.TRANSFER_ENCODING);
        int lengths = fields.count(Known.CONTENT_LENGTH);
        if (encodings > 0 && lengths > 0) {
            throw new BadMessage(Fault.BOTH_LENGTHS);
        }
        if (encodings > 0) {
            if (encodings > 1
                    || minor == 0
                    || !fields.first(Known.TRANSFER_ENCODING).equalsIgnoreCase("chunked")) {
                throw new BadMessage(Fault.TRANSFER_ENCODING);
            }
            return CHUNKED;
        }
        if (lengths > 0) {
            return length(fields, lengths);
        }
        return UNTIL_CLOSE;
    }

    private static Framing length(Fields fields, int lengths) throws BadMessage {
        String value = fields.first(Known.CONTENT_LENGTH);
        if (lengths > 1 || value.isEmpty() || value.length() > 18) {
            throw new BadMessage(Fault.CONTENT_LENGTH);
        }
        long bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                throw new BadMessage(Fault.CONTENT_LENGTH);
            }
            bytes = bytes * 10 + c - '0';
        }
        return new Length(bytes);
    }
}
