package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sekisho.app.running.Api;
import dev.sekisho.app.running.Proxied;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import dev.sekisho.seal.NullCipherVaults;
import dev.sekisho.seal.Vaults;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is switched off is not written: canaries in every field that a request can carry, under every setting that can be chosen,
 * looked for in every byte of the home folder and the key store, over a cipher that leaves bytes as they are. What is kept is the
 * negative control of the same scan, and what the sealed product hides is checked beside it.
 */
class CollectionIT {
    private static final String MARK = "cnryk6d3x9";
    private static final String STATS = "/api/v1/stats?measure=requests";
    private static final boolean NIGHTLY = Boolean.getBoolean("sekisho.nightly");
    private static final int TRANSACTIONS = NIGHTLY ? 10_000 : 1_000;

    /** More than the requests of one setting: a site's answer is as long as says which request it is of which setting. */
    private static final int EACH_MAX = 1_000;

    /** Fields that a request plants a canary in: the letter in the canary, and the field. */
    private static final Map<Character, String> PLANTED =
            new TreeMap<>(Map.of('h', "host", 'p', "path", 'q', "query", 'u', "user_agent", 'r', "referrer"));

    private static final FieldInventory INVENTORY = FieldInventory.load();

    @TempDir
    Path folder;

    @TempDir
    Path beside;

    @Test
    void whatIsOffLeavesNoByteAnywhereAndWhatIsKeptIsAllThere() throws Exception {
        // Given
        List<Setting> settings = settings();
        int each = Math.max(1, TRANSACTIONS / settings.size());
        Map<String, JsonNode> events;
        // When
        try (Standalone running = start(settings, NullCipherVaults::open)) {
            assertThat(running).isNotNull();
            Api api = api();
            browse(api, settings, each);
            events = bySetting(api);
            // Then the API shows of each setting what it kept, and nothing else
            for (Setting setting : settings) {
                checkShown(setting, events, each);
            }
            assertThat(api.send("POST", "/api/v1/lab/flush", "{}").statusCode()).isLessThan(300);
        }
        // Then the disk holds of each setting what it kept, and nothing else
        Set<String> found = new Canaries(MARK).below(folder);
        for (Setting setting : settings) {
            for (Map.Entry<Character, String> planted : PLANTED.entrySet()) {
                String prefix = "%02d%c".formatted(setting.number(), planted.getKey());
                List<String> hits =
                        found.stream().filter(hit -> hit.startsWith(prefix)).toList();
                int expected = planted.getKey() == 'h' ? 1 : each;
                if (setting.shows(planted.getValue())) {
                    assertThat(hits)
                            .as("%s: %s in the files", setting, planted.getValue())
                            .hasSizeGreaterThanOrEqualTo(expected * 99 / 100);
                } else {
                    assertThat(hits)
                            .as("%s: %s in the files", setting, planted.getValue())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void inTheSealedProductNoCanaryIsInAnyByteWhateverIsChosen() throws Exception {
        // Given
        List<Setting> settings = settings().subList(0, 4);
        // When
        try (Standalone running = start(settings, Vaults::open)) {
            assertThat(running).isNotNull();
            Api api = api();
            browse(api, settings, 20);
            assertThat(bySetting(api)).hasSize(settings.size() * 20);
            assertThat(api.send("POST", "/api/v1/lab/flush", "{}").statusCode()).isLessThan(300);
            browse(api, settings.subList(0, 1), 5);
        }
        // Then
        assertThat(new Canaries(MARK).below(folder)).isEmpty();
    }

    private void checkShown(Setting setting, Map<String, JsonNode> events, int each) {
        for (int i = 0; i < each; i++) {
            JsonNode event = events.get("%02d".formatted(setting.number()) + " " + i);
            String text = event == null ? "" : event.toString();
            for (Map.Entry<Character, String> planted : PLANTED.entrySet()) {
                if (planted.getKey() != 'r') {
                    assertThat(text.contains(MARK + setting.canary(planted.getKey(), planted.getKey() == 'h' ? 0 : i)))
                            .as("%s: %s in %s", setting, planted.getValue(), text)
                            .isEqualTo(setting.shows(planted.getValue()));
                }
            }
            switch (setting.of("client_address")) {
                case KEEP -> assertThat(text).contains("\"clientIp\":\"127.0.0.1\"");
                case TRUNCATE -> assertThat(text).contains("\"clientIp\":\"127.0.0.0\"");
                case PSEUDONYMISE -> assertThat(text).containsPattern("\"clientIp\":\"p-[0-9a-f]{20}\"");
                case DROP -> assertThat(text).contains("\"clientIp\":\"\"");
            }
        }
    }

    /** Events by setting and number of the request, which the size of the answer tells whatever else is stored. */
    private static Map<String, JsonNode> bySetting(Api api) throws Exception {
        List<JsonNode> all = api.allEvents("from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z");
        Map<String, JsonNode> found = new TreeMap<>();
        for (JsonNode event : all) {
            long bytes = event.get("responseBytes").asLong();
            found.put("%02d".formatted(bytes / EACH_MAX) + " " + bytes % EACH_MAX, event);
        }
        return found;
    }

    private void browse(Api api, List<Setting> settings, int each) throws Exception {
        JsonNode ready = JsonMapper.shared().readTree(Files.readString(folder.resolve("home/ready.json")));
        String proxy = ready.get("proxy").asString();
        Path ca = Path.of(ready.get("customers").get(0).get("inspectionCa").asString());
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.9.0.7"), 0), 64);
        site.createContext("/", exchange -> {
            int length = Integer.parseInt(exchange.getRequestHeaders().getFirst("X-Length"));
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(new byte[length]);
            exchange.close();
        });
        site.start();
        long seen = stored(api);
        try (Proxied browser =
                new Proxied(Integer.parseInt(proxy.substring(proxy.lastIndexOf(':') + 1)), "127.0.0.1", ca)) {
            for (Setting setting : settings) {
                choose(api, setting);
                for (int i = 0; i < each; i++) {
                    String url = "http://%s.site.test:%d/first/%s?q=%s"
                            .formatted(
                                    MARK + setting.canary('h', 0),
                                    site.getAddress().getPort(),
                                    MARK + setting.canary('p', i),
                                    MARK + setting.canary('q', i));
                    HttpResponse<String> answer = browser.get(
                            url,
                            "X-Length",
                            Integer.toString(setting.number() * EACH_MAX + i),
                            "User-Agent",
                            MARK + setting.canary('u', i) + "/1.0",
                            "Referer",
                            "https://" + MARK + setting.canary('r', i) + ".example/page");
                    assertThat(answer.statusCode()).isEqualTo(200);
                }
                awaitStored(api, seen += each);
            }
        } finally {
            site.stop(0);
        }
    }

    /** An event is stored a moment after its answer; the next choice must not come before. */
    private static void awaitStored(Api api, long events) throws Exception {
        JsonNode sums = api.await(
                STATS, Duration.ofSeconds(20), answer -> answer.get("total").asLong() >= events);
        assertThat(sums.get("total").asLong()).isEqualTo(events);
    }

    private static long stored(Api api) throws Exception {
        return api.get(STATS).get("total").asLong();
    }

    private static void choose(Api api, Setting setting) throws Exception {
        String tag = api.send("GET", "/api/v1/data-collection", null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<String> chosen = api.send(
                "PUT", "/api/v1/data-collection", setting.json(), "Content-Type", "application/json", "If-Match", tag);
        assertThat(chosen.statusCode()).as(chosen.body()).isEqualTo(200);
    }

    /** Everything kept; each field with each treatment; each module off. */
    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(0, "", "", Treatment.KEEP));
        Set<String> modules = new TreeSet<>();
        INVENTORY.of("events").forEach(field -> {
            if (field.optional()) {
                modules.add(field.collectionSwitch());
            }
            if (PLANTED.containsValue(field.name()) || field.name().equals("client_address")) {
                field.treatments().stream()
                        .filter(treatment -> treatment != Treatment.KEEP)
                        .sorted()
                        .forEach(treatment -> settings.add(new Setting(settings.size(), "", field.name(), treatment)));
            }
        });
        modules.forEach(module -> settings.add(new Setting(settings.size(), module, "", Treatment.DROP)));
        return settings;
    }

    private Standalone start(List<Setting> settings, Standalone.KeyOpener keys) throws Exception {
        Path lists = Files.createDirectories(folder.resolve("lists"));
        Files.writeString(lists.resolve("few.txt"), "listed.example\n");
        Files.writeString(lists.resolve("catalogue.tsv"), "few\tfew.txt\tplain\tlisted\t1\t2026-01-01\tCC0-1.0\t-\n");
        StringBuilder names = new StringBuilder();
        for (Setting setting : settings) {
            names.append("127.9.0.7 ")
                    .append(MARK)
                    .append(setting.canary('h', 0))
                    .append(".site.test\n");
        }
        Path known = Files.writeString(beside.resolve("names.txt"), names);
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), """
                home: home
                lists: {folder: lists}
                gateway: {listen: ["127.0.0.1:0"], names: %s, allowDestinations: [127.9.0.0/24]}
                control: {listen: "127.0.0.1:0"}
                """.formatted(known));
        Settings read = SettingsReader.read(file, Optional.empty());
        return Standalone.start(new Options(read, false, true), new PrintStream(OutputStream.nullOutputStream()), keys);
    }

    private Api api() throws Exception {
        JsonNode ready = JsonMapper.shared().readTree(Files.readString(folder.resolve("home/ready.json")));
        return new Api(
                ready.get("console").asString(),
                Path.of(ready.get("consoleCa").asString()),
                ready.get("customers").get(0).get("apiToken").asString());
    }

    /**
     * One setting.
     *
     * @param number tells its canaries from others'
     * @param module the module that is off, or empty
     * @param field the field that is not kept, or empty
     */
    private record Setting(int number, String module, String field, Treatment treatment) {
        String canary(char planted, int request) {
            return "%02d%c%05d".formatted(number, planted, request);
        }

        Treatment of(String name) {
            boolean off = INVENTORY
                    .find("events", name)
                    .orElseThrow()
                    .collectionSwitch()
                    .equals(module);
            return off || name.equals(field) ? treatment : Treatment.KEEP;
        }

        /** Whether a canary in this field is stored: the coarse part of a referrer is its host, where the canary is. */
        boolean shows(String name) {
            return of(name) == Treatment.KEEP || (name.equals("referrer") && of(name) == Treatment.TRUNCATE);
        }

        String json() {
            return module.isEmpty()
                    ? field.isEmpty()
                            ? "{\"off\":[],\"fields\":{}}"
                            : "{\"off\":[],\"fields\":{\"" + field + "\":\"" + treatment.wire() + "\"}}"
                    : "{\"off\":[\"" + module + "\"],\"fields\":{}}";
        }
    }
}
