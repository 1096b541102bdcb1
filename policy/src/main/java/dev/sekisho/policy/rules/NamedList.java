package dev.sekisho.policy.rules;

import dev.sekisho.policy.url.Network;
import java.util.List;

/**
 * A customer's own list; its entries are joined by OR.
 *
 * @param name unique
 * @param hosts normalised names (with everything below them) and addresses
 * @param networks ranges that a resolved destination may lie in
 * @param paths beginnings of normalised paths
 */
public record NamedList(String name, List<String> hosts, List<Network> networks, List<PathPrefix> paths) {
    /** Keeps its own copies. */
    public NamedList {
        hosts = List.copyOf(hosts);
        networks = List.copyOf(networks);
        paths = List.copyOf(paths);
    }

    /**
     * The beginning of a path.
     *
     * @param host the host it applies to, with everything below it; empty for every host
     * @param prefix normalised; compared character by character, so that {@code /a} also begins {@code /ab}
     */
    public record PathPrefix(String host, String prefix) implements Comparable<PathPrefix> {
        @Override
        public int compareTo(PathPrefix other) {
            int byHost = host.compareTo(other.host);
            return byHost != 0 ? byHost : prefix.compareTo(other.prefix);
        }
    }
}
