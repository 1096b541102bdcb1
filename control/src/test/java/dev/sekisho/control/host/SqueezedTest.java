package dev.sekisho.control.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqueezedTest {
    private final Squeezed squeezed = new Squeezed();

    @Test
    void aFileComesBackAsItWasAndIsMadeOnce() throws Exception {
        byte[] content = "let the gate be kept; ".repeat(500).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] form = squeezed.of("assets/a-1.js", content);
        assertThat(form.length).isLessThan(content.length / 10);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(form)).readAllBytes())
                .isEqualTo(content);
        assertThat(squeezed.of("assets/a-1.js", content)).isSameAs(form);
    }

    @Test
    void whatDoesNotGetShorterStaysAsItIs() {
        byte[] noise = new byte[4_000];
        new SecureRandom().nextBytes(noise);
        assertThat(squeezed.of("assets/noise.js", noise)).isSameAs(noise);
        assertThat(squeezed.of("assets/short.js", new byte[10])).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd|true",
                "GZIP;q=0.5|true",
                "br;q=1.0, gzip;q=0|false",
                "gzip; q=0.000|false",
                "identity|false",
                "''|false"
            })
    void aClientSaysWhetherItTakesIt(String field, boolean takes) {
        assertThat(Squeezed.accepted(field)).isEqualTo(takes);
    }
}
