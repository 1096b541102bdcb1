package dev.sekisho.policy.rules;

import dev.sekisho.policy.url.Addresses;
import dev.sekisho.policy.url.Network;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to the networks an address lies in: one probe for each different prefix length, however many networks.
 *
 * @param <V> what belongs to a network
 */
public final class NetworkIndex<V> {
    private final Map<Network, List<V>> values;
    private final Long2ObjectOpenHashMap<List<V>> values4 = new Long2ObjectOpenHashMap<>();
    private final int[] lengths4;
    private final int[] lengths6;

    private NetworkIndex(Map<Network, List<V>> values) {
        this.values = values;
        this.lengths4 = lengths(values, 4);
        this.lengths6 = lengths(values, 16);
        values.forEach((network, list) -> {
            byte[] first = network.first().getAddress();
            if (first.length == 4) {
                values4.put(key(first, network.bits()), list);
            }
        });
    }

    /** An index where each network belongs to itself. */
    public static NetworkIndex<Network> of(Iterable<Network> networks) {
        Map<Network, List<Network>> values = new HashMap<>();
        networks.forEach(network -> values.put(network, List.of(network)));
        return new NetworkIndex<>(values);
    }

    static <V> NetworkIndex<V> copyOf(Map<Network, List<V>> values) {
        return new NetworkIndex<>(new HashMap<>(values));
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether the address lies in one of the networks. */
    public boolean contains(InetAddress address) {
        boolean[] found = new boolean[1];
        find(address, value -> found[0] = true);
        return found[0];
    }

    /** Passes on what belongs to the networks that the address lies in. */
    public void find(InetAddress address, Consumer<V> found) {
        if (values.isEmpty()) {
            return;
        }
        probe(address, found);
        Addresses.embedded(address).ifPresent(inner -> probe(inner, found));
    }

    private void probe(InetAddress address, Consumer<V> found) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            for (int length : lengths4) {
                pass(values4.get(key(bytes, length)), found);
            }
        } else {
            for (int length : lengths6) {
                pass(values.get(new Network(address, length)), found);
            }
        }
    }

    private void pass(@Nullable List<V> here, Consumer<V> found) {
        if (here != null) {
            here.forEach(found);
        }
    }

    /** An IPv4 network as a number: most probes are for these, and make no objects. */
    private static long key(byte[] bytes, int length) {
        int address = bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        int mask = length == 0 ? 0 : -1 << (32 - length);
        return (long) length << 32 | (address & mask & 0xffff_ffffL);
    }

    /** CIDR notations, sorted by text. */
    public List<String> networks() {
        Map<String, Network> sorted = new TreeMap<>();
        values.keySet().forEach(network -> sorted.put(network.toString(), network));
        return new ArrayList<>(sorted.keySet());
    }

    private static <V> int[] lengths(Map<Network, List<V>> values, int bytes) {
        Set<Integer> lengths = new LinkedHashSet<>();
        for (Network network : values.keySet()) {
            if (network.first().getAddress().length == bytes) {
                lengths.add(network.bits());
            }
        }
        return lengths.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkIndex<?> that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return networks().toString();
    }
}
