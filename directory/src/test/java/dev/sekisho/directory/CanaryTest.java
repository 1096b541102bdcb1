package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.CustomerSettings.LogUnavailable;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.records.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that people typed stands in clear in a file of the database or of the key store, in any usual spelling. */
class CanaryTest {
    /** In every planted value; nothing else contains it. */
    private static final String STEM = "kanarienvogelqz";

    @TempDir
    private Path folder;

    private TestRegion region;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
    }

    @AfterEach
    void close() {
        region.close();
    }

    /** The spellings of a text that a scan has to know. */
    private static Map<String, String> spellings(String text) {
        Map<String, String> spellings = new LinkedHashMap<>();
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        spellings.put("clear", text);
        spellings.put("upper case", text.toUpperCase(Locale.ROOT));
        spellings.put("hex", HexFormat.of().formatHex(plain));
        spellings.put("HEX", HexFormat.of().withUpperCase().formatHex(plain));
        spellings.put("UTF-16LE", latin(text.getBytes(StandardCharsets.UTF_16LE)));
        spellings.put("UTF-16BE", latin(text.getBytes(StandardCharsets.UTF_16BE)));
        for (int shift = 0; shift < 3; shift++) {
            // Only the letters that do not depend on what stands before and after.
            byte[] shifted = Arrays.copyOfRange(plain, (3 - shift) % 3, plain.length);
            byte[] whole = Arrays.copyOf(shifted, shifted.length / 3 * 3);
            spellings.put("base64, shifted by " + shift, Base64.getEncoder().encodeToString(whole));
        }
        return spellings;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static TreeSet<String> hits(Path root) throws IOException {
        TreeSet<String> hits = new TreeSet<>();
        Map<String, String> spellings = spellings(STEM);
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = latin(Files.readAllBytes(file));
                spellings.forEach((name, spelling) -> {
                    if (content.contains(spelling)) {
                        hits.add(name);
                    }
                });
            }
        }
        return hits;
    }

    private void checkpoint() throws SQLException {
        try (Connection superuser = region.database.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    private void plantEverywhere() {
        Directory directory = region.directory;
        Created created = directory
                .customers()
                .create(
                        new CustomerSettings(
                                STEM + " KK", STEM + " desk", true, 30, LogUnavailable.REFUSE, "Asia/Tokyo", 0),
                        directory.customers().firstLicence(),
                        TestRegion.OPERATOR);
        CustomerDirectory customer = directory.of(created.scope());
        Person person = customer.people()
                .add(
                        new People.NewPerson(
                                "login." + STEM + "@aoi.example",
                                "Name " + STEM,
                                STEM + "@mail.example",
                                Role.ADMINISTRATOR,
                                new TreeSet<>(java.util.List.of("group-" + STEM))),
                        Optional.of("violet-harbour-untied-7".toCharArray()));
        customer.people().setPassword(person.token(), ("unrelated-" + STEM.substring(0, 14) + "x").toCharArray());
        customer.onRamps().add("ramp " + STEM, SourceNetwork.parse("203.0.113.0/24"), true);
        customer.tokens().make("token " + STEM, Role.AUDITOR, Optional.empty());
        customer.policies().publish("""
                        # about %1$s
                        lists:
                          - {name: list-%1$s, hosts: [%1$s.example]}
                        decryption: [{name: rest, then: inspect}]
                        access:
                          - {name: rule-%1$s, when: {user: ['login.%1$s@aoi.example'], list: [list-%1$s]}, then: block}
                          - {name: rest, then: allow}
                        """.formatted(STEM), 0);
        customer.update(new CustomerSettings(STEM + " Inc", STEM, true, 30, LogUnavailable.REFUSE, "Asia/Tokyo", 0), 1);
        Caller caller = directory
                .authentication()
                .signIn("login." + STEM + "@aoi.example", ("unrelated-" + STEM.substring(0, 14) + "x").toCharArray())
                .orElseThrow();
        var session = directory
                .authentication()
                .openSession(caller, "device " + STEM, Duration.ofMinutes(30), Duration.ofHours(1));
        directory.authentication().saveState(session.secret(), ("state " + STEM).getBytes(StandardCharsets.UTF_8));
        assertThat(directory.authentication().signIn("wrong" + STEM, "not a password".toCharArray()))
                .isEmpty();
        directory
                .operators()
                .add(
                        "operator." + STEM,
                        "Operator " + STEM,
                        STEM + "@provider.example",
                        TestRegion.PASSWORD.toCharArray(),
                        TestRegion.OPERATOR);
        String setup = directory.setup().exchange(directory.setup().issueToken());
        directory.setup().saveState(setup, ("typed " + STEM).getBytes(StandardCharsets.UTF_8));
        directory.refresh();
        assertThat(customer.people().search(STEM, 10)).containsExactly(person.token());
    }

    @Test
    void nothingThatWasTypedStandsInClearInAnyFile() throws Exception {
        // Given
        plantEverywhere();
        // When
        checkpoint();
        // Then
        assertThat(hits(TestServer.folder())).isEmpty();
        assertThat(hits(folder)).isEmpty();
        // When somebody goes past the directory
        Map<String, String> spellings = spellings(STEM);
        try (Connection superuser = region.database.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE TABLE public.planted (x text)");
            statement.execute("ALTER TABLE public.planted ALTER x SET STORAGE EXTERNAL");
            for (String spelling : spellings.values()) {
                if (spelling.indexOf('\0') < 0) {
                    statement.execute("INSERT INTO public.planted VALUES ('" + spelling + "')");
                }
            }
        }
        checkpoint();
        // Then each of these spellings is found, so that the search can fail
        TreeSet<String> found = hits(TestServer.folder());
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(spellings.entrySet().stream()
                        .filter(entry -> entry.getValue().indexOf('\0') < 0)
                        .map(Map.Entry::getKey)
                        .toList());
        Files.write(folder.resolve("planted"), ("x" + STEM).getBytes(StandardCharsets.UTF_16BE));
        assertThat(hits(folder)).containsExactly("UTF-16BE");
        try (Connection superuser = region.database.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("DROP TABLE public.planted");
        }
    }

    @Test
    void noIdentifierOfACustomerStandsInClearEither() throws Exception {
        // Given
        var scope = region.customer("Aoi");
        region.person(scope, "hanako@aoi.example", "Hanako", Role.USER);
        region.directory.of(scope).onRamps().add("office", SourceNetwork.parse("203.0.113.0/24"), false);
        checkpoint();
        String raw = latin(scope.customer().bytes());
        String hex = HexFormat.of().formatHex(scope.customer().bytes());
        // When
        int hits = 0;
        int files = 0;
        try (var walk = Files.walk(TestServer.folder())) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String content = latin(Files.readAllBytes(file));
                hits += content.contains(raw) || content.contains(hex) ? 1 : 0;
                files++;
            }
        }
        // Then
        assertThat(hits).isZero();
        assertThat(files).isGreaterThan(100);
    }
}
