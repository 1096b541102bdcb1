package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The look at a greeting, in every way a greeting can be cut into pieces. */
class ClientHelloTest {
    private static byte[] greeting(String name) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("ignored.test", 443);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        } else {
            parameters.setServerNames(List.of());
        }
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(32_768);
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return bytes;
    }

    /** The same handshake message in records of at most {@code size} bytes. */
    private static byte[] inRecordsOf(byte[] greeting, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 5; at < greeting.length; at += size) {
            int part = Math.min(size, greeting.length - at);
            out.write(22);
            out.write(3);
            out.write(1);
            out.write(part >> 8);
            out.write(part);
            out.write(greeting, at, part);
        }
        return out.toByteArray();
    }

    @Property(tries = 60)
    void theNameIsFoundInAnyFragmentation(
            @ForAll @IntRange(min = 1, max = 600) int record, @ForAll @IntRange(min = 1, max = 97) int step)
            throws Exception {
        // Given
        byte[] bytes = inRecordsOf(greeting("Deep.Example.test"), record);
        ByteBuf in = Unpooled.buffer();

        // When
        ClientHello last = new ClientHello.Incomplete();
        for (int at = 0; at < bytes.length; at += step) {
            assertThat(last).isInstanceOf(ClientHello.Incomplete.class);
            in.writeBytes(bytes, at, Math.min(step, bytes.length - at));
            last = ClientHello.look(in);
        }

        // Then
        assertThat(last).isEqualTo(new ClientHello.Complete("deep.example.test"));
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void aGreetingWithoutANameIsComplete() throws Exception {
        assertThat(ClientHello.look(Unpooled.wrappedBuffer(greeting("")))).isEqualTo(new ClientHello.Complete(""));
    }

    @Test
    void anythingElseIsSomethingElse() {
        for (String text : List.of(
                "GET / HTTP/1.1",
                "\u0016\u0002xxxxx",
                "\u0016\u0003\u0001\u0000\u0005\u0002xxxx",
                "\u0016\u0003\u0001\u0000\u0000")) {
            assertThat(ClientHello.look(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1)))
                    .as(text)
                    .isInstanceOf(ClientHello.Other.class);
        }
    }

    @Test
    void aGreetingThatNeverEndsIsNotWaitedForForEver() {
        byte[] endless = new byte[ClientHello.MAX_BYTES + 5];
        endless[0] = 22;
        endless[1] = 3;
        endless[3] = 0x40;
        endless[5] = 1;
        endless[7] = 0x7f;
        endless[8] = (byte) 0xff;
        assertThat(ClientHello.look(Unpooled.wrappedBuffer(endless))).isInstanceOf(ClientHello.Other.class);
    }

    @Property(tries = 2000)
    void noBytesBreakIt(@ForAll @Size(max = 200) byte[] bytes, @ForAll boolean likely) {
        byte[] all = bytes.clone();
        if (likely && all.length > 9) {
            all[0] = 22;
            all[1] = 3;
            all[3] = 0;
            all[4] = (byte) (all.length - 5);
            all[5] = 1;
            all[6] = 0;
            all[7] = 0;
            all[8] = (byte) Math.max(38, all.length - 9);
        }
        assertThat(ClientHello.look(Unpooled.wrappedBuffer(all))).isNotNull();
    }
}
