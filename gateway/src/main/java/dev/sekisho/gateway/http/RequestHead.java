package dev.sekisho.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sekisho.gateway.http.BadMessage.Fault;

/**
 * The head of a request whose framing is beyond doubt.
 *
 * @param method the method, as it came
 * @param target its target, one of the four forms
 * @param minor minor version: 0 or 1
 * @param fields the fields
 * @param framing how its body is framed; never {@link Framing.UntilClose}
 */
public record RequestHead(String method, Target target, int minor, Fields fields, Framing framing) {
    private static final int MAX_METHOD_BYTES = 32;

    /** Reads a complete head. */
    static RequestHead parse(byte[] head, int fieldsMax) throws BadMessage {
        int method = 0;
        while (method < head.length && Octets.isToken(head[method])) {
            method++;
        }
        if (method == 0 || method > MAX_METHOD_BYTES || head[method] != ' ') {
            throw new BadMessage(Fault.START_LINE);
        }
        int end = method + 1;
        while (end < head.length && Octets.isTarget(head[end])) {
            end++;
        }
        if (end == method + 1 || head[end] != ' ') {
            throw new BadMessage(Fault.START_LINE);
        }
        int minor = Versions.minor(head, end + 1);
        int fieldsStart = end + 1 + Versions.LENGTH + 2;
        if (head.length < fieldsStart + 2 || head[fieldsStart - 2] != '\r' || head[fieldsStart - 1] != '\n') {
            throw new BadMessage(Fault.START_LINE);
        }
        Fields fields = Fields.parse(head, fieldsStart, head.length - 2, fieldsMax);
        String name = Methods.intern(head, method);
        Target target = Target.parse(name, new String(head, method + 1, end - method - 1, ISO_8859_1));
        checkHost(fields, minor);
        Framing framing = Framing.ofRequest(fields, minor);
        return new RequestHead(name, target, minor, fields, framing);
    }

    private static void checkHost(Fields fields, int minor) throws BadMessage {
        int hosts = fields.count(Known.HOST);
        if (hosts > 1 || (hosts == 0 && minor == 1)) {
            throw new BadMessage(Fault.HOST);
        }
        if (hosts == 1) {
            Authority.parseHostField(fields.first(Known.HOST));
        }
    }

    /** Whether the client keeps the connection for further requests (RFC 9112, section 9.3). */
    public boolean keepAlive() {
        if (fields.count(Known.CONNECTION) == 0) {
            return minor == 1;
        }
        return !fields.lists(Known.CONNECTION, "close") && (minor == 1 || fields.lists(Known.CONNECTION, "keep-alive"));
    }

    /**
     * The protocol that the client asks to change to: {@code websocket} (RFC 6455), or empty. No other goes on: behind an
     * upgrade to something else, HTTP/2 for example, requests would pass that nobody decides on.
     */
    public String upgrade() {
        return minor == 1 && fields.lists(Known.UPGRADE, "websocket") && fields.lists(Known.CONNECTION, "upgrade")
                ? "websocket"
                : "";
    }

    /** Whether sending it twice does the same as sending it once (RFC 9110, section 9.2.2). */
    public boolean idempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    /** {@code HTTP/1.0} or {@code HTTP/1.1}. */
    public String protocol() {
        return Versions.text(minor);
    }
}
