package dev.sekisho.trust.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody mails, it is a mail within its bounds; whatever a server sends, it is passed on unchanged or refused. */
class MailFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void everyMailIsTaken(byte @NotNull [] bytes) {
        ParsedMail mail = new MailParser().read(bytes, false);
        if (mail.text().length() > 16_384
                || mail.subject().length() > 500
                || mail.handles().size() > 80) {
            throw new AssertionError("out of bounds");
        }
    }

    /** Each is as long as a text may be; with a search that begins anew at each bracket, one of them takes seconds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<script>",
                "<script ",
                "<script></style>",
                "<script></script",
                "</",
                "<style><script>",
                "<script></script>",
                "<<>"
            })
    void marksThatNeverEndTakeNoLongerThanOthers(String piece) {
        // Given
        String html = piece.repeat(65_536 / piece.length());
        byte[] mail = ("Content-Type: text/html\r\n\r\n" + html).getBytes(StandardCharsets.US_ASCII);
        // When / Then
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 50; i++) {
                assertThat(new MailParser().read(mail, false).text()).hasSizeLessThanOrEqualTo(16_384);
            }
        });
    }

    @Test
    void marksGoAndWhatTheyAreAroundStays() {
        assertThat(Markup.strip("<p class=x>Please<br>delete</p> 1 < 2")).isEqualTo(" Please delete  1 < 2");
        assertThat(Markup.strip("a<SCRIPT src=x>b</b><i></Script >c<style>d</style>e"))
                .isEqualTo("a c e");
        assertThat(Markup.strip("a<script>b</style>c")).isEqualTo("a b c");
        assertThat(Markup.strip("<scripture>b</scripture>")).isEqualTo(" b ");
        assertThat(Markup.strip("a<script")).isEqualTo("a<script");
        assertThat(Markup.strip("a<" + "b".repeat(10_001) + ">c"))
                .startsWith("a<b")
                .endsWith("b>c");
    }

    @FuzzTest(maxDuration = "60s")
    void everyServerIsBounded(byte @NotNull [] bytes) {
        try {
            byte[] read = new ServerBytes(new ByteArrayInputStream(bytes)).readAllBytes();
            if (!java.util.Arrays.equals(read, bytes)) {
                throw new AssertionError("changed on the way");
            }
        } catch (IOException refused) {
            // That is what it is for.
        }
    }
}
