package dev.sekisho.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sekisho.gateway.http.BadMessage.Fault;

/**
 * The head of a response whose framing is beyond doubt.
 *
 * @param status 100 to 999
 * @param reason the reason phrase, often empty
 * @param minor minor version: 0 or 1
 * @param fields the fields
 * @param framing how its body is framed
 */
public record ResponseHead(int status, String reason, int minor, Fields fields, Framing framing) {
    /** Reads a complete head; {@code method} is that of the request, which decides whether there is a body. */
    static ResponseHead parse(byte[] head, int fieldsMax, String method) throws BadMessage {
        int minor = Versions.minor(head, 0);
        int at = Versions.LENGTH;
        if (head.length < at + 6 || head[at] != ' ') {
            throw new BadMessage(Fault.START_LINE);
        }
        int status = 0;
        for (int i = at + 1; i < at + 4; i++) {
            if (!Octets.isDigit(head[i])) {
                throw new BadMessage(Fault.START_LINE);
            }
            status = status * 10 + head[i] - '0';
        }
        int reason = at + 4;
        if (status < 100 || (head[reason] != ' ' && head[reason] != '\r')) {
            throw new BadMessage(Fault.START_LINE);
        }
        int end = reason;
        while (Octets.isFieldValue(head[end])) {
            end++;
        }
        if (head[end] != '\r' || head[end + 1] != '\n') {
            throw new BadMessage(Fault.START_LINE);
        }
        Fields fields = Fields.parse(head, end + 2, head.length - 2, fieldsMax);
        Framing framing = Framing.ofResponse(fields, minor, status, method);
        String phrase = end > reason ? new String(head, reason + 1, end - reason - 1, ISO_8859_1) : "";
        return new ResponseHead(status, phrase, minor, fields, framing);
    }

    /** Whether the server keeps the connection for further requests (RFC 9112, section 9.3). */
    public boolean keepAlive() {
        if (framing instanceof Framing.UntilClose || fields.lists(Known.CONNECTION, "close")) {
            return false;
        }
        return minor == 1 || fields.lists(Known.CONNECTION, "keep-alive");
    }

    /** {@code HTTP/1.0} or {@code HTTP/1.1}. */
    public String protocol() {
        return Versions.text(minor);
    }
}
