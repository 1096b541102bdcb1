package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.testkit.pki.TestRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The programs that people use, through plain and intercepted connections of a running gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsIT {
    private static final String PAGE = "<!doctype html><title>Hello</title><p id=hello>hello through the gate</p>";
    private static final int LIMIT_SECONDS = 60;

    private final List<AutoCloseable> open = new ArrayList<>();

    private Path folder;
    private Sekisho sekisho;
    private String plain;
    private String secure;
    private String ca;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        folder = shared;
        TestRoot root = TestRoot.create("Real clients");
        Path files = Files.createDirectories(folder.resolve("site"));
        Files.writeString(files.resolve("hello.html"), PAGE);
        Files.writeString(files.resolve("mini"), """
                {"name":"mini","dist-tags":{"latest":"1.2.3"},"versions":{"1.2.3":{"name":"mini","version":"1.2.3",
                "dist":{"tarball":"https://site.test/mini.tgz"}}}}""");
        repository(files);
        WebSite plainSite = opened(new WebSite("127.9.0.5", files, Optional.empty()));
        WebSite secureSite = opened(new WebSite(
                "127.9.0.5", files, Optional.of(root.issue("site.test").server())));
        plain = "http://site.test:" + plainSite.port();
        secure = "https://site.test:" + secureSite.port();
        Files.writeString(folder.resolve("names.txt"), "127.9.0.5 site.test\n");
        Files.writeString(folder.resolve("root.pem"), root.pem());
        sekisho = opened(Sekisho.lab(folder, """
                names: names.txt
                allowDestinations: [127.9.0.0/24]
                upstreamTrust: [root.pem]
                """, ""));
        ca = sekisho.customer(0).get("inspectionCa").asString();
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyClientWorksThroughPlainAndInterceptedConnections() {
        return Stream.of(plain, secure)
                .flatMap(base -> clients(base).entrySet().stream()
                        .map(client -> DynamicTest.dynamicTest(
                                client.getKey() + " " + base.substring(0, base.indexOf(':')), () -> {
                                    // When
                                    String output = run(client.getValue());
                                    // Then
                                    assertThat(output).contains("hello through the gate");
                                })));
    }

    @Test
    void npmReadsAPackageThroughAnInterceptedConnection() throws Exception {
        assertThat(run(List.of(
                        "npm",
                        "view",
                        "mini",
                        "version",
                        "--registry=" + secure + "/",
                        "--proxy=http://" + sekisho.proxy(),
                        "--https-proxy=http://" + sekisho.proxy(),
                        "--cafile=" + ca,
                        "--fetch-retries=0",
                        "--prefer-online",
                        "--noproxy=none.invalid",
                        "--cache=" + folder.resolve("npm"))))
                .contains("1.2.3");
    }

    @Test
    void gitClonesThroughPlainAndInterceptedConnections() throws Exception {
        for (String base : List.of(plain, secure)) {
            Path target = folder.resolve("clone-" + base.substring(0, base.indexOf(':')));
            run(
                    List.of(
                            "git",
                            "-c",
                            "http.proxy=http://" + sekisho.proxy(),
                            "clone",
                            "-q",
                            base + "/repository.git",
                            target.toString()),
                    Map.of("GIT_SSL_CAINFO", ca));
            assertThat(target.resolve("hello.txt")).hasContent("hello through the gate");
        }
    }

    @Test
    void javasOwnClientWorks() throws Exception {
        try (Proxied client = new Proxied(sekisho.proxyPort(), "127.0.0.1", Path.of(ca))) {
            assertThat(client.get(plain + "/hello.html").body()).contains("hello through the gate");
            assertThat(client.get(secure + "/hello.html").body()).contains("hello through the gate");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
    void chromiumLoadsPlainAndInterceptedPages() throws Exception {
        // Given
        Path home = Files.createDirectories(folder.resolve("chromium"));
        Path database = Files.createDirectories(home.resolve(".pki/nssdb"));
        run(List.of("certutil", "-N", "--empty-password", "-d", "sql:" + database));
        run(List.of("certutil", "-A", "-n", "inspection", "-t", "C,,", "-i", ca, "-d", "sql:" + database));
        for (String base : List.of(plain, secure)) {
            // When
            String page = run(
                    List.of(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--user-data-dir=" + home.resolve("profile"),
                            "--proxy-server=http://" + sekisho.proxy(),
                            "--proxy-bypass-list=<-loopback>",
                            "--dump-dom",
                            base + "/hello.html"),
                    Map.of("HOME", home.toString()));
            // Then
            assertThat(page).contains("hello through the gate");
        }
    }

    @Test
    void everyRequestIsInTheLogWithinASecondAfterItEnded() throws Exception {
        // Given
        try (Proxied client = new Proxied(sekisho.proxyPort(), "127.0.0.1", Path.of(ca))) {
            client.get(secure + "/hello.html?visible=now");
            // When
            var page = sekisho.api(0)
                    .await(
                            "/api/v1/events?url=visible%3Dnow&limit=1&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z",
                            Duration.ofSeconds(1), found -> !found.get("items").isEmpty());
            // Then
            assertThat(page.get("items").size()).isEqualTo(1);
        }
    }

    private Map<String, List<String>> clients(String base) {
        String url = base + "/hello.html";
        String proxy = "http://" + sekisho.proxy();
        String node = """
                const [proxy, url, ca] = process.argv.slice(1);
                const http = require('http'), tls = require('tls'), fs = require('fs');
                const target = new URL(url), gate = new URL(proxy);
                const print = answer => answer.pipe(process.stdout);
                if (target.protocol === 'http:') {
                  http.get({host: gate.hostname, port: gate.port, path: url, headers: {host: target.host}}, print);
                } else {
                  http.request({host: gate.hostname, port: gate.port, method: 'CONNECT', path: target.host}).on('connect', (_, socket) => {
                    const inner = tls.connect({socket, servername: target.hostname, ca: fs.readFileSync(ca)});
                    http.get({createConnection: () => inner, path: target.pathname, headers: {host: target.host, connection: 'close'}}, print);
                  }).end();
                }""";
        String python = "import ssl,sys,urllib.request as u;"
                + "o=u.build_opener(u.ProxyHandler({'http':sys.argv[1],'https':sys.argv[1]}),"
                + "u.HTTPSHandler(context=ssl.create_default_context(cafile=sys.argv[3])));"
                + "print(o.open(sys.argv[2],timeout=20).read().decode())";
        return Map.of(
                "curl", List.of("curl", "-sS", "--max-time", "30", "-x", proxy, "--cacert", ca, url),
                "wget",
                        List.of(
                                "wget",
                                "-q",
                                "-O",
                                "-",
                                "--tries=1",
                                "--ca-certificate=" + ca,
                                "-e",
                                "use_proxy=yes",
                                "-e",
                                "http_proxy=" + proxy,
                                "-e",
                                "https_proxy=" + proxy,
                                url),
                "node", List.of("node", "-e", node, proxy, url, ca),
                "python", List.of("python3", "-c", python, proxy, url, ca));
    }

    private void repository(Path files) throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(work.resolve("hello.txt"), "hello through the gate");
        String identity = "git -c user.name=Gate -c user.email=gate@example.test ";
        run(List.of(
                "sh",
                "-c",
                "cd " + work + " && git init -q -b main . && git add . && " + identity
                        + "commit -q -m Hello && git clone -q --bare . " + files.resolve("repository.git") + " && cd "
                        + files.resolve("repository.git") + " && git update-server-info"));
    }

    private String run(List<String> command) throws Exception {
        return run(command, Map.of());
    }

    private String run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(folder, "client", ".out");
        Process process = builder.redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(ended).as("ends in time: " + command + "\n" + text).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + text).isZero();
        return text;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }
}
