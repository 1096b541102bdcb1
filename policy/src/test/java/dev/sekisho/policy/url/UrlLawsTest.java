package dev.sekisho.policy.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws of the normal forms. */
class UrlLawsTest {
    @Property(tries = 3000)
    void everySpellingOfAnIpv4AddressIsThatAddress(@ForAll int address, @ForAll long seed) {
        String dotted = Addresses.text(Addresses.plain(bytes(address)));

        assertThat(Host.parse(spell(address, new Random(seed))).text()).isEqualTo(dotted);
    }

    @Property(tries = 2000)
    void ipv6TextIsReadBackAsTheSameAddress(@ForAll @Size(16) byte[] bytes, @ForAll @IntRange(max = 0xff) int zeros) {
        for (int i = 0; i < 8; i++) {
            if ((zeros >> i & 1) != 0) {
                bytes[2 * i] = 0;
                bytes[2 * i + 1] = 0;
            }
        }
        InetAddress address = Addresses.plain(bytes);
        Host host = Host.of(address);

        assertThat(Host.parse(host.inUrl())).isEqualTo(host);
        assertThat(InetAddress.ofLiteral(host.text())).isEqualTo(address);
    }

    @Property(tries = 3000)
    void normalisingAHostTwiceIsNormalisingItOnce(@ForAll("hostile") String text) {
        Host.find(text).ifPresent(host -> {
            assertThat(Host.parse(host.inUrl())).isEqualTo(host);
            assertThat(Host.parse(host.inUrl().toUpperCase(Locale.ROOT))).isEqualTo(host);
            assertThat(host.text())
                    .matches("[\\x21-\\x7e]+")
                    .isEqualTo(host.text().toLowerCase(Locale.ROOT));
            assertThat(Host.isAddress(host.text())).isEqualTo(host instanceof Host.Address);
        });
    }

    @Property(tries = 5000)
    void normalisingAPathTwiceIsNormalisingItOnce(@ForAll("hostile") String text) {
        String normal = UrlPath.normalise(text);

        assertThat(UrlPath.normalise(normal)).isEqualTo(normal);
        assertThat(normal).startsWith("/").doesNotContain("//", "/./", "/../", "\\", "\0", "?", "#");
        assertThat(normal).doesNotEndWith("/..").doesNotEndWith("/.");
    }

    @Property(tries = 2000)
    void encodingAnyCharacterOfAPathChangesNothing(@ForAll("segments") List<String> segments, @ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder plain = new StringBuilder();
        StringBuilder encoded = new StringBuilder();
        for (String segment : segments) {
            plain.append('/').append(segment);
            encoded.append(random.nextBoolean() ? "/" : random.nextBoolean() ? "\\" : "/x/%2E%2e/");
            encoded.append(encode(segment, random));
        }

        assertThat(UrlPath.normalise(encoded.toString())).isEqualTo(UrlPath.normalise(plain.toString()));
    }

    @Property(tries = 2000)
    void aUrlReadBackIsTheSameUrl(@ForAll("hostile") String text) {
        WebUrl url;
        try {
            url = WebUrl.parse("http://example.com:8080/" + text);
        } catch (dev.sekisho.kernel.error.SekishoException e) {
            return;
        }
        assertThat(WebUrl.parse(url.toString())).isEqualTo(url);
    }

    @Property(tries = 2000)
    void aNetworkContainsExactlyTheAddressesWithItsPrefix(
            @ForAll int base, @ForAll int other, @ForAll @IntRange(max = 32) int bits) {
        int mask = bits == 0 ? 0 : -1 << (32 - bits);
        Network network = Network.parse(Addresses.text(Addresses.plain(bytes(base))) + "/" + bits);

        assertThat(network.contains(Addresses.plain(bytes(other)))).isEqualTo((base & mask) == (other & mask));
        assertThat(network.contains(Addresses.plain(bytes(base ^ (~mask & other)))))
                .isTrue();
        assertThat(Network.parse(network.toString())).isEqualTo(network);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "%",
                        "%2",
                        "%2e",
                        "%2F",
                        "%5c",
                        "%25",
                        "%00",
                        "%E3%81%82",
                        "%E3",
                        "%81",
                        ".",
                        "..",
                        "/",
                        "//",
                        "\\",
                        "a",
                        "B",
                        "é",
                        "あ",
                        "ß",
                        "0x",
                        "1",
                        "xn--",
                        "-",
                        "_",
                        "。",
                        "@",
                        ":",
                        "[",
                        "]",
                        " ",
                        "\u202e",
                        "\ud83d\ude00",
                        "\ud83d",
                        "\u00ad",
                        "\t",
                        ";")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> segments() {
        return Arbitraries.of("a", "b c", "あ", "x.y", "é", "~", "+", "Ä", "\ud83d\ude00", "...", "q=r")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static String encode(String segment, Random random) {
        StringBuilder out = new StringBuilder();
        segment.codePoints().forEach(codePoint -> {
            String whole = Character.toString(codePoint);
            if (codePoint == '%' || random.nextBoolean()) {
                out.append(whole);
            } else {
                for (byte b : whole.getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", b));
                }
            }
        });
        return out.toString();
    }

    private static byte[] bytes(int address) {
        return new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address};
    }

    private static String spell(int address, Random random) {
        long value = address & 0xffff_ffffL;
        int parts = 1 + random.nextInt(4);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts - 1; i++) {
            text.append(number(value >>> 24 - 8 * i & 0xff, random)).append('.');
        }
        text.append(number(value & (1L << 8 * (5 - parts)) - 1, random));
        return random.nextBoolean() ? text.toString() : "[::ffff:" + dotted(address) + "]";
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    private static String number(long value, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "0" + Long.toOctalString(value);
            case 1 -> "0x" + Long.toHexString(value);
            case 2 -> "0X000" + Long.toHexString(value).toUpperCase(Locale.ROOT);
            default -> Long.toString(value);
        };
    }
}
