package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.app.running.Api;
import dev.sekisho.app.running.PlainOrigin;
import dev.sekisho.app.running.Proxied;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.app.standalone.ApiOperations.Operation;
import dev.sekisho.app.standalone.RawApi.Answer;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.Vaults;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a request says about a customer changes nothing: every operation of the API description is called as it is and with
 * identifiers of another customer planted wherever a server might look. All 200 mutations of each with {@code -Dsekisho.nightly=true},
 * otherwise some of each, drawn by the day.
 */
class WallsIT {
    private static final boolean NIGHTLY = Boolean.getBoolean("sekisho.nightly");
    private static final int MUTATIONS = NIGHTLY ? 200 : 8;
    private static final String ALL = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Numbers of the whole installation that move with every call, and streams: only status and canaries are compared. */
    private static final Set<String> MOVING = Set.of("GET /metrics", "GET /healthz", "GET /api/v1/events/live");

    /** Every store of the field inventory, and by what one customer's part of it is closed to others. */
    private static final Map<Wall, Set<String>> STORES = Map.of(
            Wall.ROWS_OF_A_CUSTOMER,
            Set.of(
                    "audit",
                    "collection",
                    "erasure",
                    "hold",
                    "identity",
                    "inspection-ca",
                    "inspection-intermediate",
                    "password",
                    "person",
                    "policy-bundle",
                    "policy-document",
                    "policy-head",
                    "policy-version",
                    "receipt",
                    "receipt-head",
                    "records",
                    "settings"),
            Wall.ROWS_OF_THE_INSTALLATION,
            Set.of(
                    "backup-check",
                    "backup-set",
                    "change",
                    "change-mark",
                    "clock-mark",
                    "console_identity",
                    "front-identity",
                    "customer",
                    "customer-deletion",
                    "departure",
                    "erasure-ledger",
                    "erasure-mail",
                    "former-customer",
                    "jobs",
                    "licence",
                    "licence-step",
                    "on-ramp",
                    "operator",
                    "setup",
                    "restore-test",
                    "retention-run",
                    "trust-outbox"),
            Wall.GATEKEEPER,
            Set.of("api-token", "gatekeeper", "session", "session-state", "ticket"),
            Wall.LAKE,
            Set.of("events", "lake"),
            Wall.KEY_STORE,
            Set.of("keys", "key-copy", "keys-rotated"),
            Wall.MEMORY_OF_THE_GATEWAY,
            Set.of("gateway"),
            Wall.FILES_OF_THE_OPERATOR,
            Set.of("backup-target", "home", "ready_file", "restore-scratch"));

    /** What keeps customers apart in a store. */
    private enum Wall {
        /** Sealed under the customer's keys, row-level security. */
        ROWS_OF_A_CUSTOMER,
        /** No customer's API reads them but through its own scope. */
        ROWS_OF_THE_INSTALLATION,
        /** Keyed digests of credentials only. */
        GATEKEEPER,
        /** A folder, keys and a locked engine for each customer. */
        LAKE,
        /** A tree of keys for each customer. */
        KEY_STORE,
        /** By the scope of the on-ramp. */
        MEMORY_OF_THE_GATEWAY,
        /** Not reachable by any API. */
        FILES_OF_THE_OPERATOR
    }

    @TempDir
    Path folder;

    private final List<String> violations = new ArrayList<>();
    private int compared;

    @Test
    void noPlantedIdentifierChangesAnAnswerOrAnythingOfAnotherCustomer() throws Exception {
        AtomicReference<Vault> opened = new AtomicReference<>();
        long day = LocalDate.now(java.time.ZoneOffset.UTC).toEpochDay();
        System.out.println("WallsIT draws by the seed " + day);
        try (PlainOrigin site = new PlainOrigin("127.9.0.7");
                Standalone running = start(opened)) {
            // Given
            assertThat(running).isNotNull();
            JsonNode ready = JsonMapper.shared().readTree(Files.readString(folder.resolve("home/ready.json")));
            Path ca = Path.of(ready.get("consoleCa").asString());
            Api first = api(ready, 0);
            Api second = api(ready, 1);
            visit(ready, 0, "127.0.0.1", "http://only-first.test:" + site.port() + "/mine");
            visit(ready, 1, "127.0.0.2", "http://only-second.test:" + site.port() + "/theirs");
            populate(second);
            JsonNode foreign = second.await(
                    "/api/v1/events?" + ALL, LIMIT, page -> !page.get("items").isEmpty());
            List<Operation> operations = ApiOperations.all();
            List<String> identifiers = identifiers(opened.get(), foreign, second);
            List<String> canaries = List.of(
                    "only-second", "second-secret", foreign.at("/items/0/id").asString());
            // What is in the log is sealed first: one of the operations does that, and answers say how many segments
            // they read.
            assertThat(second.send("POST", "/api/v1/lab/flush", "{}").statusCode())
                    .isLessThan(300);
            Map<String, String> before = view(second, operations);
            String own = ready.at("/customers/0/apiToken").asString();
            String other = ready.at("/customers/1/apiToken").asString();
            // When
            try (RawApi wire = new RawApi(ready.get("console").asString(), ca)) {
                for (Operation operation : operations) {
                    attack(operation, wire::call, own, identifiers, canaries, new Random(day));
                }
                // Then
                assertThat(violations).isEmpty();
                assertThat(compared).isGreaterThanOrEqualTo(operations.size() * MUTATIONS);
                throughTheGateway(ready, site, identifiers);
                assertThat(view(second, operations)).isEqualTo(before);
                assertThat(first.get("/api/v1/events?" + ALL).toString()).doesNotContain("only-second");
                aServerThatBelievesAHeaderIsFound(wire, operations, own, other, identifiers, canaries);
            }
        }
    }

    @Test
    void everyStoreOfTheInventoryStandsBehindAWall() throws Exception {
        Set<String> covered = new TreeSet<>();
        STORES.values().forEach(covered::addAll);
        try (InputStream in = CustomerId.class.getResourceAsStream("/dev/sekisho/kernel/inventory/fields.tsv")) {
            Set<String> stores = new TreeSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> stores.add(line.split("\t")[0]));
            assertThat(stores)
                    .as("a new store needs a wall, and a line in this test")
                    .isSubsetOf(covered);
        }
    }

    private void attack(
            Operation operation,
            Caller server,
            String token,
            List<String> identifiers,
            List<String> canaries,
            Random day)
            throws IOException {
        Planted plain = Planted.plain(operation.method(), operation.path(), token, operation.body());
        List<Planted> all = new ArrayList<>();
        for (String identifier : identifiers) {
            all.addAll(plain.mutations(identifier, operation.variables()));
        }
        Collections.shuffle(all, day);
        boolean moving = MOVING.contains(operation.name());
        Answer expected = server.call(plain);
        // An address of the console's own gets its page, whatever it is: that is an answer to nobody in particular.
        Answer nowhere = server.call(Planted.plain("GET", "/customers/nobody/api", token, ""));
        for (Planted each : all.subList(0, Math.min(all.size(), MUTATIONS))) {
            Answer answer = server.call(each);
            compared++;
            boolean same = answer.status() == expected.status()
                            && (moving || answer.steady().equals(expected.steady()))
                    || answer.steady().equals(nowhere.steady());
            if (!same && !answer.refused()) {
                // The answer may have moved on by itself meanwhile: only what the plain call does not answer now
                // counts.
                expected = server.call(plain);
                same = answer.steady().equals(expected.steady());
            }
            if (!same && !answer.refused() || canaries.stream().anyMatch(answer.body()::contains)) {
                violations.add(operation.name() + " with " + each.path() + " " + each.headers() + " " + each.body()
                        + " answered " + answer.status() + " instead of " + expected.status());
            }
        }
    }

    /** A filter before the server that does what must never be done, for the test of the test. */
    private void aServerThatBelievesAHeaderIsFound(
            RawApi wire,
            List<Operation> operations,
            String own,
            String other,
            List<String> identifiers,
            List<String> canaries)
            throws IOException {
        Caller vulnerable = request -> {
            boolean believed = request.headers().stream()
                    .anyMatch(line -> line.startsWith("X-Customer-Id: ")
                            && identifiers.contains(line.substring("X-Customer-Id: ".length())));
            return wire.call(believed ? request.withToken(other) : request);
        };
        Operation events = operations.stream()
                .filter(each -> each.name().equals("GET /api/v1/events"))
                .findFirst()
                .orElseThrow();
        for (int round = 0; round < 400 && violations.isEmpty(); round++) {
            attack(events, vulnerable, own, identifiers, canaries, new Random(round));
        }
        assertThat(violations).as("a server that honours X-Customer-Id").isNotEmpty();
    }

    /** A server, or what stands before it. */
    @FunctionalInterface
    private interface Caller {
        Answer call(Planted request) throws IOException;
    }

    /** What the proxy is told about a customer changes nothing either. */
    private static void throughTheGateway(JsonNode ready, PlainOrigin site, List<String> identifiers) throws Exception {
        Path inspection = Path.of(ready.at("/customers/0/inspectionCa").asString());
        try (Proxied browser = new Proxied(port(ready), "127.0.0.1", inspection)) {
            for (String identifier : identifiers) {
                for (String name : List.of(
                        "X-Customer-Id", "X-Tenant", "Forwarded", "X-Forwarded-For", "Proxy-Authorization", "Cookie")) {
                    int status = browser.get("http://only-first.test:" + site.port() + "/mine", name, identifier)
                            .statusCode();
                    assertThat(status).as(name).isIn(200, 400);
                }
            }
        }
    }

    /** All that a customer sees of itself, as digestible text by operation. */
    private static Map<String, String> view(Api customer, List<Operation> operations) throws Exception {
        Map<String, String> view = new TreeMap<>();
        for (Operation operation : operations) {
            if (operation.method().equals("GET")
                    && operation.variables().isEmpty()
                    && !MOVING.contains(operation.name())) {
                String path = operation.path().equals("/api/v1/events") ? "/api/v1/events?" + ALL : operation.path();
                var answer = customer.send("GET", path, null);
                view.put(operation.name(), new Answer(answer.statusCode(), changesOnly(answer.body())).steady());
            }
        }
        assertThat(view.get("GET /api/v1/events")).contains("only-second");
        return view;
    }

    /** An audit trail without the customer's own looks, which this test takes part in and which are counted by the minute. */
    private static String changesOnly(String body) {
        return body.contains("\"action\":\"")
                ? body.replaceAll(
                                "\\{\"id\":\"[^{}]*\"actor\":\\{[^{}]*\\},\"action\":\"[a-z.-]+\\.read\"[^{}]*\\},?",
                                "")
                        .replace("},]", "}]")
                : body;
    }

    private static List<String> identifiers(Vault vault, JsonNode foreign, Api second) throws Exception {
        Set<String> all = new LinkedHashSet<>();
        for (CustomerId customer : vault.customers()) {
            byte[] bytes = customer.bytes();
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            all.add(HexFormat.of().formatHex(bytes));
            all.add(Base64.getEncoder().encodeToString(bytes));
            all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            all.add(new UUID(halves.getLong(), halves.getLong()).toString());
            all.add(Id128.of(bytes).toString());
        }
        assertThat(all).as("two customers in five spellings").hasSizeGreaterThanOrEqualTo(8);
        all.add(Id128.random(new SecureRandom()).toString());
        all.add(UUID.randomUUID().toString());
        all.add(foreign.at("/items/0/id").asString());
        for (String list : List.of("/api/v1/people", "/api/v1/tokens", "/api/v1/on-ramps")) {
            JsonNode item = second.get(list).get("items").get(0);
            all.add(item.path(list.endsWith("people") ? "user" : "id").asString());
        }
        all.add("second-secret");
        all.add("*");
        return List.copyOf(all);
    }

    private static void populate(Api second) throws Exception {
        assertThat(second.publish("""
                lists:
                  - {name: second-secret, hosts: [second-secret.test]}
                decryption:
                  - {name: rest, then: inspect}
                access:
                  - {name: second-secret-rule, when: {list: [second-secret]}, then: block}
                  - {name: rest, then: allow}
                """).statusCode()).isEqualTo(200);
    }

    private static void visit(JsonNode ready, int customer, String from, String url) throws Exception {
        Path inspection =
                Path.of(ready.at("/customers/" + customer + "/inspectionCa").asString());
        try (Proxied browser = new Proxied(port(ready), from, inspection)) {
            assertThat(browser.get(url).statusCode()).isEqualTo(200);
        }
    }

    private static Api api(JsonNode ready, int customer) throws Exception {
        return new Api(
                ready.get("console").asString(),
                Path.of(ready.get("consoleCa").asString()),
                ready.at("/customers/" + customer + "/apiToken").asString());
    }

    private static int port(JsonNode ready) {
        String proxy = ready.get("proxy").asString();
        return Integer.parseInt(proxy.substring(proxy.lastIndexOf(':') + 1));
    }

    private Standalone start(AtomicReference<Vault> opened) throws Exception {
        Path lists = Files.createDirectories(folder.resolve("lists"));
        Files.writeString(lists.resolve("few.txt"), "listed.example\n");
        Files.writeString(lists.resolve("catalogue.tsv"), "few\tfew.txt\tplain\tlisted\t1\t2026-01-01\tCC0-1.0\t-\n");
        Files.writeString(folder.resolve("names.txt"), "127.9.0.7 only-first.test only-second.test\n");
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), """
                home: home
                regions: [{name: lab}]
                lists: {folder: lists}
                gateway: {listen: ["127.0.0.1:0"], names: names.txt, allowDestinations: [127.9.0.0/24]}
                control: {listen: "127.0.0.1:0"}
                """);
        Settings settings = SettingsReader.read(file, Optional.empty());
        return Standalone.start(
                new Options(settings, false, true), new PrintStream(OutputStream.nullOutputStream()), options -> {
                    opened.set(Vaults.open(options));
                    return opened.get();
                });
    }
}
