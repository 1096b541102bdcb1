package dev.sekisho.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.testkit.pki.TestRoot;
import dev.sekisho.trust.backup.Target;
import dev.sekisho.trust.backup.Target.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a producer can do with everything that it has: its token, its network and any request it likes (trust.md, row I2). */
class KeeperTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final String TOKEN = "a-token-of-thirty-two-characters-or-more";
    private static final byte[] CONTENT = "sealed".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(InstantSource.fixed(START));
    private final TestRoot root = TestRoot.create("keeper");
    private Keeper keeper;
    private URI address;
    private KeeperTarget target;

    @BeforeEach
    void start() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        keeper = Keeper.start(
                new KeeperOptions(folder, loopback, TOKEN, 1 << 20, 0),
                root.issue("localhost", "127.0.0.1").server(),
                clock);
        address = URI.create("https://127.0.0.1:" + keeper.address().getPort());
        target = new KeeperTarget("far", "osaka", address, TOKEN, root.client());
    }

    @AfterEach
    void stop() {
        keeper.close();
    }

    @Test
    void whatWasPutIsReadAndListedAndTheSameAgainChangesNothing() throws Exception {
        // When
        target.put("objects/aa/1", Body.of(CONTENT));
        target.put("objects/aa/1", Body.of(CONTENT));
        // Then
        try (InputStream in = target.get("objects/aa/1")) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(target.list("objects")).containsExactly(new Target.Listed("objects/aa/1", CONTENT.length, START));
        assertThatThrownBy(() -> target.get("objects/aa/2")).isInstanceOf(NoSuchFileException.class);
        assertThat(target.appendOnly()).isTrue();
    }

    @Test
    void noOtherBytesTakeTheNameOfWhatIsThere() throws Exception {
        // Given
        target.put("sets/1", Body.of(CONTENT));
        // When, Then
        assertThatThrownBy(() -> target.put("sets/1", Body.of("other!".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(kept()).hasSize(1).allMatch(file -> read(file).equals("sealed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "POST", "PATCH", "MOVE", "TRACE", "OPTIONS"})
    void noOtherRequestIsKnown(String method) throws Exception {
        // Given
        target.put("sets/1", Body.of(CONTENT));
        // When
        HttpResponse<String> answer = send(method, "/v1/objects/sets/1", CONTENT);
        // Then
        assertThat(answer.statusCode()).isIn(400, 405);
        assertThat(kept()).hasSize(1).allMatch(file -> read(file).equals("sealed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/objects/../clock",
                "/v1/objects/%2e%2e/%2e%2e/clock",
                "/v1/objects/sets/..%2f..%2fclock",
                "/v1/objects//etc/passwd",
                "/v1/objects/sets/1.partial/../1",
                "/v1/objects/",
                "/v1/objects/SETS/1"
            })
    void noNameLeadsOutOfTheFolder(String path) throws Exception {
        // When
        HttpResponse<String> answer = send("PUT", path, CONTENT);
        // Then
        assertThat(answer.statusCode()).isIn(400, 405);
        assertThat(kept()).isEmpty();
    }

    @Test
    void whoHasNoTokenIsToldNothing() throws Exception {
        // Given
        target.put("sets/1", Body.of(CONTENT));
        KeeperTarget stranger =
                new KeeperTarget("far", "osaka", address, TOKEN.toUpperCase(java.util.Locale.ROOT), root.client());
        // When, Then
        assertThatThrownBy(() -> stranger.get("sets/1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("401");
        assertThatThrownBy(() -> stranger.list("sets")).hasMessageContaining("401");
        assertThatThrownBy(() -> stranger.put("sets/2", Body.of(CONTENT))).hasMessageContaining("401");
    }

    @Test
    void anObjectThatBreaksOffLeavesNothing() throws Exception {
        // When
        try (SSLSocket socket =
                (SSLSocket) root.client().getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /v1/objects/sets/1 HTTP/1.1\r\nHost: keeper\r\nAuthorization: Bearer " + TOKEN
                            + "\r\nContent-Length: 1000\r\n\r\nhalf")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        // Then
        target.put("sets/1", Body.of(CONTENT));
        assertThat(kept()).hasSize(1).allMatch(file -> read(file).equals("sealed"));
    }

    @Test
    void anObjectThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> target.put("sets/1", Body.of(new byte[(1 << 20) + 1])))
                .isInstanceOf(IOException.class);
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatIsTooOldGoesByItsOwnClockAndNotByOneThatLeapt() throws Exception {
        // Given
        target.put("ledger/000000000001", Body.of(CONTENT));
        target.put("sets/1", Body.of(CONTENT));
        // When the clock leaps by three weeks
        clock.moveTo(START.plus(Duration.ofDays(21)));
        keeper.prune();
        // Then nothing is removed
        assertThat(target.list("sets")).hasSize(1);
        // When instead three weeks pass
        KeeperClock patient = new KeeperClock(folder.resolve("other-clock"), clock, () -> 0);
        assertThat(patient.believed()).isTrue();
        Files.copy(
                folder.resolve("other-clock"),
                folder.resolve("clock"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        keeper.prune();
        // Then the set is gone, and no line of the ledger is
        assertThat(target.list("sets")).isEmpty();
        assertThat(target.list("ledger")).hasSize(1);
    }

    @Test
    void aProducerBelievesTheCertificateThatWasCarriedToItAndNoOther() throws Exception {
        // Given
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Path others = Files.createDirectory(folder.resolve("others"));
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var unused = KeeperIdentity.obtain(others, List.of("127.0.0.1"));
        try (Keeper own = Keeper.start(
                new KeeperOptions(mine, loopback, KeeperIdentity.token(mine), 1 << 20, 0),
                KeeperIdentity.obtain(mine, List.of("127.0.0.1", "keeper.example")),
                clock)) {
            URI there = URI.create("https://127.0.0.1:" + own.address().getPort());
            // When
            KeeperTarget right = new KeeperTarget(
                    "own",
                    "osaka",
                    there,
                    KeeperIdentity.token(mine),
                    KeeperIdentity.trusting(mine.resolve("keeper.pem")));
            KeeperTarget wrong = new KeeperTarget(
                    "own",
                    "osaka",
                    there,
                    KeeperIdentity.token(mine),
                    KeeperIdentity.trusting(others.resolve("keeper.pem")));
            right.put("sets/1", Body.of(CONTENT));
            // Then
            assertThat(right.list("sets")).hasSize(1);
            assertThatThrownBy(() -> wrong.list("sets")).isInstanceOf(javax.net.ssl.SSLException.class);
            assertThat(Files.getPosixFilePermissions(mine.resolve("token"))).hasSize(2);
        }
    }

    private HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(root.client())
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                    .timeout(Duration.ofSeconds(10))
                    .header("Authorization", "Bearer " + TOKEN)
                    .method(method, BodyPublishers.ofByteArray(body))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        }
    }

    /** Every file that a producer could have brought. */
    private List<Path> kept() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("clock"))
                    .filter(file -> !file.startsWith(folder.resolve("incoming")))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
