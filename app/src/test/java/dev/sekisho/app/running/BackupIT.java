package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.backup.BackupVerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The loss of a whole machine, as an operator lives through it: with sets, key copies and the shares of the recovery kit, and nothing else. */
@DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
class BackupIT {
    private static final String ALL = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
    private static final String BACKUPS = """
            keys: {dailyCopies: [{copies: key-copies, keys: copy-keys}]}
            backup:
              targets:
                - {name: first, place: tokyo, folder: target-1}
                - {name: second, place: osaka, folder: target-2}
            """;
    private static final int REQUESTS = 60;

    @TempDir
    Path folder;

    private String said = "";

    @Test
    void aMachineThatIsLostWithEverythingComesBackFromSetsKeyCopiesAndPaper() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.14")) {
            // Given a kit and a verifier's key, made while it did not run, and sets and restore tests on the clock of a
            // day later
            Files.writeString(folder.resolve("names.txt"), "127.9.0.14 kept.test\n");
            try (Sekisho first = start()) {
                awaitSets(1);
                assertThat(first.stop()).isTrue();
            }
            kitAndVerifierKey();
            Map<String, String> before;
            try (Sekisho sekisho = start()) {
                browse(sekisho, origin);
                Api api = sekisho.api(0);
                Instant later = Instant.now().plus(Duration.ofHours(26));
                assertThat(api.send(
                                        "POST",
                                        "/api/v1/lab/clock",
                                        "{\"now\":\"" + later + "\"}",
                                        "Content-Type",
                                        "application/json")
                                .statusCode())
                        .isEqualTo(200);
                before = answers(api, "");
                assertThat(before).hasSize(5);
                awaitSets(3);
                assertThat(health(sekisho)).as("health of backups").isEqualTo("working");
                assertThat(sekisho.operatorApi().send("GET", "/metrics", null).body())
                        .contains("sekisho_backup_last_good_set_age_seconds", "sekisho_backup_faults 0")
                        .contains("sekisho_restore_tests{passed=\"false\"} 0")
                        .doesNotContain("sekisho_restore_tests{passed=\"true\"} 0");

                // When
                sekisho.kill();
            }
            verifies();
            theMachineIsGone();
            assertThat(verb("restore", "--config", "sekisho.yaml", "--kit", "kit/share-1-of-3.txt"))
                    .as("one share of two: %s", said)
                    .isEqualTo(2);
            assertThat(folder.resolve("home-root.key")).doesNotExist();
            assertThat(verb(
                            "restore",
                            "--config",
                            "sekisho.yaml",
                            "--kit",
                            "kit/share-3-of-3.txt",
                            "kit/share-1-of-3.txt"))
                    .as(said)
                    .isZero();

            // Then
            try (Sekisho sekisho = start()) {
                assertThat(answers(sekisho.api(0), before.getOrDefault("id", "")))
                        .isEqualTo(before);
            }
            assertThat(verb("restore", "--config", "sekisho.yaml", "--root", "home-root.key"))
                    .as("a home with a region in it is not replaced")
                    .isEqualTo(2);
            assertThat(said).contains("not empty");
        }
    }

    private Sekisho start() throws Exception {
        return Sekisho.lab(folder, """
                names: names.txt
                allowDestinations: [127.9.0.0/24]
                """, BACKUPS);
    }

    private void kitAndVerifierKey() throws Exception {
        assertThat(verb("keys", "kit", "--shares", "3", "--threshold", "2", "--out", "kit", "--config", "sekisho.yaml"))
                .as(said)
                .isZero();
        Path share = folder.resolve("kit/share-2-of-3.txt");
        List<String> secret = Files.readAllLines(share).stream()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,2}\\W.*[0-9A-Z]{4}[- ][0-9A-Z]{4}.*"))
                .toList();
        assertThat(secret).hasSizeGreaterThan(3);
        assertThat(secret).as("no share on the terminal").noneMatch(said::contains);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(share)))
                .isEqualTo("rw-------");
        assertThat(verb("backup", "key", "--out", "verifier.key", "--config", "sekisho.yaml"))
                .as(said)
                .isZero();
        assertThat(verb("backup", "make", "--config", "sekisho.yaml")).as(said).isZero();
    }

    /** The verifier finds nothing; then a flipped bit, and everything under another key. */
    private void verifies() throws Exception {
        for (String target : List.of("target-1", "target-2")) {
            assertThat(verify(target, "verifier.key")).as(said).isZero();
        }
        String newest =
                said.substring(said.indexOf("newest: ") + "newest: ".length()).strip();
        String[] expecting = {"backup", "verify", "--target", "target-1", "--key", "verifier.key", "--expect", newest};
        assertThat(verb(expecting)).as(said).isZero();
        Path other = folder.resolve("other.key");
        Files.write(
                other,
                BackupVerifierKey.write(
                        new Region("lab"),
                        1,
                        new byte[32],
                        KeyPairGenerator.getInstance("Ed25519")
                                .generateKeyPair()
                                .getPublic()));
        assertThat(verify("target-1", "other.key")).as("under another key").isEqualTo(1);
        Path object = objects("target-1").getLast();
        byte[] whole = Files.readAllBytes(object);
        byte[] flipped = whole.clone();
        flipped[flipped.length / 2] ^= 1;
        Files.write(object, flipped);
        assertThat(verify("target-1", "verifier.key")).as("a flipped bit").isEqualTo(1);
        assertThat(said).contains("DAMAGED objects/");
        Files.write(object, whole);
        assertThat(verify("nowhere", "verifier.key")).as("no target").isEqualTo(2);
    }

    private int verify(String target, String key) throws Exception {
        return verb("backup", "verify", "--target", target, "--key", key);
    }

    private List<Path> objects(String target) throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve(target).resolve("objects"))) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void theMachineIsGone() throws IOException {
        List<Path> lost;
        try (Stream<Path> all = Files.list(folder)) {
            lost = all.filter(path -> path.getFileName().toString().startsWith("home"))
                    .toList();
        }
        assertThat(lost).hasSizeGreaterThanOrEqualTo(4);
        for (Path each : lost) {
            try (Stream<Path> walk = Files.walk(each)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void browse(Sekisho sekisho, PlainOrigin origin) throws Exception {
        Path ca = Path.of(sekisho.customer(0).get("inspectionCa").asString());
        try (Proxied user = new Proxied(sekisho.proxyPort(), "127.0.0.1", ca)) {
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(user.get("http://kept.test:" + origin.port() + "/page-" + i)
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        sekisho.api(0)
                .await(
                        "/api/v1/events?limit=1000&" + ALL,
                        Duration.ofSeconds(20),
                        page -> page.get("items").size() >= REQUESTS);
    }

    /** What must be the same afterwards. */
    private static Map<String, String> answers(Api api, String id) throws Exception {
        String event = id.isEmpty()
                ? api.get("/api/v1/events?limit=1&" + ALL)
                        .get("items")
                        .get(0)
                        .get("id")
                        .asString()
                : id;
        Map<String, String> answers = new TreeMap<>();
        answers.put("id", event);
        answers.put("event", api.get("/api/v1/events/" + event).toString());
        answers.put(
                "requests",
                api.get("/api/v1/stats?measure=requests&by=day&" + ALL).toString());
        answers.put("people", names(api.get("/api/v1/people")));
        answers.put("policy", api.send("GET", "/api/v1/policy", null).body());
        return answers;
    }

    private static String names(JsonNode people) {
        List<String> names = new ArrayList<>();
        people.get("items")
                .forEach(person -> names.add(
                        person.get("user").asString() + " " + person.get("name").asString() + " "
                                + person.get("login").asString()));
        return String.join("\n", names);
    }

    /** Jobs of a moved clock run beside the call that moved it. */
    private void awaitSets(int wanted) throws Exception {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(limit)) {
            assertThat(verb("backup", "list", "--config", "sekisho.yaml")).isIn(0, 1);
            for (String target : List.of("first", "second")) {
                assertThat(said).contains("target " + target);
            }
            if (said.lines().filter(line -> line.contains(" full ")).count() >= 2L * wanted) {
                return;
            }
        }
        throw new AssertionError("no set in a minute:\n" + said);
    }

    private static String health(Sekisho sekisho) throws Exception {
        JsonNode health = JsonMapper.shared()
                .readTree(sekisho.operatorApi().send("GET", "/healthz", null).body());
        for (JsonNode part : health.get("parts")) {
            if (part.get("part").asString().equals("backups")) {
                return part.get("state").asString() + part.get("detail").asString("");
            }
        }
        return "no such part: " + health;
    }

    private int verb(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Sekisho.root().resolve("bin/sekisho").toString());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
