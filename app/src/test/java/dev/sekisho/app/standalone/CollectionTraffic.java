package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * People who browse: each connection from an address of its own, kept open, every other one a tunnel that is opened. Each request
 * plants a canary in every field that can carry one; the lengths of both bodies say which request it was, whatever else is stored.
 */
final class CollectionTraffic {
    /** Connections of one setting at the same time. */
    static final int CONNECTIONS = 8;

    /** Both bodies are at least so long, so that a canary fits in. */
    static final int LEAST = 200;

    /** How many lengths there are. */
    static final int LENGTHS = 100;

    private static final int LOCAL_TIMEOUT_MS = 60_000;
    private final String mark;
    private final int proxyPort;
    private final SSLContext trusting;
    private final int plainPort;
    private final int securePort;

    /** Passwords are checked one after the other: many at once are refused. */
    private final ReentrantLock signIns = new ReentrantLock();

    /** Through the proxy at this port to the two sites; {@code trusting} believes the inspection authority. */
    CollectionTraffic(String mark, int proxyPort, SSLContext trusting, int plainPort, int securePort) {
        this.mark = mark;
        this.proxyPort = proxyPort;
        this.trusting = trusting;
        this.plainPort = plainPort;
        this.securePort = securePort;
    }

    static String login(String mark, Setting setting) {
        return mark + setting.canary('l', 0) + "@example.test";
    }

    static String password(String mark, Setting setting) {
        return mark + setting.canary('w', 0) + "-quiet-herons";
    }

    /** Whether request {@code number} goes through a tunnel. */
    static boolean tunnelled(int number) {
        return number % CONNECTIONS % 2 == 1;
    }

    /** Makes all requests of a setting; ends when all are answered. */
    void browse(Setting setting, int requests) throws Exception {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int own = connection;
                done.add(people.submit(() -> {
                    one(setting, own, requests);
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
    }

    private void one(Setting setting, int connection, int requests) throws Exception {
        boolean tunnel = tunnelled(connection);
        int next = connection;
        while (next < requests) {
            signIns.lock();
            boolean signingIn = true;
            try (Socket plain = connect(setting, connection);
                    Socket socket = tunnel ? tunnel(plain, setting) : plain) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open && next < requests) {
                    open = exchange(setting, next, tunnel, socket, in);
                    next += CONNECTIONS;
                    if (signingIn) {
                        signIns.unlock();
                        signingIn = false;
                    }
                }
            } finally {
                if (signingIn) {
                    signIns.unlock();
                }
            }
        }
    }

    /** One request and its answer; whether another may follow. */
    private boolean exchange(Setting setting, int number, boolean tunnel, Socket socket, InputStream in)
            throws IOException {
        socket.getOutputStream().write(request(setting, number, tunnel));
        Map<String, String> answer = CollectionSite.head(in);
        assertThat(answer.getOrDefault("", ""))
                .as("%s, request %d: %s", setting, number, answer)
                .startsWith("HTTP/1.1 200");
        in.skipNBytes(Long.parseLong(answer.getOrDefault("content-length", "0")));
        return !answer.getOrDefault("connection", "").equalsIgnoreCase("close");
    }

    private Socket connect(Setting setting, int connection) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LOCAL_TIMEOUT_MS);
        socket.bind(
                new InetSocketAddress(InetAddress.ofLiteral(AddressTrace.address(setting.number(), connection)), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", proxyPort), LOCAL_TIMEOUT_MS);
        return socket;
    }

    private Socket tunnel(Socket socket, Setting setting) throws IOException {
        String place = mark + setting.canary('c', 0) + "." + setting.domain() + ":" + securePort;
        socket.getOutputStream()
                .write(("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n" + signIn(setting) + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        Map<String, String> answer = CollectionSite.head(socket.getInputStream());
        assertThat(answer.getOrDefault("", ""))
                .as("%s, CONNECT: %s", setting, answer)
                .startsWith("HTTP/1.1 200");
        String asked = mark + setting.canary('s', 0) + "." + setting.domain();
        // By the name, so that no session is resumed that was made under another one.
        SSLSocket secure = (SSLSocket) trusting.getSocketFactory().createSocket(socket, asked, securePort, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(asked)));
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private String signIn(Setting setting) {
        String both = login(mark, setting) + ":" + password(mark, setting);
        return "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII)) + "\r\n";
    }

    private byte[] request(Setting setting, int number, boolean tunnel) {
        String host = tunnel
                ? mark + setting.canary('c', 0) + "." + setting.domain() + ":" + securePort
                : mark + setting.canary('h', 0) + "." + setting.domain() + ":" + plainPort;
        String path = "/first%02d/%s?q=%s"
                .formatted(setting.number(), canary(setting, 'p', number), canary(setting, 'q', number));
        String body = canary(setting, 'b', number);
        int length = LEAST + number / LENGTHS;
        return ("POST " + (tunnel ? "" : "http://" + host) + path + " HTTP/1.1\r\nHost: " + host + "\r\n"
                        + (tunnel ? "" : signIn(setting))
                        + "User-Agent: " + canary(setting, 'u', number) + "/1.0\r\nReferer: https://"
                        + canary(setting, 'r', number) + ".example/page\r\nCookie: id=" + canary(setting, 'k', number)
                        + "\r\nAuthorization: Bearer " + canary(setting, 'z', number) + "\r\nX-Forwarded-For: "
                        + canary(setting, 'x', number) + "\r\nFrom: " + canary(setting, 'f', number)
                        + "@example.test\r\nAccept-Language: " + canary(setting, 'a', number)
                        + "\r\nX-Plant: %02d %05d\r\nX-Length: %d\r\nContent-Type: text/plain;name=%s\r\n"
                                .formatted(
                                        setting.number(),
                                        number,
                                        LEAST + number % LENGTHS,
                                        canary(setting, 'y', number))
                        + "Content-Length: " + length + "\r\n\r\n" + body + "-".repeat(length - body.length()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private String canary(Setting setting, char letter, int number) {
        return mark + setting.canary(letter, number);
    }
}
