package dev.sekisho.testkit.origin;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A response as a client that trusts nothing reads it.
 *
 * @param status the status
 * @param head start line and fields, as they came
 * @param body the content, without framing
 * @param trailers trailer lines after a chunked body, each with its end
 */
public record Reply(int status, String head, String body, String trailers) {
    /** Reads the final response to a request that was not HEAD; interim responses are skipped. */
    public static Reply read(Wire wire) throws IOException {
        return read(wire, false);
    }

    /** Reads the final response. */
    public static Reply read(Wire wire, boolean toHead) throws IOException {
        String head = wire.readHead();
        if (head.isEmpty()) {
            throw new IOException("no response");
        }
        int status = Integer.parseInt(head.substring(9, 12));
        if (status < 200 && status != 101) {
            return read(wire, toHead);
        }
        String length = field(head, "content-length");
        if (toHead || status == 204 || status == 304 || status == 101) {
            return new Reply(status, head, "", "");
        }
        if (field(head, "transfer-encoding").equals("chunked")) {
            return chunked(status, head, wire.readChunked());
        }
        if (!length.isEmpty()) {
            String body = wire.read(Integer.parseInt(length));
            if (body.length() < Integer.parseInt(length)) {
                throw new IOException("the response broke off after " + body.length() + " of " + length + " bytes");
            }
            return new Reply(status, head, body, "");
        }
        return new Reply(status, head, wire.readAll(), "");
    }

    private static Reply chunked(int status, String head, String raw) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = raw.indexOf("\r\n", at);
            int size = Integer.parseInt(raw.substring(at, lineEnd).split(";")[0], 16);
            at = lineEnd + 2;
            if (size == 0) {
                return new Reply(status, head, body.toString(), raw.substring(at, raw.length() - 2));
            }
            body.append(raw, at, at + size);
            at += size + 2;
        }
    }

    /** The first value of a field, or an empty text. */
    public String field(String name) {
        return field(head, name);
    }

    /** All values of a field. */
    public List<String> fields(String name) {
        return Arrays.stream(head.split("\r\n"))
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static String field(String head, String name) {
        return Arrays.stream(head.split("\r\n"))
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
