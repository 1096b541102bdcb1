package dev.sekisho.policy.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.category.CategoryTableBuilder;
import dev.sekisho.policy.category.ListInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportTest {
    private static final byte[] SECRET = new byte[16];

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"adguard, adblock, ''", "dnsmasq, dnsmasq, ''", "hosts, hosts, 'adiri.tel tokenist.com'"})
    void theSameListInAnotherFormatIsTheSameList(String published, String format, String publishedOnlyHere)
            throws Exception {
        Path lists = blocklistproject();
        CategoryTable plain = load(row("p", lists.resolve("plain"), "plain", "*"));
        CategoryTable other = load(row("p", lists.resolve(published), format, "*"));
        List<String> hosts = plainHosts(lists.resolve("plain"));

        assertThat(hosts).hasSizeGreaterThan(10_000);
        List<String> more = publishedOnlyHere.isEmpty() ? List.of() : List.of(publishedOnlyHere.split(" "));
        assertThat(more).allSatisfy(host -> {
            assertThat(other.ofHost(host)).contains("p:crypto");
            assertThat(plain.ofHost(host)).isEmpty();
        });
        assertThat(other.hosts()).isEqualTo(plain.hosts() + more.size());
        assertThat(hosts)
                .allSatisfy(host -> assertThat(other.ofHost(host))
                        .isEqualTo(plain.ofHost(host))
                        .isNotEmpty());
        assertThat(other.lists().getFirst().entries())
                .isEqualTo(plain.lists().getFirst().entries() + more.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "plain~# x\\nexample.com # why\\n*.example.net\\n.example.org\\n\\n日本語.jp\\r\\n192.0.2.7~example.com,example.net,example.org,xn--wgv71a119e.jp,192.0.2.7~0",
                "hosts~127.0.0.1 localhost\\n0.0.0.0 example.com www.example.net # x\\n::1 ip6-localhost\\nalone\\n0.0.0.0\\texample.org~example.com,www.example.net,example.org~1",
                "adblock~[Adblock Plus 2.0]\\n! x\\n||example.com^\\n@@||example.net^\\n||example.org^$third-party\\n||example.edu/ad^\\nexample.gov##.ad~example.com~4",
                "dnsmasq~# x\\naddress=/example.com/0.0.0.0\\naddress=/a.test/b.test/\\nserver=/example.net/\\nlocal=/example.org/\\ncache-size=1000~example.com,a.test,b.test,example.net,example.org~1",
            })
    void eachFormatIsReadForWhatItMeans(String format, String text, String hosts, long skipped) throws IOException {
        Path file = write("list", text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
        CategoryTable table = load(row("l", file, format, "set"));

        for (String host : hosts.split(",")) {
            assertThat(table.ofHost(host)).as(host).containsExactly("l:set");
        }
        assertThat(table.hosts()).isEqualTo(hosts.split(",").length);
        assertThat(table.lists().getFirst().skipped()).isEqualTo(skipped);
    }

    @Test
    void aSquidGuardFolderGivesDomainsAndPathsAndCountsItsExpressions() throws IOException {
        write("sg/games/domains", "example.com\n");
        write("sg/games/urls", "example.net/play\nnonsense\n");
        write("sg/games/expressions", "(a|b)\n(c|d)\n");
        write("sg/games/usage", "black\n");
        CategoryTable table = load(row("sg", folder.resolve("sg"), "squidguard", "*"));

        assertThat(table.ofHost("example.com")).containsExactly("games", "sg:games");
        assertThat(table.ofUrl("example.net", "/play/x", "")).containsExactly("games", "sg:games");
        assertThat(table.ofHost("black")).isEmpty();
        assertThat(table.lists().getFirst()).returns(2L, ListInfo::entries).returns(3L, ListInfo::skipped);
    }

    @Test
    void aListThatIsCutOffAnywhereLeavesTheOldOneInForce() throws IOException {
        // Given
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            text.append(Long.toString(random.nextLong() >>> 1, 36)).append(".test\n");
        }
        byte[] whole = gzip(text.append("last.test\n").toString());
        Path file = folder.resolve("list.gz");
        Files.write(file, whole);
        CategoryLists lists = CategoryLists.load(catalogue(row("l", file, "plain", "set")), SECRET);
        CategoryTable before = lists.current();

        for (int length :
                new int[] {0, 1, 9, 10, 11, 100, whole.length / 2, whole.length - 9, whole.length - 8, whole.length - 1
                }) {
            // When
            Files.write(file, Arrays.copyOf(whole, length));

            // Then
            assertDamaged(lists::reload);
            assertThat(lists.current()).isSameAs(before);
            assertThat(lists.current().ofHost("last.test")).isNotEmpty();
        }

        // And a whole one is taken
        Files.write(file, gzip("other.test\n"));
        assertThat(lists.reload().ofHost("other.test")).isNotEmpty();
        assertThat(lists.current().ofHost("last.test")).isEmpty();
        assertThat(before.ofHost("last.test")).isNotEmpty();
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        byte[] damaged = gzip("example.com\nexample.net\n");
        damaged[damaged.length / 2] ^= 4;
        Path file = folder.resolve("list.gz");
        Files.write(file, damaged);

        assertDamaged(() -> load(row("l", file, "plain", "set")));
    }

    @Test
    void aListThatIsNotTheOneInTheCatalogueIsRefused() throws IOException {
        Path file = write("list", "example.com\n");
        String hash = load(row("l", file, "plain", "set")).lists().getFirst().sha256();

        assertThat(load(row("l", file, "plain", "set").replace("\t-", "\t" + hash))
                        .hosts())
                .isEqualTo(1);
        Files.writeString(file, "example.com\nexample.net\n");
        assertDamaged(() -> load(row("l", file, "plain", "set").replace("\t-", "\t" + hash)));
    }

    @Test
    void anErrorPageSavedAsAListIsRefused() throws IOException {
        Path file = write("list", "<html><body><p>502 Bad Gateway</p></body></html>\n".repeat(30) + "example.com\n");

        assertDamaged(() -> load(row("l", file, "plain", "set")));
    }

    @Test
    void anEmptyListIsRefused() throws IOException {
        Path file = write("list", "# nothing\n");

        assertDamaged(() -> load(row("l", file, "plain", "set")));
        assertDamaged(() -> load(row("l", folder.resolve("absent"), "plain", "set")));
    }

    @Test
    void aLineWithoutEndIsRefused() throws IOException {
        Path file = write("list", "example.com\n" + "a".repeat(400_000) + "\n");

        assertDamaged(() -> load(row("l", file, "plain", "set")));
    }

    @Test
    void linesOfEveryLengthUpToTheLimitAreReadWhole() throws IOException {
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            expected.add("x".repeat(i * 7 % Lines.LINE_BYTES_MAX));
            text.append(expected.getLast()).append(i % 2 == 0 ? "\n" : "\r\n");
        }
        Lines lines = new Lines(new java.io.ByteArrayInputStream(text.toString().getBytes(StandardCharsets.US_ASCII)));

        List<String> read = new ArrayList<>();
        while (lines.next()) {
            read.add(new String(lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.US_ASCII));
        }
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void aCatalogueWithMistakesSaysWhichRow() throws IOException {
        for (String wrong :
                List.of("a\tb", "l\tx\tnoformat\t*\t1\t2026-01-01\tMIT\t-", "l\tx\tplain\t*\t1\tyesterday\tMIT\t-")) {
            Path catalogue = write("wrong.tsv", wrong + "\n");
            assertThatThrownBy(() -> CategoryLists.load(catalogue, SECRET))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
        }
    }

    @Test
    void theFastPathTakesOnlyWhatIsNormalAlready() {
        CategoryTableBuilder table = new CategoryTableBuilder(SECRET);
        table.addList(new ListInfo("l", "1", LocalDate.EPOCH, "0".repeat(64), "MIT", 0, 0));
        for (String host : List.of(
                "example.com",
                "a-b_c.d",
                "1a.example",
                "EXAMPLE.com",
                "xn--wgv71a119e.jp",
                "1.2.3.4",
                "a..b",
                ".a",
                "a.",
                "x.1",
                "")) {
            byte[] bytes = host.getBytes(StandardCharsets.US_ASCII);
            if (PlainHost.is(bytes, 0, bytes.length)) {
                assertThat(dev.sekisho.policy.url.Host.parse(host).text()).isEqualTo(host);
            }
        }
        assertThat(PlainHost.is("example.com".getBytes(StandardCharsets.US_ASCII), 0, 11))
                .isTrue();
        assertThat(PlainHost.is("example.7om".getBytes(StandardCharsets.US_ASCII), 0, 11))
                .isFalse();
    }

    private static void assertDamaged(Runnable load) {
        assertThatThrownBy(load::run)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIST_DAMAGED));
    }

    private static String row(String list, Path file, String format, String set) {
        return String.join("\t", list, file.toAbsolutePath().toString(), format, set, "1", "2026-01-01", "MIT", "-");
    }

    private CategoryTable load(String row) {
        return CategoryLists.load(catalogue(row), SECRET).current();
    }

    private Path catalogue(String row) {
        try {
            return write("catalogue.tsv", "# rows\n" + row + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static Path blocklistproject() throws URISyntaxException {
        URL notice = Objects.requireNonNull(ImportTest.class.getResource("NOTICE.md"));
        return Path.of(notice.toURI()).resolveSibling("blocklistproject");
    }

    private static List<String> plainHosts(Path plain) throws IOException {
        List<String> hosts = new ArrayList<>();
        try (Stream<Path> files = Files.list(plain)) {
            for (Path file : files.toList()) {
                try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .forEach(hosts::add);
                }
            }
        }
        return hosts;
    }
}
