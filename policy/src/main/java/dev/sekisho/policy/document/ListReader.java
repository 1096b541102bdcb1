package dev.sekisho.policy.document;

import dev.sekisho.policy.rules.NamedList;
import dev.sekisho.policy.rules.NamedList.PathPrefix;
import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.Network;
import dev.sekisho.policy.url.UrlPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads one entry of the section {@code lists}. */
final class ListReader {
    static final int ENTRIES_MAX = 200_000;

    private static final Set<String> KEYS = new TreeSet<>(Set.of("name", "description", "hosts", "networks", "paths"));
    private static final Set<String> PATH_KEYS = new TreeSet<>(Set.of("host", "prefix"));

    private final Names names;
    private final Checks checks;

    ListReader(Names names, Checks checks) {
        this.names = names;
        this.checks = checks;
    }

    /** The list, unless it has no usable name. */
    Optional<NamedList> read(Place item) {
        Map<String, Place> fields = item.fields(KEYS);
        Place name = fields.get("name");
        if (name == null) {
            if (item.isMapping()) {
                item.problem(ProblemCode.MISSING_KEY, "A list needs a \"name\".");
            }
            return Optional.empty();
        }
        Optional<String> taken = names.take(name);
        Place description = fields.get("description");
        if (description != null) {
            description.text();
        }
        Set<String> hosts = new TreeSet<>();
        entries(fields, "hosts").forEach(entry -> HostReader.read(entry, checks).ifPresent(hosts::add));
        Map<String, Network> networks = new TreeMap<>();
        entries(fields, "networks")
                .forEach(entry -> NetworkReader.read(entry).ifPresent(found -> networks.put(found.toString(), found)));
        Set<PathPrefix> paths = new TreeSet<>();
        entries(fields, "paths").forEach(entry -> path(entry).ifPresent(paths::add));
        return taken.map(
                text -> new NamedList(text, List.copyOf(hosts), List.copyOf(networks.values()), List.copyOf(paths)));
    }

    private static List<Place> entries(Map<String, Place> fields, String key) {
        Place place = fields.get(key);
        return place == null ? List.of() : place.items(ENTRIES_MAX);
    }

    private static Optional<PathPrefix> path(Place entry) {
        Map<String, Place> fields = entry.fields(PATH_KEYS);
        Place prefix = fields.get("prefix");
        if (prefix == null) {
            if (entry.isMapping()) {
                entry.problem(ProblemCode.MISSING_KEY, "A path needs a \"prefix\", for example {prefix: /private}.");
            }
            return Optional.empty();
        }
        Place host = fields.get("host");
        Optional<String> onHost = host == null
                ? Optional.of("")
                : host.text().flatMap(text -> {
                    Optional<Host> found = Host.find(text);
                    if (found.isEmpty()) {
                        host.problem(ProblemCode.BAD_HOST, "This is neither a host name nor an address.");
                    }
                    return found.map(Host::text);
                });
        Optional<String> text = prefix.text();
        if (text.isPresent()
                && (!text.get().startsWith("/")
                        || text.get().contains("?")
                        || text.get().contains("#"))) {
            prefix.problem(ProblemCode.BAD_PATH, "A path starts with \"/\" and holds no \"?\" or \"#\".");
            return Optional.empty();
        }
        return onHost.flatMap(at -> text.map(raw -> new PathPrefix(at, UrlPath.normalise(raw))));
    }
}
