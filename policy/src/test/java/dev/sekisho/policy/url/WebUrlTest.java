package dev.sekisho.policy.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.com, http://example.com/",
        "HTTP://EXAMPLE.COM:80/a/./b/../c, http://example.com/a/c",
        "https://user:pass@example.com:443/, https://example.com/",
        "https://example.com@evil.example/, https://evil.example/",
        "https://evil.example\\@example.com/, https://evil.example/@example.com/",
        "http:\\\\example.com\\a, http://example.com/a",
        "https:example.com/x, https://example.com/x",
        "https:////example.com//x, https://example.com/x",
        "https://example.com?q=1#f, https://example.com/?q=1",
        "https://example.com/a?b/../c, https://example.com/a?b/../c",
        "https://example.com#?x, https://example.com/",
        "'  ht\ttps://exam\nple.com/ ', https://example.com/",
        "wss://example.com/chat, https://example.com/chat",
        "https://[::1]:8443/x, https://[::1]:8443/x",
        "https://a@b@example.com:/, https://example.com/",
    })
    void aUrlIsReadAsABrowserReadsIt(String written, String normal) {
        assertThat(WebUrl.parse(written)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "ftp://example.com/",
                "http://",
                "http:///",
                "http://a:0/",
                "http://a:65536/",
                "http://a:1x/",
                "http://a b/",
                "javascript:alert(1)"
            })
    void whatIsNoUrlOfTheWebIsRefused(String written) {
        assertThatThrownBy(() -> WebUrl.parse(written)).isInstanceOf(SekishoException.class);
    }

    @Test
    void whatAPersonTypesNeedsNoScheme() {
        assertThat(WebUrl.parseTyped("example.com/a")).hasToString("https://example.com/a");
        assertThat(WebUrl.parseTyped("example.com:8443/a")).hasToString("https://example.com:8443/a");
        assertThat(WebUrl.parseTyped("http://example.com")).hasToString("http://example.com/");
        assertThatThrownBy(() -> WebUrl.parseTyped("ftp://example.com/")).isInstanceOf(SekishoException.class);
    }

    @Test
    void anAuthorityIsAHostAndAPort() {
        assertThat(Authority.parse("Example.COM:8443", 443)).hasToString("example.com:8443");
        assertThat(Authority.parse("[::1]", 443)).hasToString("[::1]:443");
        assertThat(Authority.parse("[::1]:80", 443)).hasToString("[::1]:80");
        assertThatThrownBy(() -> Authority.parse("user@example.com:443", 443)).isInstanceOf(SekishoException.class);
        assertThatThrownBy(() -> Authority.parse("example.com:443:1", 443)).isInstanceOf(SekishoException.class);
        assertThatThrownBy(() -> Authority.parse(":443", 443)).isInstanceOf(SekishoException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', /",
        "a, /a",
        "/a/b/, /a/b/",
        "/a/.., /",
        "/a/b/.., /a/",
        "/a/b/., /a/b/",
        "/../../a, /a",
        "/a%2Fb, /a/b",
        "/a//b, /a/b",
        "/%2525, /%2525",
        "/100%, /100%25",
        "/%zz, /%25zz",
        "/%c0%af, /%C0%AF",
        "/%E3%81%82, /あ",
        "/%ED%A0%80, /%ED%A0%80",
        "/%F4%90%80%80, /%F4%90%80%80",
        "/%e2%80%ae, /%E2%80%AE",
        "/a%3Fb%23c, /a%3Fb%23c",
        "/A, /A",
    })
    void aPathHasOneForm(String raw, String normal) {
        assertThat(UrlPath.normalise(raw)).isEqualTo(normal);
    }

    @Test
    void aPathThatIsPlainIsReturnedAsItIs() {
        String plain = "/a/b.html;x=1";

        assertThat(UrlPath.normalise(plain)).isSameAs(plain);
    }

    @Test
    void aNetworkIsReadInEverySpellingAndRefusedInNone() {
        assertThat(Network.parse("10.1.2.3/8")).hasToString("10.0.0.0/8");
        assertThat(Network.parse("0x0a000000/8")).hasToString("10.0.0.0/8");
        assertThat(Network.parse("192.0.2.1")).hasToString("192.0.2.1/32");
        assertThat(Network.parse("2001:DB8::1/32")).hasToString("2001:db8::/32");
        assertThat(Network.parse("::ffff:10.0.0.0/104")).hasToString("10.0.0.0/8");
        assertThat(Network.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("203.0.113.9")))
                .isTrue();
        assertThat(Network.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("2001:db8::1")))
                .isFalse();
        for (String wrong : new String[] {
            "",
            "a",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/",
            "::/129",
            "example.com/8",
            "10.0.0.0/8/8",
            "::ffff:10.0.0.0/95"
        }) {
            assertThatThrownBy(() -> Network.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void publicSuffixesAreThoseUnderWhichThePublicRegisters() {
        PublicSuffixes suffixes = PublicSuffixes.shipped();

        assertThat(suffixes.contains("jp")).isTrue();
        assertThat(suffixes.contains("co.jp")).isTrue();
        assertThat(suffixes.contains("kawasaki.jp")).isTrue();
        assertThat(suffixes.contains("x.kawasaki.jp")).isTrue();
        assertThat(suffixes.contains("city.kawasaki.jp")).isFalse();
        assertThat(suffixes.contains("example.co.jp")).isFalse();
        assertThat(suffixes.contains("xn--p1ai")).isTrue();
        assertThat(suffixes.contains("github.io")).isFalse();
        assertThat(suffixes.contains("intranet")).isFalse();
    }
}
