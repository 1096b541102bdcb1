package dev.sekisho.testkit.origin;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scripts that several tests use. */
public final class Scripts {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
    private static final Pattern SIZE = Pattern.compile("^[A-Z]+ /bytes/(\\d+)");

    private Scripts() {}

    /**
     * A well-behaved site that keeps connections: echoes a request's body, serves {@code /bytes/N}, and answers everything else
     * with a short text that names the request.
     */
    public static ScriptedOrigin.Script site() {
        return wire -> {
            while (true) {
                String head = wire.readHead();
                if (head.isEmpty()) {
                    return;
                }
                String line = head.substring(0, head.indexOf("\r\n"));
                Matcher length = LENGTH.matcher(head);
                Matcher size = SIZE.matcher(line);
                String body;
                if (head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked\r\n")) {
                    body = wire.readChunked();
                } else if (length.find()) {
                    body = wire.read(Integer.parseInt(length.group(1)));
                } else if (size.find()) {
                    body = "x".repeat(Integer.parseInt(size.group(1)));
                } else {
                    body = "you asked: " + line;
                }
                if (line.startsWith("HEAD ")) {
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n");
                } else {
                    wire.respond(200, "Content-Type: text/plain; charset=utf-8\r\n", body);
                }
            }
        };
    }
}
