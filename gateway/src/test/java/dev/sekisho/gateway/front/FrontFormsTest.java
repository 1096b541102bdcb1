package dev.sekisho.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.tls.TlsFacts;
import dev.sekisho.policy.url.Network;
import dev.sekisho.testkit.pki.TestRoot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What gateway and front say to each other. */
class FrontFormsTest {
    private static final TlsFacts TLS = new TlsFacts("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA256", "");
    private static final FrontPassword PASSWORD = new FrontPassword(new byte[] {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
        30, 31
    });
    private static final FrontPassword OTHER = new FrontPassword(new byte[32]);

    /** docs/formats.md: the header of 192.0.2.7:4711 to 127.0.0.1:8443. */
    private static final String FROZEN = "0d0a0d0a000d0a515549540a" + "21" + "11" + "0063"
            + "c0000207" + "7f000001" + "1267" + "20fb"
            + "e00020" + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
            + "200031" + "01" + "00000000"
            + "210007" + HexFormat.of().formatHex("TLSv1.2".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            + "23001f"
            + HexFormat.of()
                    .formatHex("TLS_RSA_WITH_AES_128_CBC_SHA256".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    private static byte[] bytes(InetSocketAddress source, InetSocketAddress destination) {
        EmbeddedChannel channel = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
        channel.writeOutbound(FrontHeader.of(source, destination, TLS, PASSWORD));
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        channel.finishAndReleaseAll();
        byte[] found = ByteBufUtil.getBytes(all);
        all.release();
        return found;
    }

    private static HAProxyMessage read(byte[] header) {
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder(FrontHeader.MAX_MEMBERS, true));
        channel.writeInbound(Unpooled.wrappedBuffer(header));
        HAProxyMessage message = channel.readInbound();
        channel.finishAndReleaseAll();
        return message;
    }

    @Test
    void theHeaderHasItsFrozenFormAndIsBelievedWithThePasswordOnly() {
        // When
        byte[] header = bytes(new InetSocketAddress("192.0.2.7", 4711), new InetSocketAddress("127.0.0.1", 8443));
        HAProxyMessage message = read(header);
        // Then
        assertThat(HexFormat.of().formatHex(header)).isEqualTo(FROZEN);
        assertThat(message.sourceAddress()).isEqualTo("192.0.2.7");
        assertThat(message.sourcePort()).isEqualTo(4711);
        assertThat(FrontHeader.tls(message, PASSWORD)).contains(TLS);
        assertThat(FrontHeader.tls(message, OTHER)).isEqualTo(Optional.empty());
        message.release();
    }

    @Test
    void anIpv4ClientOfAnIpv6ListenerKeepsItsAddress() {
        HAProxyMessage message =
                read(bytes(new InetSocketAddress("192.0.2.7", 4711), new InetSocketAddress("::1", 8443)));
        assertThat(message.sourceAddress()).endsWith("c000:207");
        message.release();
    }

    @Test
    void anOrderComesAcrossWholeAndNothingElseDoes() throws Exception {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair key = generator.generateKeyPair();
        FrontPlace place = new FrontPlace(
                new InetSocketAddress("::1", 8443),
                List.of(Network.parse("10.0.0.0/8")),
                Path.of("/home/fronts/1.sock"),
                PASSWORD,
                7);
        FrontOrder order = new FrontOrder(
                place, key.getPrivate(), List.of(TestRoot.create("Any").certificate()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // When
        order.write(new DataOutputStream(out));
        FrontOrder read = FrontOrder.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
        // Then
        assertThat(read.key()).isEqualTo(order.key());
        assertThat(read.chain()).isEqualTo(order.chain());
        assertThat(read.place().listen()).isEqualTo(place.listen());
        assertThat(read.place().balancers()).isEqualTo(place.balancers());
        assertThat(read.place().socket()).isEqualTo(place.socket());
        assertThat(read.place().connections()).isEqualTo(7);
        assertThat(read.place().password().matches(PASSWORD.bytes())).isTrue();
        assertThat(order.toString()).doesNotContain("000102");
        byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), out.size() / 2);
        assertThatThrownBy(() -> FrontOrder.read(new DataInputStream(new ByteArrayInputStream(cut))))
                .isInstanceOf(IOException.class);
    }
}
