package dev.sekisho.app.standalone;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A site that keeps its connections and answers as long as it is asked to ({@code X-Length}), with canaries ({@code X-Plant}) in
 * cookie, entity tag, parameter of the content type and body: whatever comes from a site and is never stored.
 */
final class CollectionSite implements AutoCloseable {
    private final ServerSocket server;
    private final String mark;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    CollectionSite(ServerSocket unbound, String address, String mark) throws IOException {
        this.server = unbound;
        this.mark = mark;
        server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 256);
        workers.submit(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        workers.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                workers.submit(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            Map<String, String> head = head(in);
            while (!head.isEmpty()) {
                in.skipNBytes(Long.parseLong(head.getOrDefault("content-length", "0")));
                answer(head, out);
                head = head(in);
            }
        } catch (IOException gone) {
            // the gateway closes what it needs no more
        }
    }

    private void answer(Map<String, String> head, OutputStream out) throws IOException {
        String[] plant = head.getOrDefault("x-plant", "00 00000").split(" ");
        String canary = mark + plant[0] + "%s" + plant[1];
        String body = canary.formatted("o");
        int length = Integer.parseInt(head.getOrDefault("x-length", "0"));
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain;name=" + canary.formatted("y") + "\r\nSet-Cookie: a="
                        + canary.formatted("t") + "\r\nETag: \"" + canary.formatted("t") + "\"\r\nContent-Length: "
                        + length
                        + "\r\n\r\n" + body + "-".repeat(length - body.length()))
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The next message's first line (as {@code ""}) and fields; empty at the end. */
    static Map<String, String> head(InputStream in) throws IOException {
        Map<String, String> head = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (head.isEmpty()) {
                head.put("", line);
            } else {
                head.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return head;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
