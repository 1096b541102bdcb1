package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Clients that we did not write: curl and the JDK's. */
class CurlTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    @TempDir
    Path folder;

    private final World world = new World();
    private ScriptedOrigin site;
    private ScriptedOrigin secure;

    @BeforeEach
    void open() throws IOException {
        site = world.with(ScriptedOrigin.plain(Scripts.site()));
        secure = world.with(ScriptedOrigin.tls(
                world.siteRoot.issue("site.test", "bank.test").server(), Scripts.site()));
        Files.writeString(folder.resolve("customer.pem"), world.customerRoot.pem());
        Files.writeString(folder.resolve("site.pem"), world.siteRoot.pem());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "-i",
                "--max-time",
                "10",
                "-x",
                "127.0.0.1:" + world.proxy().getPort()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    @Test
    void curlGetsPlainPages() throws Exception {
        assertThat(curl("http://site.test:" + site.port() + "/p")).contains("you asked: GET /p HTTP/1.1");
    }

    @Test
    void curlGetsOpenedPages() throws Exception {
        assertThat(curl("--cacert", folder + "/customer.pem", "https://site.test:" + secure.port() + "/s"))
                .contains("you asked: GET /s HTTP/1.1")
                .containsIgnoringCase("via: 1.1 sekisho-test-1");
    }

    @Test
    void curlGetsTunnelledPages() throws Exception {
        assertThat(curl("--cacert", folder + "/site.pem", "https://bank.test:" + secure.port() + "/t"))
                .contains("you asked: GET /t HTTP/1.1")
                .doesNotContainIgnoringCase("via:");
    }

    @Test
    void curlDoesNotTrustTheSitesOwnRootInAnOpenedTunnel() throws Exception {
        assertThat(curl("--cacert", folder + "/site.pem", "https://site.test:" + secure.port() + "/s"))
                .doesNotContain("you asked")
                .containsIgnoringCase("certificate");
    }

    @Test
    void curlSeesTheProblemOfARefusedPage() throws Exception {
        assertThat(curl("--cacert", folder + "/customer.pem", "https://blocked.test:" + secure.port() + "/"))
                .contains("HTTP/1.1 403")
                .containsIgnoringCase("x-sekisho-block: no-listed")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\": \"blocked-by-rule\"");
    }

    @Test
    void curlUploadsAMegabyteAndGetsItBack() throws Exception {
        // Given
        Path file = folder.resolve("upload");
        Files.writeString(file, "0123456789abcdef".repeat(65_536));

        // When
        String length = curl("--data-binary", "@" + file, "http://site.test:" + site.port() + "/up");
        String chunked = curl(
                "--cacert",
                folder + "/customer.pem",
                "-H",
                "Transfer-Encoding: chunked",
                "-T",
                file.toString(),
                "https://site.test:" + secure.port() + "/up");

        // Then
        assertThat(length).contains("0123456789abcdef".repeat(65_536));
        assertThat(chunked).contains("0123456789abcdef");
        assertThat(world.events(2, e -> e.http().requestBytes() == 1_048_576)).hasSize(2);
    }

    @Test
    void curlSignsIn() throws Exception {
        // When
        String refused = curl("--interface", "127.0.0.2", "http://site.test:" + site.port() + "/");
        String passed = curl(
                "--interface",
                "127.0.0.2",
                "--proxy-user",
                World.LOGIN + ":" + World.PASSWORD,
                "http://site.test:" + site.port() + "/");

        // Then
        assertThat(refused).contains("HTTP/1.1 407").containsIgnoringCase("proxy-authenticate: Basic");
        assertThat(passed).contains("you asked");
    }

    @Test
    void curlUsesOneConnectionForSeveralPages() throws Exception {
        // When
        String out = curl(
                "--cacert",
                folder + "/customer.pem",
                "https://site.test:" + secure.port() + "/1",
                "https://site.test:" + secure.port() + "/bytes/100000",
                "https://site.test:" + secure.port() + "/3");

        // Then
        assertThat(out).contains("GET /1 HTTP/1.1", "x".repeat(100_000), "GET /3 HTTP/1.1");
        assertThat(world.gateway().figures().connections().sum()).isEqualTo(1);
        assertThat(secure.accepted()).isEqualTo(1);
    }

    @Test
    void theJdksClientGetsAHundredPagesAtOnce() throws Exception {
        // Given
        try (HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(
                        new InetSocketAddress("127.0.0.1", world.proxy().getPort())))
                .sslContext(world.customerRoot.client())
                .build()) {
            // When
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String root = i % 2 == 0 ? "http://site.test:" + site.port() : "https://site.test:" + secure.port();
                all.add(client.sendAsync(
                        HttpRequest.newBuilder(URI.create(root + "/bytes/" + (1000 + i)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
            }

            // Then
            for (int i = 0; i < 100; i++) {
                assertThat(all.get(i).get(20, TimeUnit.SECONDS).body()).hasSize(1000 + i);
            }
        }
        assertThat(world.events(100, e -> e.http().status() == 200)).hasSize(100);
    }
}
