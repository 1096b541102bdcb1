package dev.sekisho.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.policy.url.Network;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients who begin and never go on: they cost a front a share of its places, and others are served meanwhile. */
class FrontCrowdTest {
    private static final FrontLimits LIMITS = new FrontLimits(1_000, 400, 100, 64, 16);
    private static final FrontLimits WITHOUT_BLOCKS = new FrontLimits(1_000, 400, 400, 64, 64);

    /** The beginning of a ClientHello of 512 bytes that never comes. */
    private static final byte[] BEGINNING = HexFormat.of().parseHex("1603010200010001fc0303");

    @TempDir
    private Path folder;

    private final List<Socket> crowd = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ServerSocketChannel gateway;

    @SuppressWarnings("NullAway.Init")
    private KeyPair key;

    @SuppressWarnings("NullAway.Init")
    private X509Certificate certificate;

    @BeforeAll
    static void asTheProcessDoes() {
        FrontServer.openStaticRsa();
    }

    @BeforeEach
    void listen() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        X500Principal name = new X500Principal("CN=front");
        certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(Instant.now().minusSeconds(60)),
                                Date.from(Instant.now().plusSeconds(3600)),
                                name,
                                key.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(key.getPrivate())));
        gateway = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        gateway.bind(UnixDomainSocketAddress.of(folder.resolve("1.sock")));
        Thread.ofVirtual().start(this::answerAll);
    }

    private void answerAll() {
        List<SocketChannel> kept = new ArrayList<>();
        try {
            while (true) {
                SocketChannel joined = gateway.accept();
                joined.write(ByteBuffer.wrap("joined".getBytes(StandardCharsets.US_ASCII)));
                kept.add(joined);
            }
        } catch (IOException closed) {
            kept.forEach(FrontCrowdTest::close);
        }
    }

    @AfterEach
    void close() throws IOException {
        crowd.forEach(FrontCrowdTest::close);
        gateway.close();
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception alreadyGone) {
            assertThat(alreadyGone).isInstanceOf(IOException.class);
        }
    }

    private FrontServer front(FrontLimits limits, List<Network> balancers) {
        FrontPlace place = new FrontPlace(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                balancers,
                folder.resolve("1.sock"),
                new FrontPassword(new byte[32]),
                limits.connections());
        return FrontServer.start(new FrontOrder(place, key.getPrivate(), List.of(certificate)), limits);
    }

    private Socket connect(FrontServer front, String from) throws IOException {
        Socket socket = new Socket();
        crowd.add(socket);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(front.address(), 5_000);
        return socket;
    }

    private void halfOpen(FrontServer front, int count, byte[] beginning) throws IOException {
        for (int each = 0; each < count; each++) {
            Socket socket = connect(front, "127.0.0.1");
            try {
                socket.getOutputStream().write(beginning);
            } catch (IOException refused) {
                assertThat(socket.isConnected()).isTrue(); // it was closed at once, as it should be
            }
        }
    }

    private String served(FrontServer front, String from, String before) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("front", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket plain = connect(front, from);
        plain.setSoTimeout(10_000);
        plain.getOutputStream().write(before.getBytes(StandardCharsets.US_ASCII));
        try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "front", 1, true)) {
            tls.startHandshake();
            return new String(tls.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void hundredsOfHandshakesThatNeverEndTakeTheirBlocksPlacesAndOthersAreServed() throws Exception {
        try (FrontServer front = front(LIMITS, List.of())) {
            // When
            halfOpen(front, 600, BEGINNING);
            Eventually.until(() -> front.handshakes() == 16);
            // Then
            assertThat(served(front, "127.1.2.3", "")).isEqualTo("joined");
            assertThat(served(front, "127.1.2.3", "")).isEqualTo("joined");
            assertThat(front.handshakes()).isEqualTo(16);
            // When: they leave
            crowd.forEach(FrontCrowdTest::close);
            // Then
            Eventually.until(() -> front.handshakes() == 0);
            assertThat(served(front, "127.0.0.1", "")).isEqualTo("joined");
        }
    }

    @Test
    void withoutBlocksTheSameCrowdShutsEverybodyElseOut() throws Exception {
        try (FrontServer front = front(WITHOUT_BLOCKS, List.of())) {
            // When
            halfOpen(front, 600, BEGINNING);
            Eventually.until(() -> front.handshakes() == 64);
            // Then
            assertThatThrownBy(() -> served(front, "127.1.2.3", "")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoSaysNothingCostsNoEngineAndLeavesOthersTheirPlaces() throws Exception {
        try (FrontServer front = front(LIMITS, List.of())) {
            // When
            halfOpen(front, 600, new byte[0]);
            // Then
            assertThat(served(front, "127.1.2.3", "")).isEqualTo("joined");
            assertThat(front.handshakes()).isZero();
        }
    }

    @Test
    void behindABalancerThePlacesAreThoseOfTheSourceThatItNames() throws Exception {
        // Given
        try (FrontServer front = front(LIMITS, List.of(Network.parse("127.0.0.0/24")))) {
            String crowded = "PROXY TCP4 192.0.2.9 127.0.0.1 4711 8443\r\n";
            // When
            for (int each = 0; each < 40; each++) {
                Socket socket = connect(front, "127.0.0.1");
                socket.getOutputStream().write(crowded.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(BEGINNING);
            }
            Eventually.until(() -> front.handshakes() == 16);
            // Then
            assertThatThrownBy(() -> served(front, "127.0.0.1", crowded)).isInstanceOf(IOException.class);
            assertThat(served(front, "127.0.0.1", "PROXY TCP4 198.51.100.7 127.0.0.1 4711 8443\r\n"))
                    .isEqualTo("joined");
        }
    }

    @Test
    void aHeapCarriesWhatItsLimitsPromise() {
        // When
        FrontLimits small = FrontLimits.of(96L << 20, 20_000);
        FrontLimits usual = FrontLimits.of(256L << 20, 20_000);
        // Then
        assertThat(small.connections()).isLessThan(2_000);
        assertThat(usual.connections()).isBetween(4_000, 6_000);
        assertThat(usual.handshakes()).isBetween(400, 600);
        assertThat(usual.connections() * (32L << 10) + usual.handshakes() * (160L << 10))
                .isLessThan(256L << 20);
        assertThat(FrontLimits.of(4L << 30, 7).connections()).isEqualTo(7);
    }
}
