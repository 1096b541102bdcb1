package dev.sekisho.trust.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MailParserTest {
    private static final String HANDLE = "0123456789ABCDEFGHJKMNPQRS";
    private static final String HEAD = "Message-ID: <1@aoi.example>\r\nFrom: \"Hanako\" <hanako@aoi.example>\r\n"
            + "To: Privacy <privacy+" + HANDLE + "@provider.example>\r\nSubject: =?UTF-8?B?5raI5Y67?=\r\n"
            + "Date: Sun, 22 Nov 2026 10:00:00 +0900\r\n";

    private final MailParser parser = new MailParser();

    private ParsedMail read(String text) {
        return parser.read(text.getBytes(StandardCharsets.UTF_8), false);
    }

    @Test
    void aPlainMailIsReadWithItsAlias() {
        // When
        ParsedMail mail = read(HEAD + "\r\nPlease delete\r\nmy data\u0007.");
        // Then
        assertThat(mail.sender()).isEqualTo("hanako@aoi.example");
        assertThat(mail.subject()).isEqualTo("消去");
        assertThat(mail.text()).isEqualTo("Please delete\nmy data.");
        assertThat(mail.sent()).contains(Instant.parse("2026-11-22T01:00:00Z"));
        assertThat(mail.handles()).containsExactly(HANDLE);
        assertThat(mail.automatic()).isFalse();
        assertThat(mail.cut()).isFalse();
    }

    @Test
    void ofSeveralPartsTheTextIsTakenAndAttachmentsAreCounted() {
        // When
        ParsedMail mail = read(
                HEAD + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
                        + "Content-Type: text/html\r\n\r\n<b>marked</b><script>no()</script>\r\n--x\r\n"
                        + "Content-Type: text/plain; charset=iso-2022-jp\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + "GyRCPkM1biEjGyhC\r\n--x\r\n"
                        + "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=id.pdf\r\n\r\nxxx\r\n--x--\r\n");
        // Then
        assertThat(mail.text()).isEqualTo("消去。");
        assertThat(mail.attachments()).isEqualTo(1);
    }

    @Test
    void markedUpTextIsShownWithoutMarks() {
        assertThat(read(HEAD + "Content-Type: text/html\r\n\r\n<p>Please</p><script>x</script><p>delete</p>")
                        .text())
                .contains("Please")
                .contains("delete")
                .doesNotContain("<")
                .doesNotContain("script");
    }

    @Test
    void whatProgramsWriteAsksForNothing() {
        for (String header : new String[] {
            "Auto-Submitted: auto-replied",
            "Precedence: bulk",
            "Return-Path: <>",
            "List-Id: <news.example>",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x"
        }) {
            assertThat(read(header + "\r\n" + HEAD + "\r\nout of office").automatic())
                    .as(header)
                    .isTrue();
        }
        assertThat(read("Auto-Submitted: no\r\n" + HEAD + "\r\nx").automatic()).isFalse();
    }

    @Test
    void aMailThatIsNoMailIsTakenWithItsAliasAndMarked() {
        // Given a hundred parts within parts, each unfinished
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < 100; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        // When
        ParsedMail mail = read(text.toString());
        // Then
        assertThat(mail.handles()).containsExactly(HANDLE);
        assertThat(mail.cut()).isTrue();
        assertThat(read(HEAD + "Content-Type: text/plain; charset=nothing\r\n\r\nx")
                        .text())
                .isEqualTo("x");
        assertThat(read(HEAD + "Content-Type: multipart/mixed\r\n\r\nno boundary")
                        .handles())
                .containsExactly(HANDLE);
        assertThat(read("").text()).isEmpty();
        assertThat(read(HEAD + "\r\n" + "y".repeat(100_000)).text()).hasSize(16_384);
        assertThat(read(HEAD + "\r\n" + "y".repeat(100_000)).cut()).isTrue();
    }

    @Test
    void onlyTwentySixLettersAndDigitsBetweenPlusAndAtAreAHandle() {
        assertThat(Aliases.find("a+" + HANDLE + "@x, b+" + HANDLE.toLowerCase(java.util.Locale.ROOT) + "@y"))
                .containsExactly(HANDLE);
        assertThat(Aliases.find("a+0" + HANDLE + "@x")).isEmpty();
        assertThat(Aliases.find("a" + HANDLE + "@x")).isEmpty();
        assertThat(Aliases.find("a+" + HANDLE.substring(1) + "é@x")).isEmpty();
        assertThat(Aliases.find("+" + HANDLE + "@")).containsExactly(HANDLE);
        assertThat(Aliases.find("@@@+")).isEmpty();
    }

    @Property(tries = 300)
    void whateverBytesComeAreAMail(@ForAll byte[] bytes) {
        ParsedMail mail = parser.read(bytes, false);
        assertThat(mail.text().length()).isLessThanOrEqualTo(16_384);
        assertThat(mail.sender().length()).isLessThanOrEqualTo(320);
        assertThat(mail.subject()).doesNotContain("\n");
    }
}
