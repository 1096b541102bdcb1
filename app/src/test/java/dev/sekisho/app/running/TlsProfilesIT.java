package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the proxy's TLS listeners agree on, found out by OpenSSL trying every suite that it has. */
class TlsProfilesIT {
    /** The eight of the reference service, in OpenSSL's spelling. */
    private static final Set<String> SEED = new TreeSet<>(Set.of(
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-SHA256",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-SHA384",
            "AES128-GCM-SHA256",
            "AES128-SHA256",
            "AES256-GCM-SHA384",
            "AES256-SHA256"));

    /** What a P-256 leaf allows of ECDHE with AES-GCM. */
    private static final Set<String> MODERN_12 =
            new TreeSet<>(Set.of("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"));

    private static final Set<String> TLS_13 =
            new TreeSet<>(Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"));
    private static final Set<String> CONSOLE_12 = MODERN_12;
    private static final Pattern AGREED = Pattern.compile("Cipher is ([A-Z0-9_-]+)");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void eachListenerAgreesOnTheSuitesOfItsProfileAndOnNoOther() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.6")) {
            Files.writeString(folder.resolve("names.txt"), "127.9.0.6 site.test\n");
            int modern = freePort();
            int compat = freePort();
            try (Sekisho sekisho = Sekisho.start(folder, """
                    home: home
                    regions: [{name: lab}]
                    gateway:
                      listen:
                        - 127.0.0.1:0
                        - {address: "127.0.0.1:%d", tls: true, tlsProfile: modern}
                        - {address: "127.0.0.1:%d", tls: true, tlsProfile: seed-compat}
                      names: names.txt
                      allowDestinations: [127.9.0.0/24]
                    control: {listen: "127.0.0.1:0"}
                    """.formatted(modern, compat), List.of("--lab"), List.of())) {
                // Then: exactly the profile's
                assertThat(agreed(compat)).isEqualTo(SEED);
                assertThat(agreed13(compat)).isEmpty();
                assertThat(agreed(modern)).isEqualTo(MODERN_12);
                assertThat(agreed13(modern)).isEqualTo(TLS_13);
                int console = port(sekisho.ready().get("console").asString());
                assertThat(agreed(console)).isEqualTo(CONSOLE_12);
                assertThat(agreed13(console)).isEqualTo(TLS_13);
                for (int port : List.of(compat, modern, console)) {
                    for (String old : List.of("-tls1", "-tls1_1")) {
                        assertThat(shake(port, old, "-cipher", "ALL:@SECLEVEL=0"))
                                .as(old)
                                .contains("alert number 70");
                    }
                }
                if (onPath("sslscan")) {
                    assertThat(scan(compat)).isEqualTo(SEED);
                }
                // and a page comes through, with the client's own address
                assertThat(through(sekisho, compat, "127.0.0.2", origin)).isEqualTo(200);
                JsonNode seen = sekisho.api(1)
                        .await(
                                "/api/v1/events?limit=1",
                                LIMIT,
                                page -> !page.get("items").isEmpty());
                assertThat(seen.toString()).contains("site.test");
                onlyTheFrontIsLetIn(sekisho);
                frontComesBack(sekisho, compat, origin);
                String metrics =
                        sekisho.operatorApi().send("GET", "/metrics", null).body();
                assertThat(metrics)
                        .contains("sekisho_gateway_tls_handshakes_total{")
                        .contains("suite=\"TLS_RSA_WITH_AES_128_CBC_SHA256\"")
                        .contains("suite=\"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\"")
                        .contains("profile=\"seed-compat\"")
                        .containsPattern("sekisho_gateway_front_restarts_total 1")
                        .containsPattern("sekisho_gateway_front_failed_handshakes_total [1-9]");
            }
        }
    }

    /** The socket's file is its owner's alone, and without the password nothing is answered. */
    private static void onlyTheFrontIsLetIn(Sekisho sekisho) throws IOException {
        Path fronts = sekisho.home().resolve("fronts");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fronts)))
                .isEqualTo("rwx------");
        try (Stream<Path> sockets = Files.list(fronts)) {
            Path socket = sockets.findFirst().orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            try (SocketChannel stranger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                stranger.connect(UnixDomainSocketAddress.of(socket));
                stranger.write(
                        ByteBuffer.wrap("PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET http://site.test/ HTTP/1.1\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII)));
                assertThat(stranger.read(ByteBuffer.allocate(10))).isEqualTo(-1);
            }
        }
    }

    private static void frontComesBack(Sekisho sekisho, int compat, PlainOrigin origin) throws Exception {
        ProcessHandle front = ProcessHandle.of(sekisho.pid())
                .orElseThrow()
                .children()
                .filter(child -> ListeningSockets.command(child.pid()).endsWith("tls-front"))
                .findFirst()
                .orElseThrow();
        front.destroyForcibly();
        // Then: health says so, and it is there again at the same port
        boolean said = false;
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end)) {
            said |= sekisho.operatorApi().send("GET", "/healthz", null).body().contains("is started again");
            if (!front.isAlive() && said && reaches(sekisho, compat, origin)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("the front did not come back, or health did not say that it was gone: " + said);
    }

    private static boolean reaches(Sekisho sekisho, int port, PlainOrigin origin) throws Exception {
        try {
            return through(sekisho, port, "127.0.0.1", origin) == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int through(Sekisho sekisho, int port, String from, PlainOrigin origin) throws Exception {
        try (Socket plain = new Socket()) {
            plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            plain.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            SSLSocket secure = (SSLSocket) Api.trusting(sekisho.home().resolve("proxy-ca.pem"))
                    .getSocketFactory()
                    .createSocket(plain, "127.0.0.1", port, true);
            var parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(10_000);
            secure.startHandshake();
            Wire wire = new Wire(secure, new ArrayList<>());
            wire.send("GET http://site.test:" + origin.port() + "/x HTTP/1.1\r\nHost: site.test\r\n\r\n");
            return Reply.read(wire).status();
        }
    }

    /** Every suite of TLS 1.2 that OpenSSL knows and the listener agrees on: what it takes is not offered again. */
    private static Set<String> agreed(int port) throws Exception {
        List<String> offered =
                new ArrayList<>(List.of(run("openssl", "ciphers", "-s", "-tls1_2", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
                        .strip()
                        .split(":")));
        assertThat(offered).as("what OpenSSL can offer").hasSizeGreaterThan(50);
        return taken(offered, list -> shake(port, "-tls1_2", "-cipher", String.join(":", list) + ":@SECLEVEL=0"));
    }

    private static Set<String> agreed13(int port) throws Exception {
        List<String> offered = new ArrayList<>(TLS_13);
        offered.addAll(List.of("TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"));
        return taken(offered, list -> shake(port, "-tls1_3", "-ciphersuites", String.join(":", list)));
    }

    private static Set<String> taken(List<String> offered, Shaking shaking) throws Exception {
        Set<String> found = new TreeSet<>();
        while (!offered.isEmpty()) {
            Matcher agreed = AGREED.matcher(shaking.shake(offered));
            if (!agreed.find() || !offered.remove(agreed.group(1))) {
                return found;
            }
            found.add(agreed.group(1));
        }
        return found;
    }

    /** One handshake with these suites; answers what OpenSSL says about it. */
    @FunctionalInterface
    private interface Shaking {
        String shake(List<String> suites) throws Exception;
    }

    private static Set<String> scan(int port) throws Exception {
        Set<String> found = new TreeSet<>();
        run(
                        "sslscan",
                        "--no-colour",
                        "--no-heartbleed",
                        "--no-groups",
                        "--no-renegotiation",
                        "--no-compression",
                        "--no-fallback",
                        "--no-check-certificate",
                        "127.0.0.1:" + port)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Preferred ") || line.startsWith("Accepted "))
                .forEach(line -> found.add(line.split("\\s+")[4]));
        return found;
    }

    private static String shake(int port, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        command.addAll(List.of(options));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static boolean onPath(String command) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(part -> Files.isExecutable(Path.of(part, command)));
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
