package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.category.CategoryTableBuilder;
import dev.sekisho.policy.category.ListInfo;
import dev.sekisho.policy.rules.Model.ListModel;
import dev.sekisho.policy.rules.Model.RuleModel;
import dev.sekisho.policy.rules.Model.Wanted;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** Small worlds in which everything meets often: few hosts, paths, people and categories. */
final class Worlds {
    static final Map<String, String> HOST_CATEGORIES =
            Map.of("bets.test", "gambling", "x.bets.test", "news", "clinic.test", "health", "192.0.2.7", "games");
    static final Map<String, String> URL_CATEGORIES =
            Map.of("paper.test/games", "games", "paper.test/games/dice", "gambling", "clinic.test/shop", "shopping");
    static final List<String> PATHS = List.of("/", "/games", "/games/dice/1", "/gamesx", "/shop", "/private/a", "/p");
    static final List<String> METHODS = List.of("GET", "POST", "PUT");

    private static final List<String> HOSTS = List.of(
            "bets.test",
            "x.bets.test",
            "a.x.bets.test",
            "notbets.test",
            "clinic.test",
            "paper.test",
            "b.paper.test",
            "192.0.2.7");
    private static final List<String> ADDRESSES = List.of("192.0.2.7", "192.0.2.8", "198.51.100.1");
    private static final List<String> CLIENTS = List.of("10.0.0.1", "10.0.0.2");
    private static final List<String> GROUPS = List.of("sales", "compliance", "staff");
    private static final List<String> CATEGORIES = List.of("gambling", "news", "health", "games", "shopping");
    private static final List<String> PEOPLE =
            List.of(new PersonToken(new Id128(1, 1)).toString(), new PersonToken(new Id128(1, 2)).toString());
    private static final List<String> PREFIXES = List.of("/games", "/private", "/p", "/");

    private final Random random;

    Worlds(long seed) {
        random = new Random(seed);
    }

    static CategoryTable table() {
        CategoryTableBuilder table = new CategoryTableBuilder(new byte[16]);
        table.addList(new ListInfo("own", "1", LocalDate.EPOCH, "0".repeat(64), "CC0-1.0", 7, 0));
        HOST_CATEGORIES.forEach((host, category) -> table.addHost(table.set("own:" + category), host));
        URL_CATEGORIES.forEach((url, category) -> table.addUrl(table.set("own:" + category), url));
        return table.build();
    }

    Model policy() {
        List<ListModel> lists = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            lists.add(new ListModel(
                    "list" + i,
                    some(HOSTS, 2),
                    some(networks(ADDRESSES), 1),
                    random.nextInt(3) == 0 ? some(PREFIXES, 2) : List.of()));
        }
        List<String> all = lists.stream().map(ListModel::name).toList();
        List<String> pathless = lists.stream()
                .filter(list -> list.paths().isEmpty())
                .map(ListModel::name)
                .toList();
        return new Model(
                lists,
                rules(2, pathless, false, List.of("tunnel", "inspect")),
                rules(5, all, true, List.of("allow", "monitor", "block")));
    }

    WebRequest request() {
        return request(pick(METHODS), pick(PATHS));
    }

    WebRequest request(String method, String path) {
        return new WebRequest(
                Instant.EPOCH,
                method,
                "https",
                pick(HOSTS),
                random.nextBoolean() ? 443 : 8443,
                path,
                "",
                some(ADDRESSES, 2).stream().map(InetAddress::ofLiteral).toList(),
                random.nextBoolean() ? Optional.of(PersonToken.parse(pick(PEOPLE))) : Optional.empty(),
                new TreeSet<>(some(GROUPS, 2)),
                InetAddress.ofLiteral(pick(CLIENTS)),
                "");
    }

    int bits(int count) {
        return random.nextInt(1 << count);
    }

    private List<RuleModel> rules(int most, List<String> lists, boolean requests, List<String> actions) {
        List<RuleModel> rules = new ArrayList<>();
        for (int i = 0; i < random.nextInt(most + 1); i++) {
            Map<String, Wanted> when = new LinkedHashMap<>();
            add(when, "category", CATEGORIES);
            add(when, "list", lists);
            add(when, "host", HOSTS);
            add(when, "group", GROUPS);
            add(when, "user", PEOPLE);
            add(when, "clientIp", networks(CLIENTS));
            add(when, "port", List.of("443", "8443"));
            add(when, "method", requests ? METHODS : List.of());
            if (when.isEmpty()) {
                when.put("category", new Wanted(List.of(pick(CATEGORIES)), List.of()));
            }
            rules.add(new RuleModel("rule" + i, when, pick(actions)));
        }
        rules.add(new RuleModel("last", Map.of(), pick(actions)));
        return rules;
    }

    private void add(Map<String, Wanted> when, String key, List<String> values) {
        if (random.nextInt(5) == 0 && !values.isEmpty()) {
            List<String> in = random.nextInt(3) == 0 ? List.of() : some(values, 2);
            List<String> not = in.isEmpty() || random.nextInt(4) == 0 ? List.of(pick(values)) : List.of();
            when.put(key, new Wanted(in, not));
        }
    }

    private static List<String> networks(List<String> addresses) {
        return addresses.stream().map(address -> address + "/32").toList();
    }

    private List<String> some(List<String> values, int most) {
        TreeSet<String> chosen = new TreeSet<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            chosen.add(pick(values));
        }
        return List.copyOf(chosen);
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
