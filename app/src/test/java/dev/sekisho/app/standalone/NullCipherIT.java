package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.sun.net.httpserver.HttpServer;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.NullCipherVaults;
import dev.sekisho.seal.Vaults;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The negative control of the byte scan: the same product over a cipher that leaves every byte as it is. A scan that finds
 * nothing in sealed files is worth something only if it finds nearly everything here.
 */
class NullCipherIT {
    private static final String MARK = "cnryn5p2w8";
    private static final int REQUESTS = 1_000;
    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    @TempDir
    Path folder;

    @Test
    void overACipherThatDoesNothingTheScanFindsNearlyEveryCanary() throws Exception {
        // Given
        try (Standalone running = start(NullCipherVaults::open)) {
            assertThat(running).isNotNull();
            browse();
        }
        // When
        Set<String> found = canaries(folder.resolve("home"));
        // Then
        assertThat(found).hasSizeGreaterThanOrEqualTo(REQUESTS * 99 / 100);
    }

    @Test
    void withoutTheKeyStoreNothingOpens() throws Exception {
        // Given
        try (Standalone running = start(Vaults::open)) {
            assertThat(running).isNotNull();
        }
        delete(folder.resolve("home/keys"));
        delete(folder.resolve("home-keys"));
        // Then
        assertThatThrownBy(() -> start(Vaults::open).close()).isInstanceOf(SekishoException.class);
    }

    private Standalone start(Standalone.KeyOpener keys) throws Exception {
        Path lists = Files.createDirectories(folder.resolve("lists"));
        Files.writeString(lists.resolve("few.txt"), "listed.example\n");
        Files.writeString(lists.resolve("catalogue.tsv"), "few\tfew.txt\tplain\tlisted\t1\t2026-01-01\tCC0-1.0\t-\n");
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), """
                home: home
                lists: {folder: lists}
                gateway: {listen: ["127.0.0.1:0"], allowDestinations: [127.9.0.0/24]}
                control: {listen: "127.0.0.1:0"}
                """);
        Settings settings = SettingsReader.read(file, Optional.empty());
        return Standalone.start(
                new Options(settings, false, true), new PrintStream(OutputStream.nullOutputStream()), keys);
    }

    private void browse() throws Exception {
        String proxy = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("home/ready.json")))
                .get("proxy")
                .asString();
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.9.0.8"), 0), 64);
        site.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        site.start();
        int port = Integer.parseInt(proxy.substring(proxy.lastIndexOf(':') + 1));
        try (HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
                .build()) {
            for (int i = 0; i < REQUESTS; i++) {
                String url =
                        "http://127.9.0.8:%d/%s%06d".formatted(site.getAddress().getPort(), MARK, i);
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding());
            }
        } finally {
            site.stop(0);
        }
    }

    /** Canaries in plain bytes and in every Zstandard frame (RFC 8878) of the files: what Parquet pages are made of. */
    private static Set<String> canaries(Path home) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(home)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                collect(content, found);
                for (int at = indexOf(content, ZSTD_MAGIC, 0); at >= 0; at = indexOf(content, ZSTD_MAGIC, at + 1)) {
                    inflate(content, at).ifPresent(page -> collect(page, found));
                }
            }
        }
        return found;
    }

    private static Optional<byte[]> inflate(byte[] content, int from) {
        try {
            long size = Zstd.getFrameContentSize(content, from, content.length - from);
            int length = Math.toIntExact(Zstd.findFrameCompressedSize(content, from, content.length - from));
            byte[] page = new byte[Math.toIntExact(Math.max(0, size))];
            Zstd.decompressByteArray(page, 0, page.length, content, from, length);
            return Optional.of(page);
        } catch (ZstdException | ArithmeticException notAFrame) {
            return Optional.empty();
        }
    }

    private static void collect(byte[] content, Set<String> found) {
        byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
        for (int at = indexOf(content, mark, 0); at >= 0; at = indexOf(content, mark, at + 1)) {
            if (at + mark.length + 6 <= content.length) {
                found.add(new String(content, at, mark.length + 6, StandardCharsets.UTF_8));
            }
        }
    }

    private static int indexOf(byte[] content, byte[] pattern, int from) {
        for (int at = from; at <= content.length - pattern.length; at++) {
            if (content[at] == pattern[0]
                    && java.util.Arrays.equals(content, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at;
            }
        }
        return -1;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
