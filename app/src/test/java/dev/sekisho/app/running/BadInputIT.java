package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each bad input or failing part gives one clear error; what was acknowledged stays; filtering goes on where it can. */
class BadInputIT {
    private static final String ALL = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
    private static final String GATEWAY = """
            names: names.txt
            allowDestinations: [127.9.0.0/24]
            """;

    private static final String NO_SMALL_DISK =
            "The full disk is left out: this user may not mount a small file system (run the tests as root for it).";

    @TempDir
    Path folder;

    @BeforeEach
    void names() throws IOException {
        Files.writeString(folder.resolve("names.txt"), "127.9.0.4 site.test listed.test\n");
    }

    @Test
    void anUnknownKeyRefusesTheStartAndNamesEveryProblem() throws Exception {
        // When
        String output = refusedStart("gatway: {}\nlake: {durabilityMs: -1}\n");
        // Then
        assertThat(output).contains("config-invalid", "gatway: there is no such key", "lake.durabilityMs");
    }

    @Test
    void aTakenPortRefusesTheStartAndSaysWhichKeyToChange() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            // When
            String output = refusedStart("home: home\ngateway: {listen: ['127.0.0.1:" + taken.getLocalPort()
                    + "']}\ncontrol: {listen: '127.0.0.1:0'}\n");
            // Then
            assertThat(output).contains("port-taken", Integer.toString(taken.getLocalPort()), "gateway.listen");
        }
    }

    @Test
    void aTruncatedListRefusesTheStartAndNamesTheFile() throws Exception {
        // Given
        Path lists = Files.createDirectories(folder.resolve("lists"));
        byte[] content = Files.readAllBytes(Sekisho.root().resolve("lists/composite-1m.tsv.gz"));
        Files.write(lists.resolve("cut.tsv.gz"), java.util.Arrays.copyOf(content, content.length / 2));
        Files.writeString(
                lists.resolve("catalogue.tsv"), "cut\tcut.tsv.gz\ttable\t*\t1\t2026-01-01\tCC-BY-SA-4.0\t-\n");
        // When
        String output = refusedStart("home: home\nlists: {folder: lists}\ngateway: {listen: ['127.0.0.1:0']}\n"
                + "control: {listen: '127.0.0.1:0'}\n");
        // Then
        assertThat(output).contains("list-damaged", "cut");
    }

    @Test
    void aBrokenPolicyIsRefusedWithEveryProblemAndTheOldOneStaysInForce() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.4");
                Sekisho sekisho = Sekisho.lab(folder, GATEWAY, "")) {
            // Given
            Api api = sekisho.api(0);
            assertThat(api.publish(blocking("listed.test")).statusCode()).isEqualTo(200);
            // When
            HttpResponse<String> refused = api.publish("""
                    decryption:
                      - {name: rest, then: sleep}
                    access:
                      - {name: a, when: {category: [no-such-category]}, then: block}
                      - {name: a, then: allow}
                    """);
            // Then
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("sleep", "no-such-category", "policy-invalid");
            try (Proxied browser = browser(sekisho)) {
                assertThat(browser.get("http://listed.test:" + origin.port() + "/")
                                .statusCode())
                        .isEqualTo(403);
                assertThat(browser.get("http://site.test:" + origin.port() + "/")
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void withoutPostgresTheApiSaysSoAndTrafficIsStillFilteredAndLogged() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.4");
                Sekisho sekisho = Sekisho.lab(folder, GATEWAY, "");
                Proxied browser = browser(sekisho)) {
            // Given
            Api api = sekisho.api(0);
            assertThat(api.publish(blocking("listed.test")).statusCode()).isEqualTo(200);
            long postgres = sekisho.ready().get("pids").get("postgres").asLong();
            signal("STOP", postgres);
            try {
                // When
                HttpResponse<String> answer = api.send("GET", "/api/v1/tokens", null);
                int refused = browser.get("http://listed.test:" + origin.port() + "/while-down")
                        .statusCode();
                int passed = browser.get("http://site.test:" + origin.port() + "/while-down")
                        .statusCode();
                // Then
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("database-unavailable");
                assertThat(refused).isEqualTo(403);
                assertThat(passed).isEqualTo(200);
            } finally {
                signal("CONT", postgres);
            }
            JsonNode page = api.await(
                    "/api/v1/events?url=while-down&limit=10&" + ALL,
                    Duration.ofSeconds(30),
                    found -> found.get("items").size() == 2);
            assertThat(page.get("items").size()).isEqualTo(2);
        }
    }

    @Test
    void aCorruptSegmentIsSaidInTheAnswerAndTheOthersStayReadable() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.4")) {
            // Given
            for (String part : List.of("first", "second")) {
                try (Sekisho sekisho = Sekisho.lab(folder, GATEWAY, "");
                        Proxied browser = browser(sekisho)) {
                    assertThat(browser.get("http://site.test:" + origin.port() + "/" + part)
                                    .statusCode())
                            .isEqualTo(200);
                    assertThat(sekisho.api(0)
                                    .send("POST", "/api/v1/lab/flush", "{}")
                                    .statusCode())
                            .isLessThan(300);
                    assertThat(sekisho.stop()).isTrue();
                }
            }
            Path segment = newestSegment();
            byte[] content = Files.readAllBytes(segment);
            content[content.length / 2] ^= 1;
            Files.write(segment, content);
            // When
            try (Sekisho sekisho = Sekisho.lab(folder, GATEWAY, "")) {
                HttpResponse<String> answer = sekisho.api(0).send("GET", "/api/v1/events?limit=10&" + ALL, null);
                // Then
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("/first").doesNotContain("/second");
                assertThat(answer.body()).containsPattern("\"unreadable\"\\s*:\\s*1");
            }
        }
    }

    /** Needs the right to mount a file system; where there is none, it is left out and says so. */
    @Test
    @DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
    void onAFullDiskRequestsAreRefusedNothingIsLostAndItGoesOnByItself() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", small.toString()) == 0;
        if (!mounted) {
            System.out.println(NO_SMALL_DISK);
        }
        assumeTrue(mounted, NO_SMALL_DISK);
        try (PlainOrigin origin = new PlainOrigin("127.9.0.4")) {
            Files.copy(folder.resolve("names.txt"), small.resolve("names.txt"));
            try (Sekisho sekisho = Sekisho.lab(small, GATEWAY, "");
                    Proxied browser = browser(sekisho)) {
                // Given
                String url = "http://site.test:" + origin.port() + "/request-";
                int answered = 0;
                Path ballast = fill(small);
                // When
                int status = 200;
                for (int i = 0; i < 3_000 && status == 200; i++) {
                    status = browser.get(url + i).statusCode();
                    answered += status == 200 ? 1 : 0;
                }
                assertThat(status)
                        .as("a full disk stops traffic that cannot be logged")
                        .isEqualTo(503);
                Files.delete(ballast);
                // Then
                int late = 503;
                for (int i = 0; i < 200 && late != 200; i++) {
                    TimeUnit.MILLISECONDS.sleep(50);
                    late = browser.get(url + "late").statusCode();
                }
                assertThat(late).isEqualTo(200);
                int expected = answered + 1;
                sekisho.api(0)
                        .await(
                                "/api/v1/events?limit=1000&action=allow&" + ALL,
                                Duration.ofSeconds(10),
                                page -> page.get("items").size() >= Math.min(1_000, expected));
                List<String> urls = sekisho.api(0).allEvents("action=allow&" + ALL).stream()
                        .map(event -> event.get("url").asString())
                        .toList();
                assertThat(urls).doesNotHaveDuplicates().hasSize(expected);
            }
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static Path fill(Path folder) throws IOException {
        Path ballast = folder.resolve("ballast");
        byte[] block = new byte[64 * 1024];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return ballast;
        }
    }

    private Path newestSegment() throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("home/lake"))) {
            return walk.filter(path -> path.toString().endsWith(".seg"))
                    .max(Comparator.comparing(path -> path.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    private String refusedStart(String yaml) throws Exception {
        Process process = Sekisho.launch(folder, yaml, List.of(), List.of());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        return Files.readString(folder.resolve("output.log"));
    }

    private static String blocking(String host) {
        return """
                lists:
                  - {name: listed, hosts: [%s]}
                decryption:
                  - {name: rest, then: inspect}
                access:
                  - {name: no-listed, when: {list: [listed]}, then: block}
                  - {name: rest, then: allow}
                """.formatted(host);
    }

    private static Proxied browser(Sekisho sekisho) throws Exception {
        return new Proxied(
                sekisho.proxyPort(),
                "127.0.0.1",
                Path.of(sekisho.customer(0).get("inspectionCa").asString()));
    }

    private static void signal(String name, long pid) throws Exception {
        run("pkill", "-" + name, "-P", Long.toString(pid));
        run("kill", "-" + name, Long.toString(pid));
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
