package dev.sekisho.policy.rules;

import dev.sekisho.policy.rules.NamedList.PathPrefix;
import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds which of a customer's lists a request is on. */
final class ListMatcher {
    private final List<String> names;
    private final Map<String, List<Integer>> hosts = new HashMap<>();
    private final NetworkIndex<Integer> networks;
    private final Map<String, Map<String, List<Integer>>> prefixes = new HashMap<>();
    private final int[] prefixLengths;
    private final int sources;

    /** @param lists sorted by name */
    ListMatcher(List<NamedList> lists) {
        this.names = lists.stream().map(NamedList::name).toList();
        Map<Network, List<Integer>> ranges = new HashMap<>();
        int facts = 0;
        for (int i = 0; i < lists.size(); i++) {
            NamedList list = lists.get(i);
            Integer number = i;
            list.hosts().forEach(host -> add(hosts, host, number));
            list.networks().forEach(network -> add(ranges, network, number));
            for (PathPrefix path : list.paths()) {
                add(prefixes.computeIfAbsent(path.host(), any -> new HashMap<>()), path.prefix(), number);
            }
            facts |= RuleSet.sources(list);
        }
        this.networks = NetworkIndex.copyOf(ranges);
        this.prefixLengths = lists.stream()
                .flatMap(list -> list.paths().stream())
                .mapToInt(path -> path.prefix().length())
                .distinct()
                .sorted()
                .toArray();
        this.sources = facts;
    }

    /** Bits of the facts that membership is derived from. */
    int sources() {
        return sources;
    }

    /** Names of the lists, sorted. A host that did not resolve is still listed by its name. */
    List<String> match(String host, List<InetAddress> destination, String path) {
        BitSet found = suffixes(null, host, path);
        if (!networks.isEmpty()) {
            for (InetAddress address : destination) {
                found = collect(found, address);
            }
            if (destination.isEmpty() && Host.isAddress(host)) {
                found = collect(found, InetAddress.ofLiteral(host));
            }
        }
        if (found == null) {
            return List.of();
        }
        List<String> matched = new ArrayList<>(found.cardinality());
        for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
            matched.add(names.get(i));
        }
        return List.copyOf(matched);
    }

    private @Nullable BitSet suffixes(@Nullable BitSet before, String host, String path) {
        BitSet found = paths(before, "", path);
        if (hosts.isEmpty() && prefixes.isEmpty()) {
            return found;
        }
        for (String suffix = host; suffix != null; suffix = HostSuffix.parent(suffix)) {
            found = set(found, hosts.get(suffix));
            found = paths(found, suffix, path);
        }
        return found;
    }

    private @Nullable BitSet paths(@Nullable BitSet before, String host, String path) {
        BitSet found = before;
        Map<String, List<Integer>> here = path.isEmpty() ? null : prefixes.get(host);
        if (here != null) {
            for (int i = 0; i < prefixLengths.length && prefixLengths[i] <= path.length(); i++) {
                found = set(found, here.get(path.substring(0, prefixLengths[i])));
            }
        }
        return found;
    }

    private @Nullable BitSet collect(@Nullable BitSet before, InetAddress address) {
        BitSet more = new BitSet();
        networks.find(address, more::set);
        if (more.isEmpty()) {
            return before;
        }
        if (before != null) {
            more.or(before);
        }
        return more;
    }

    private static @Nullable BitSet set(@Nullable BitSet before, @Nullable List<Integer> numbers) {
        if (numbers == null) {
            return before;
        }
        BitSet after = before == null ? new BitSet() : before;
        numbers.forEach(after::set);
        return after;
    }

    private static <K> void add(Map<K, List<Integer>> map, K key, Integer number) {
        List<Integer> numbers = map.computeIfAbsent(key, any -> new ArrayList<>(1));
        if (!numbers.contains(number)) {
            numbers.add(number);
        }
    }
}
