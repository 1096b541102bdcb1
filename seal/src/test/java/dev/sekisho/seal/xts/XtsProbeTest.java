package dev.sekisho.seal.xts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class XtsProbeTest {
    @Test
    void everyLineGetsItsAnswerAndNonsenseGetsErr() throws IOException {
        // Given
        KnownAnswer answer = KnownAnswer.read("stealing.txt").getFirst();
        HexFormat hex = HexFormat.of();
        String key = hex.formatHex(answer.key());
        String tweak = hex.formatHex(answer.tweak());
        String plain = hex.formatHex(answer.plain());
        String sealed = hex.formatHex(answer.sealed());
        List<String> lines = List.of(
                "enc " + key + " " + tweak + " " + plain,
                "dec " + key.toUpperCase(java.util.Locale.ROOT) + " " + tweak + " " + sealed,
                "enc " + "00".repeat(64) + " " + tweak + " " + plain,
                "enc " + key + " " + tweak + " " + "00".repeat(15),
                "enc " + key + " 00 " + plain,
                "mac " + key + " " + tweak + " " + plain,
                "enc " + key + " " + tweak + " xyz",
                "enc " + key + " " + tweak,
                "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // When
        new XtsProbe(CipherChoice.AUTO.open())
                .run(
                        new ByteArrayInputStream(
                                String.join("\n", lines).concat("\n").getBytes(StandardCharsets.US_ASCII)),
                        out);
        // Then
        assertThat(out.toString(StandardCharsets.US_ASCII).lines())
                .containsExactly(sealed, plain, "ERR", "ERR", "ERR", "ERR", "ERR", "ERR", "ERR");
    }
}
