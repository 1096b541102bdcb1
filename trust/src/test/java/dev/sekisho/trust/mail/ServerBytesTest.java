package dev.sekisho.trust.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerBytesTest {
    private static ServerBytes of(String text) {
        return new ServerBytes(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aLiteralThatIsTooLongIsRefusedWhenItIsAnnounced() throws IOException {
        assertThatThrownBy(() -> of("* 1 FETCH (BODY[] {1048577}\r\n").readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("announced");
        assertThatThrownBy(() ->
                        of("* 1 FETCH (BODY[] {99999999999999999999+}\r\n").readAllBytes())
                .isInstanceOf(IOException.class);
        assertThat(of("* 1 FETCH (BODY[] {1048576}\r\nabc").readAllBytes()).hasSize(32);
    }

    @Test
    void whatAMailSaysWithinALiteralIsNotLookedAt() throws IOException {
        // Given a mail that looks like an announcement
        String evil = "{2000000000}\r\n";
        String text = "* 1 FETCH (BODY[] {" + evil.length() + "}\r\n" + evil + ")\r\n";
        // Then
        assertThat(of(text).readAllBytes()).hasSize(text.length());
        // and after the literal it is looked at again
        assertThatThrownBy(() -> of(text + evil).readAllBytes()).isInstanceOf(IOException.class);
        assertThat(of("{2000000000} in the middle of a line\r\n").readAllBytes())
                .isNotEmpty();
    }

    @Test
    void aServerThatNeverEndsIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                java.util.Arrays.fill(target, offset, offset + length, (byte) 'x');
                return length;
            }
        };
        assertThatThrownBy(() -> new ServerBytes(endless).transferTo(java.io.OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without an end");
    }
}
