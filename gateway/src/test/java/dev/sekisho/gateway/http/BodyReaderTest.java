package dev.sekisho.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private static final class Collected implements BodyReader.Sink {
        private final StringBuilder data = new StringBuilder();
        private Fields trailers = Fields.NONE;

        @Override
        public void data(ByteBuf piece) {
            assertThat(piece.isReadable()).isTrue();
            data.append(piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
        }

        @Override
        public void trailers(Fields fields) {
            trailers = fields;
        }
    }

    private static Collected read(Framing framing, String wire, int step, String rest) throws BadMessage {
        BodyReader reader = BodyReader.of(framing, HeadLimits.standard());
        Collected sink = new Collected();
        byte[] bytes = (wire + rest).getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf in = Unpooled.buffer();
        for (int at = 0; at < bytes.length; at += step) {
            in.writeBytes(bytes, at, Math.min(step, bytes.length - at));
            reader.read(in, sink);
        }
        assertThat(reader.done()).isTrue();
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo(rest);
        return sink;
    }

    @Property(tries = 300)
    void chunksGiveTheirContentHoweverTheyArrive(
            @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 300) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 50) int step)
            throws Exception {
        // Given
        StringBuilder wire = new StringBuilder();
        StringBuilder content = new StringBuilder();
        for (int size : sizes) {
            wire.append(Integer.toHexString(size).toUpperCase(java.util.Locale.ROOT))
                    .append(";x=\"y\"\r\n");
            String piece = "\r\n0\r\n\r\n".repeat(size).substring(0, size);
            wire.append(piece).append("\r\n");
            content.append(piece);
        }
        wire.append("0\r\nX-Sum: 1\r\n\r\n");

        // When
        Collected read = read(Framing.CHUNKED, wire.toString(), step, "GET next");

        // Then
        assertThat(read.data.toString()).isEqualTo(content.toString());
        assertThat(read.trailers.name(0)).isEqualTo("X-Sum");
    }

    @Property(tries = 100)
    void aLengthTakesExactlyThatMuch(
            @ForAll @IntRange(min = 1, max = 5000) int length, @ForAll @IntRange(min = 1, max = 700) int step)
            throws Exception {
        assertThat(read(new Framing.Length(length), "x".repeat(length), step, "rest").data)
                .hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x\r\n",
                "-1\r\n",
                "+1\r\n",
                "0x1\r\n",
                " 1\r\n",
                "1 \r\n",
                "1\n",
                "1\r\r\n",
                "1;a\nb\r\n",
                "1;a\u0000\r\n",
                "fffffffffffffffff\r\n",
                "1\r\naX\r\n",
                "1\r\na\n",
                "1\r\na\r\r",
                "0\r\nX : 1\r\n\r\n",
                "0\r\nX: 1\r\n y\r\n\r\n",
                "0\r\nX: 1\n\r\n",
                "0\r\n\rX",
            })
    void chunksThatTwoReadersCouldSeeDifferentlyAreRefused(String wire) {
        ByteBuf in = Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() ->
                        BodyReader.of(Framing.CHUNKED, HeadLimits.standard()).read(in, new Collected()))
                .isInstanceOf(BadMessage.class);
    }

    @Test
    void endlessTrailersAndExtensionsAreRefused() {
        for (String wire : List.of("0\r\n" + "X: 1\r\n".repeat(20_000), "1;" + "x".repeat(2_000))) {
            ByteBuf in = Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> BodyReader.of(Framing.CHUNKED, HeadLimits.standard())
                            .read(in, new Collected()))
                    .isInstanceOf(BadMessage.class);
        }
    }
}
