package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.app.running.Api;
import dev.sekisho.app.standalone.CollectionScan.Area;
import dev.sekisho.kernel.inventory.Treatment;
import dev.sekisho.testkit.pki.TestRoot;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is switched off is not written: canaries in every field that a request can carry, under every setting that can be chosen,
 * looked for in every byte of home folder, key store, root file, PostgreSQL, temporary folder and output, over a cipher that leaves
 * bytes as they are. What is kept is the negative control of the same scan. In the sealed product nothing is found at all.
 */
class CollectionIT {
    private static final String MARK = "cnryk6d3x9";
    private static final Pattern CANARY = Pattern.compile(MARK + "([0-9]{2})([a-z])([0-9]{5})");
    private static final String STATS = "/api/v1/stats?measure=requests";
    private static final boolean NIGHTLY = Boolean.getBoolean("sekisho.nightly");
    private static final int EACH = Integer.getInteger("sekisho.collection.each", NIGHTLY ? 10_000 : 100);

    /** After how many settings the files are looked at. */
    private static final int LOOK_EVERY = NIGHTLY ? 1 : 8;

    /** Events of each setting whose every detail is asked for. */
    private static final int DETAILS = 16;

    /** The largest network that a customer may claim by itself, /22, in networks of one setting each. */
    private static final int NETWORKS = 4;

    private static final String SITE = "127.9.0.7";
    private static final String CATEGORY = "gambling";
    private static final List<Setting> SETTINGS = Setting.all();

    @TempDir
    Path folder;

    @TempDir
    Path beside;

    private final Map<Integer, String> tokens = new HashMap<>();
    private final TokenTrace tokenTrace = new TokenTrace();

    @Test
    void whatIsOffLeavesNoByteAnywhereAndWhatIsKeptIsAllThere() throws Exception {
        // When
        CollectionScan scan = run(false);
        // Then
        for (Setting setting : SETTINGS) {
            for (char letter : "pqur".toCharArray()) {
                checkStored(scan, setting, letter, setting.shows(PlantedFields.eventField(letter)), EACH);
            }
            for (char letter : "hsgij".toCharArray()) {
                checkStored(scan, setting, letter, setting.shows(PlantedFields.eventField(letter)), 1);
            }
            checkStored(scan, setting, 'c', setting.shows("host") || setting.shows("connect_host"), 1);
            checkStored(scan, setting, 'n', setting.shows("client_address"), CollectionTraffic.CONNECTIONS);
            for (char letter : ("lde" + PlantedFields.NEVER).toCharArray()) {
                checkStored(scan, setting, letter, false, 0);
            }
            checkChance(scan, setting);
        }
        checkElsewhere(scan, Map.of(Area.RECORDS, PlantedFields.RECORDED, Area.KEYS, PlantedFields.KEY_NAMES));
        assertThat(scan.count(Area.RECORDS, 0, 'l')).as("people are looked for").isEqualTo(1);
        for (Area area : Set.of(Area.LAKE, Area.KEYS, Area.ELSEWHERE)) {
            assertThat(scan.torn(area))
                    .as("torn canaries in %s\n%s", area, scan.where())
                    .isZero();
        }
    }

    @Test
    void inTheSealedProductNoCanaryIsInAnyByteWhateverIsChosen() throws Exception {
        // When
        CollectionScan scan = run(true);
        // Then
        for (Setting setting : SETTINGS) {
            for (char letter = 'a'; letter <= 'z'; letter++) {
                checkStored(scan, setting, letter, false, 0);
            }
            checkChance(scan, setting);
        }
        checkElsewhere(scan, Map.of(Area.RECORDS, PlantedFields.RECORD_NAMES));
        for (Area area : Area.values()) {
            assertThat(scan.torn(area))
                    .as("torn canaries in %s\n%s", area, scan.where())
                    .isZero();
        }
    }

    private void checkStored(CollectionScan scan, Setting setting, char letter, boolean shown, int expected) {
        int count = scan.count(Area.LAKE, setting.number(), letter);
        if (shown) {
            assertThat(count)
                    .as("%s: kept canaries %s in the lake's files", setting, letter)
                    .isEqualTo(expected);
        } else {
            assertThat(count)
                    .as("%s: canaries %s in the lake's files\n%s", setting, letter, scan.where())
                    .isZero();
        }
    }

    /**
     * Outside of the lake there is nothing of a request. Over the null cipher there is in the records what people and policies are
     * made of, and in the key store which person each key is for.
     */
    private void checkElsewhere(CollectionScan scan, Map<Area, String> allowed) {
        for (Setting setting : SETTINGS) {
            for (Area area : Set.of(Area.RECORDS, Area.KEYS, Area.ELSEWHERE)) {
                for (char letter = 'a'; letter <= 'z'; letter++) {
                    if (allowed.getOrDefault(area, "").indexOf(letter) < 0) {
                        assertThat(scan.count(area, setting.number(), letter))
                                .as("%s: canaries %s in %s\n%s", setting, letter, area, scan.where())
                                .isZero();
                    }
                }
            }
        }
    }

    /** Four given bytes stand anywhere by chance once in 4 GiB; a stored address would stand there once for each request. */
    private void checkChance(CollectionScan scan, Setting setting) {
        double expected = 8.0 * CollectionTraffic.CONNECTIONS * scan.bytes() / (1L << 32);
        assertThat((double) scan.byChance(setting.number()))
                .as("%s: client addresses in four bytes", setting)
                .isLessThan(10 + 3 * expected);
    }

    // ---- a run

    private CollectionScan run(boolean sealed) throws Exception {
        Instant began = Instant.now();
        Duration browsed;
        TestRoot root = TestRoot.create("Sites of the collection test");
        CollectionScan scan = new CollectionScan(
                folder,
                new Canaries(MARK, new AddressTrace(SETTINGS.size(), CollectionTraffic.CONNECTIONS), tokenTrace));
        write(root);
        try (CollectionSite plain = new CollectionSite(new ServerSocket(), SITE, MARK);
                CollectionSite secure = new CollectionSite(
                        root.issue(SETTINGS.stream()
                                        .map(setting -> "*." + setting.domain())
                                        .toArray(String[]::new))
                                .server()
                                .getServerSocketFactory()
                                .createServerSocket(),
                        SITE,
                        MARK);
                CollectionProduct product = CollectionProduct.start(folder, sealed)) {
            JsonNode ready = product.ready();
            JsonNode customer = ready.get("customers").get(0);
            Api api = new Api(
                    ready.get("console").asString(),
                    Path.of(ready.get("consoleCa").asString()),
                    customer.get("apiToken").asString());
            enrol(api);
            String proxy = ready.get("proxy").asString();
            CollectionTraffic traffic = new CollectionTraffic(
                    MARK,
                    Integer.parseInt(proxy.substring(proxy.lastIndexOf(':') + 1)),
                    Api.trusting(Path.of(customer.get("inspectionCa").asString())),
                    plain.port(),
                    secure.port());
            Instant browsing = Instant.now();
            for (Setting setting : SETTINGS) {
                one(api, traffic, setting);
                if (setting.number() % LOOK_EVERY == LOOK_EVERY - 1) {
                    scan.look();
                }
            }
            browsed = Duration.between(browsing, Instant.now());
            scan.look();
            sent(api, "POST", "/api/v1/lab/flush", "{}");
            scan.look();
        }
        scan.look();
        long seconds = Duration.between(began, Instant.now()).toSeconds();
        System.out.printf(
                "collection, %s: %,d settings, %,d transactions, %,d bytes in %,d files read, %d s, of these %d s browsing%n%s%n",
                sealed ? "sealed" : "over the null cipher",
                SETTINGS.size(),
                (long) SETTINGS.size() * EACH,
                scan.bytes(),
                scan.files(),
                seconds,
                browsed.toSeconds(),
                scan.where());
        return scan;
    }

    private void one(Api api, CollectionTraffic traffic, Setting setting) throws Exception {
        choose(api, setting);
        Instant from = Instant.now();
        traffic.browse(setting, EACH);
        long events = (setting.number() + 1L) * EACH;
        JsonNode sums = api.await(
                STATS, Duration.ofSeconds(30), answer -> answer.get("total").asLong() >= events);
        assertThat(sums.get("total").asLong()).isEqualTo(events);
        BitSet seen = new BitSet();
        String query = "from=" + from + "&to=2100-01-01T00:00:00Z";
        List<JsonNode> shown = api.allEvents(query);
        for (JsonNode event : shown) {
            int number = number(event);
            seen.set(number);
            checkShown(setting, number, event);
        }
        assertThat(seen.cardinality())
                .as("%s: events that the API shows", setting)
                .isEqualTo(EACH);
        for (JsonNode event : shown.subList(0, DETAILS)) {
            checkDetail(
                    setting,
                    number(event),
                    api.get("/api/v1/events/" + event.get("id").asString()));
        }
    }

    /** Which request it was, by the lengths of both bodies. */
    private static int number(JsonNode event) {
        int high = event.get("requestBytes").asInt() - CollectionTraffic.LEAST;
        return high * CollectionTraffic.LENGTHS + event.get("responseBytes").asInt() - CollectionTraffic.LEAST;
    }

    private void checkShown(Setting setting, int number, JsonNode event) {
        Set<String> expected = new TreeSet<>();
        for (char letter : "pqu".toCharArray()) {
            expect(setting, letter, number, setting.shows(PlantedFields.eventField(letter)), expected);
        }
        char host = CollectionTraffic.tunnelled(number) ? 'c' : 'h';
        expect(setting, host, 0, setting.shows("host"), expected);
        expect(setting, 'd', 0, setting.shows("person"), expected);
        expect(setting, 'g', 0, setting.shows("groups"), expected);
        expect(setting, 'i', 0, setting.shows("lists"), expected);
        assertThat(canaries(event.toString())).as("%s: %s", setting, event).isEqualTo(expected);
        assertThat(event.get("user").asString(""))
                .isEqualTo(setting.shows("person") ? tokens.get(setting.number()) : "");
        assertThat(event.get("categories").toString().contains(CATEGORY))
                .as("%s: %s", setting, event)
                .isEqualTo(setting.shows("categories"));
        String address = AddressTrace.address(setting.number(), number % CollectionTraffic.CONNECTIONS);
        String shown = event.get("clientIp").asString();
        switch (setting.of("client_address")) {
            case KEEP -> assertThat(shown).isEqualTo(address);
            case TRUNCATE -> assertThat(shown).isEqualTo(address.substring(0, address.lastIndexOf('.')) + ".0");
            case PSEUDONYMISE -> assertThat(shown).matches("p-[0-9a-f]{20}");
            case DROP -> assertThat(shown).isEmpty();
        }
    }

    private static void checkDetail(Setting setting, int number, JsonNode detail) {
        boolean tunnel = CollectionTraffic.tunnelled(number);
        Set<String> expected = new TreeSet<>();
        for (char letter : "pqr".toCharArray()) {
            boolean whole = setting.shows(PlantedFields.eventField(letter));
            expect(setting, letter, number, whole, expected);
        }
        expect(setting, 's', 0, tunnel && setting.shows("sni"), expected);
        expect(setting, 'c', 0, tunnel && setting.shows("connect_host"), expected);
        String shown = detail.get("request").toString() + detail.get("connection");
        assertThat(canaries(shown)).as("%s: %s", setting, shown).isEqualTo(expected);
        assertThat(detail.get("request").get("clientPort").asInt(0) > 0)
                .as("%s: %s", setting, shown)
                .isEqualTo(setting.of("client_port") == Treatment.KEEP);
    }

    private static void expect(Setting setting, char letter, int number, boolean shown, Set<String> expected) {
        if (shown) {
            expected.add(setting.canary(letter, number));
        }
    }

    private static Set<String> canaries(String text) {
        Set<String> found = new TreeSet<>();
        Matcher canary = CANARY.matcher(text);
        while (canary.find()) {
            found.add(canary.group().substring(MARK.length()));
        }
        return found;
    }

    // ---- what a run needs

    private static void choose(Api api, Setting setting) throws Exception {
        String tag = api.send("GET", "/api/v1/data-collection", null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<String> chosen = api.send(
                "PUT", "/api/v1/data-collection", setting.json(), "Content-Type", "application/json", "If-Match", tag);
        assertThat(chosen.statusCode()).as(chosen.body()).isEqualTo(200);
    }

    /** A person for each setting, who has to sign in; and a list that matches each setting's paths. */
    private void enrol(Api api) throws Exception {
        for (Setting setting : SETTINGS) {
            String person = sent(api, "POST", "/api/v1/people", """
                    {"login":"%s","name":"%s","email":"%s@example.test","role":"user","groups":["%s"],"password":"%s"}""".formatted(
                            CollectionTraffic.login(MARK, setting),
                            MARK + setting.canary('d', 0),
                            MARK + setting.canary('e', 0),
                            MARK + setting.canary('g', 0),
                            CollectionTraffic.password(MARK, setting)));
            String token = JsonMapper.shared().readTree(person).get("user").asString();
            tokens.put(setting.number(), token);
            tokenTrace.add(setting.canary('j', 0), token);
        }
        for (int block = 0; block <= SETTINGS.size(); block += NETWORKS) {
            sent(api, "POST", "/api/v1/on-ramps", """
                    {"name":"Office","source":"127.77.%d.0/22","signIn":true}""".formatted(block));
        }
        String lists = SETTINGS.stream()
                .map(setting -> "  - {name: %s, paths: [{prefix: /first%02d/}]}"
                        .formatted(MARK + setting.canary('i', 0), setting.number()))
                .collect(Collectors.joining("\n"));
        HttpResponse<String> published = api.publish("""
                lists:
                %s
                decryption: [{name: rest, then: inspect}]
                access: [{name: rest, then: allow}]
                """.formatted(lists));
        assertThat(published.statusCode()).as(published.body()).isLessThan(300);
    }

    private static String sent(Api api, String method, String path, @Nullable String body) throws Exception {
        HttpResponse<String> answer = api.send(method, path, body, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isLessThan(300);
        return answer.body();
    }

    /** The configuration; what names canaries itself is not in the folder that is looked at. */
    private void write(TestRoot root) throws Exception {
        Path lists = Files.createDirectories(beside.resolve("lists"));
        Files.writeString(
                lists.resolve("few.txt"),
                SETTINGS.stream().map(Setting::domain).collect(Collectors.joining("\n", "", "\n")));
        Files.writeString(
                lists.resolve("catalogue.tsv"), "few\tfew.txt\tplain\t" + CATEGORY + "\t1\t2026-01-01\tCC0-1.0\t-\n");
        StringBuilder names = new StringBuilder();
        for (Setting setting : SETTINGS) {
            for (char letter : "hcs".toCharArray()) {
                names.append("%s %s.%s%n".formatted(SITE, MARK + setting.canary(letter, 0), setting.domain()));
            }
        }
        Path known = Files.writeString(beside.resolve("names.txt"), names);
        Path trusted = Files.writeString(beside.resolve("root.pem"), root.pem());
        Files.writeString(folder.resolve("sekisho.yaml"), """
                home: home
                regions: [{name: lab}]
                lists: {folder: %s}
                gateway: {listen: ["127.0.0.1:0"], names: %s, allowDestinations: [127.9.0.0/24], upstreamTrust: [%s]}
                control: {listen: "127.0.0.1:0"}
                """.formatted(lists, known, trusted));
    }
}
