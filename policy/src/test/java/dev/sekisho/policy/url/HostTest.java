package dev.sekisho.policy.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings of hosts; the values are those of the WHATWG URL standard and UTS 46 where these define one. */
class HostTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "EXAMPLE.com, example.com",
        "example.com., example.com",
        "ex%61mple%2ecom, example.com",
        "ＥＸＡＭＰＬＥ．ＣＯＭ, example.com",
        "example。com, example.com",
        "日本語.jp, xn--wgv71a119e.jp",
        "%E6%97%A5%E6%9C%AC%E8%AA%9E.jp, xn--wgv71a119e.jp",
        "XN--WGV71A119E.JP, xn--wgv71a119e.jp",
        "faß.de, xn--fa-hia.de",
        "bücher.example, xn--bcher-kva.example",
        "exam\u00adple.com, example.com",
        "a_b.example.com, a_b.example.com",
        "r3---sn-x.example.com, r3---sn-x.example.com",
        "-lead.example, -lead.example",
        "localhost, localhost",
        "1.example, 1.example",
        "0x7f.example, 0x7f.example",
    })
    void aNameHasOneForm(String spelled, String normal) {
        assertThat(Host.parse(spelled)).isEqualTo(new Host.Name(normal));
        assertThat(Host.isAddress(normal)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1., 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.0.1, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "0x7f000001, 127.0.0.1",
        "0X7F.1, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "017700000001, 127.0.0.1",
        "0x7f.0x0.0x0.0x1, 127.0.0.1",
        "0x.0.0.1, 0.0.0.1",
        "１２７．０．０．１, 127.0.0.1",
        "127%2e0%2e0%2e1, 127.0.0.1",
        "[::1], ::1",
        "[0:0:0:0:0:0:0:1], ::1",
        "[2001:DB8:0:0:1:0:0:1], 2001:db8::1:0:0:1",
        "[2001:db8:0:1:1:1:1:1], 2001:db8:0:1:1:1:1:1",
        "[::], ::",
        "[::ffff:127.0.0.1], 127.0.0.1",
        "[::ffff:7f00:1], 127.0.0.1",
        "[64:ff9b::192.0.2.1], 64:ff9b::c000:201",
    })
    void anAddressHasOneForm(String spelled, String normal) {
        assertThat(Host.parse(spelled)).isInstanceOf(Host.Address.class);
        assertThat(Host.parse(spelled).text()).isEqualTo(normal);
        assertThat(Host.isAddress(normal)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                "a b",
                "a\tb",
                "a/b",
                "a@b",
                "a:b",
                "a%b",
                "a%00b",
                "a%2fb",
                "a%ffb",
                "a#b",
                "a<b",
                "a^b",
                "a|b",
                "256.0.0.1",
                "1.2.3.4.5",
                "1.2.3.08",
                "0x100000000",
                "4294967296",
                "127.0.0.0x1ff",
                "1..1",
                "a.1",
                "a.0x1",
                "[",
                "[]",
                "[::1",
                "::1]",
                "[1]",
                "[::1%25eth0]",
                "[::1%eth0]",
                "[1.2.3.4]",
                "[::127.0.0.01]",
                "[::g]",
                "[1:2:3]",
                "xn--",
                "xn--a",
                "xn--zzzzzzzzzzzzzzzzzz-.jp",
                "\u202ea.com",
                "a\u200b\u2060.\u2024"
            })
    void whatIsNoHostIsRefused(String spelled) {
        assertThatThrownBy(() -> Host.parse(spelled))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        assertThat(Host.find(spelled)).isEmpty();
    }

    @Test
    void lengthsAreThoseOfTheDomainNameSystem() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(Host.find(longest)).isPresent();
        assertThat(Host.find(longest + "a")).isEmpty();
        assertThat(Host.find("a".repeat(64) + ".com")).isEmpty();
        assertThat(Host.find("a".repeat(HostParser.SPELLED_CHARS_MAX + 1))).isEmpty();
    }

    @Test
    void anErrorDoesNotRepeatWhatWasVisited() {
        assertThatThrownBy(() -> Host.parse("secret visit")).message().doesNotContain("secret");
    }

    @Test
    void aSocketAddressAndItsTextAreOneHost() throws Exception {
        byte[] zoned = InetAddress.ofLiteral("fe80::1").getAddress();

        assertThat(Host.of(java.net.Inet6Address.getByAddress(null, zoned, 3)).text())
                .isEqualTo("fe80::1");
        assertThat(Host.of(InetAddress.ofLiteral("10.0.0.1"))).isEqualTo(Host.parse("0xa000001"));
    }
}
