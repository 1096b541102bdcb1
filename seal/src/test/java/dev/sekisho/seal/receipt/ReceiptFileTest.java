package dev.sekisho.seal.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptFileTest {
    @TempDir
    Path folder;

    private Signer signer;
    private String good;

    @BeforeEach
    void open() {
        signer = new Signer(folder);
        good = text(new ReceiptFile(
                signer.key(), signer.chain(2), Optional.of(signer.chain(4).getLast())));
    }

    @AfterEach
    void close() {
        signer.close();
    }

    private static String text(ReceiptFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ReceiptFile read(String text) {
        return ReceiptFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatWasWrittenReadsTheSameAndIsReadable() {
        ReceiptFile file = read(good);
        assertThat(file.receipts()).isEqualTo(signer.chain(2));
        assertThat(file.head()).contains(signer.chain(4).getLast());
        assertThat(text(file)).isEqualTo(good);
        assertThat(good)
                .contains("\"form\" : \"sekisho-receipts/1\"", "記録なし", "\"kind\" : \"retention-day\"")
                .contains(signer.key().fingerprint(), "\"region\" : \"jp-east\"", "\"producedBy\" : \"sekisho test\"");
        Receipt one = signer.chain(1).getFirst();
        assertThat(ReceiptFile.receipt(ReceiptFile.bytes(one))).isEqualTo(one);
    }

    @Test
    void aFileThatCouldBeReadInTwoWaysIsRefused() {
        refused("member twice", good.replaceFirst("\"number\" : 1,", "\"number\" : 1,\n\"number\" : 1,"));
        refused("fact twice", good.replaceFirst("\"events\" :", "\"events\" : \"2\", \"events\" :"));
        refused("unknown member", good.replaceFirst("\"number\" : 1,", "\"number\" : 1, \"note\" : \"x\","));
        refused("unknown member of the file", good.replaceFirst("\"key\" :", "\"note\" : \"x\", \"key\" :"));
        refused("unknown member of the key", good.replaceFirst("\"algorithm\" :", "\"note\" : \"x\", \"algorithm\" :"));
        refused("missing member", good.replaceFirst("\"number\" : 1,", ""));
        refused("missing form", good.replaceFirst("\"form\" : \"sekisho-receipts/1\",", ""));
        refused("other form", good.replaceFirst("sekisho-receipts/1", "sekisho-receipts/2"));
        refused("something after the end", good + "{}");
        refused("two files", good + good);
        refused("unknown kind", good.replaceFirst("retention-day", "retention-night"));
        refused("kind in capitals", good.replaceFirst("retention-day", "Retention-Day"));
    }

    @Test
    void aValueHasOneSpelling() {
        refused("number as text", good.replaceFirst("\"number\" : 1,", "\"number\" : \"1\","));
        refused("number with a point", good.replaceFirst("\"number\" : 1,", "\"number\" : 1.0,"));
        refused("number with a zero before it", good.replaceFirst("\"number\" : 1,", "\"number\" : 01,"));
        refused("number beyond 64 bits", good.replaceFirst("\"number\" : 1,", "\"number\" : 9999999999999999999,"));
        refused("number beyond all", good.replaceFirst("\"number\" : 1,", "\"number\" : 1" + "0".repeat(400) + ","));
        refused("number 0", good.replaceFirst("\"number\" : 1,", "\"number\" : 0,"));
        refused("time with an offset", good.replaceFirst("10:00:01.250Z", "10:00:01.250+00:00"));
        refused("time in nanoseconds", good.replaceFirst("10:00:01.250Z", "10:00:01.250000001Z"));
        refused("time with more zeros", good.replaceFirst("10:00:01.250Z", "10:00:01.250000Z"));
        refused("no time", good.replaceFirst("2026-11-22T", "2026-13-22T"));
        refused("identifier in small letters", good.replaceFirst("2G", "2g"));
        refused(
                "hash in capitals",
                good.replaceFirst("\"previous\" : \"0", "\"previous\" : \"A")
                        .replaceFirst("\"signature\" : \"[0-9a-f]", "\"signature\" : \"F"));
        refused("short hash", good.replaceFirst("\"previous\" : \"00", "\"previous\" : \""));
        refused("short signature", good.replaceFirst("\"signature\" : \"..", "\"signature\" : \""));
        refused("null", good.replaceFirst("\"statedBy\" : \"job:lake.retention\"", "\"statedBy\" : null"));
        refused("fact that is a number", good.replaceFirst("\"1,234\"", "1234"));
        refused("control that is a number", good.replaceFirst("\"H1\"", "1"));
    }

    @Test
    void aKeyWithAnotherFingerprintIsRefused() {
        String fingerprint = signer.key().fingerprint();
        char other = fingerprint.startsWith("0") ? '1' : '0';
        refused("fingerprint", good.replace(fingerprint, other + fingerprint.substring(1)));
        refused("key", good.replace(signer.key().hex(), "00".repeat(44)));
        refused("bare key", good.replace(signer.key().hex(), signer.key().hex().substring(24)));
        refused("algorithm", good.replace("Ed25519", "none"));
    }

    @Test
    void textsThatAReaderWouldNotSeeAsTheyAreAreRefused() {
        for (String hidden :
                List.of("\\u001b[2J", "\\n", "\\u202e", "\\u200b", "\\ud800", "\\u0000", "\\u2028", "\\ufeff")) {
            refused(
                    "hidden " + hidden,
                    good.replaceFirst("1,234", "1" + java.util.regex.Matcher.quoteReplacement(hidden) + "2"));
            refused(
                    "hidden name",
                    good.replaceFirst(
                            "\"events\"", "\"ev" + java.util.regex.Matcher.quoteReplacement(hidden) + "ents\""));
        }
        refused("name with a space", good.replaceFirst("\"events\"", "\"two words\""));
        refused("no subject", good.replaceFirst("\"installation\"", "\"\""));
        refused("no such region", good.replaceFirst("jp-east", "JP EAST"));
    }

    @Test
    void whatIsTooLargeOrNoJsonOrNoUtf8IsRefused() {
        refused("empty", "");
        refused("only white space", "  \n");
        refused("a list", "[]");
        refused("half", good.substring(0, good.length() / 2));
        refused("a comment", "/* x */" + good);
        refused("deep", "[".repeat(5000));
        refused("long value", good.replaceFirst("1,234", "1".repeat(4_001)));
        refused("long name", good.replaceFirst("\"events\"", "\"" + "e".repeat(81) + "\""));
        refused("many controls", good.replaceFirst("\"H1\"", "\"H1\",".repeat(64) + "\"H1\""));
        refused("no receipts", good.replaceAll("(?s)\"receipts\" : \\[.*\\],", "\"receipts\" : [ ],"));
        StringBuilder facts = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            facts.append("\"f").append(i).append("\" : \"x\",");
        }
        refused("many facts", good.replaceFirst("\"events\" :", facts + "\"events\" :"));
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        byte[] notUtf8 = bytes.clone();
        notUtf8[good.indexOf("job:lake")] = (byte) 0xff;
        refused(() -> ReceiptFile.read(new ByteArrayInputStream(notUtf8)));
        refused(() -> ReceiptFile.read(new ByteArrayInputStream(good.getBytes(StandardCharsets.UTF_16BE))));
        refused(() -> ReceiptFile.read(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 1))));
    }

    @Test
    void aFileBeyondTheLimitIsRefusedBeforeItIsHeldInMemory() {
        // A list of receipts that never ends
        byte[] start = good.substring(0, good.indexOf("[") + 1).getBytes(StandardCharsets.UTF_8);
        byte[] blank = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        refused(() -> ReceiptFile.read(new java.io.InputStream() {
            private long at;

            @Override
            public int read() {
                int next = at < start.length ? start[(int) at] : blank[0];
                at++;
                if (at > 2L * ReceiptFile.MAX_BYTES) {
                    throw new AssertionError("read on beyond the limit");
                }
                return next;
            }
        }));
    }

    @Property(tries = 200)
    void anyStatementThatCanBeMadeReadsTheSame(
            @ForAll("visible") String value, @ForAll("names") String name, @ForAll("visible") String check) {
        Statement statement = new Statement(
                ReceiptKind.HOLD,
                new TreeMap<>(Map.of(name, value)),
                List.of(name),
                "job:x",
                check.isEmpty() ? "-" : check);
        Receipt receipt = new Receipt(
                new dev.sekisho.kernel.id.Id128(1, 2),
                "jp-east",
                "installation",
                3,
                new byte[32],
                Signer.TIME,
                "build",
                statement,
                new byte[64]);
        assertThat(ReceiptFile.receipt(ReceiptFile.bytes(receipt))).isEqualTo(receipt);
    }

    @Provide
    Arbitrary<String> visible() {
        return Arbitraries.strings().withChars("aA0 \"\\/<>&'{}[]:,関所é").ofMaxLength(40);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(80);
    }

    private void refused(String name, String text) {
        assertThat(text).as(name).isNotEqualTo(good);
        refused(() -> read(text));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }
}
