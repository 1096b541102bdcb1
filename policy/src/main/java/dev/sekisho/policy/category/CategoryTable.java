package dev.sekisho.policy.category;

import it.unimi.dsi.fastutil.longs.Long2ShortOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which categories a host or URL has; immutable, for any number of threads.
 *
 * <p>Names are kept as keyed 64-bit hashes only. The hash runs over the name from right to left, so that one pass yields the
 * hash of every parent; a table of n names answers a probe for a name that is not listed wrongly with a probability of
 * n / 2<sup>64</sup>. URL entries (a host and the beginning of a path) are in a second table, which is probed only for hosts
 * that have some.
 */
public final class CategoryTable {
    private static final CategoryTable EMPTY = new CategoryTableBuilder(new byte[SipKey.BYTES]).build();

    private final SipKey key;
    private final HostSets hosts;
    private final Long2ShortOpenHashMap urls;
    private final CategorySet[] sets;
    private final List<String> names;
    private final List<ListInfo> lists;
    private final List<String> unmapped;

    CategoryTable(
            SipKey key,
            HostSets hosts,
            Long2ShortOpenHashMap urls,
            CategorySet[] sets,
            List<String> names,
            List<ListInfo> lists,
            List<String> unmapped) {
        this.key = key;
        this.hosts = hosts;
        this.urls = urls;
        this.sets = sets;
        this.names = names;
        this.lists = lists;
        this.unmapped = unmapped;
    }

    /** A table without entries. */
    public static CategoryTable empty() {
        return EMPTY;
    }

    /**
     * The categories of a host: those of the name itself and of every parent, on label boundaries; of an address, those of the
     * address itself.
     *
     * @param host normalised
     * @return taxonomy names and source names, such as {@code shopping} and {@code ut1:shopping}, sorted; usually a shared list
     */
    public List<String> ofHost(String host) {
        CategorySet first = null;
        TreeSet<String> more = null;
        SuffixWalk walk = new SuffixWalk(key, host);
        while (walk.next()) {
            CategorySet set = sets[hosts.get(walk.hash())];
            if (!set.categories().isEmpty()) {
                if (first == null) {
                    first = set;
                } else {
                    more = more == null ? new TreeSet<>(first.categories()) : more;
                    more.addAll(set.categories());
                }
            }
        }
        return more != null ? List.copyOf(more) : first != null ? first.categories() : List.of();
    }

    /**
     * The same, with the categories of the longest and every shorter listed beginning of the path.
     *
     * @param path normalised
     * @param query without {@code ?}
     */
    public List<String> ofUrl(String host, String path, String query) {
        List<String> ofHost = ofHost(host);
        List<CategorySet> ofPath = pathSets(host, path, query);
        if (ofPath.isEmpty()) {
            return ofHost;
        }
        TreeSet<String> all = new TreeSet<>(ofHost);
        ofPath.forEach(set -> all.addAll(set.categories()));
        return List.copyOf(all);
    }

    /** Whether some path below this host is listed by itself: then {@link #ofUrl} may say more than {@link #ofHost}. */
    public boolean hasPaths(String host) {
        return urlHost(host) != null;
    }

    /** Every name that this table may answer. */
    public List<String> names() {
        return names;
    }

    /** Where the categories come from. */
    public List<Source> sources(String host, String path, String query) {
        List<Source> sources = new ArrayList<>();
        SuffixWalk walk = new SuffixWalk(key, host);
        while (walk.next()) {
            sources.addAll(sets[hosts.get(walk.hash())].sources());
        }
        pathSets(host, path, query).forEach(set -> sources.addAll(set.sources()));
        return sources.stream()
                .distinct()
                .sorted(Comparator.comparing(Source::set).thenComparing(Source::category))
                .toList();
    }

    /** The loaded lists, by name. */
    public List<ListInfo> lists() {
        return lists;
    }

    /** SHA-256 of each list, by name; what a bundle names. */
    public SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        lists.forEach(list -> hashes.put(list.name(), list.sha256()));
        return hashes;
    }

    /** Distinct hosts. */
    public long hosts() {
        return hosts.size();
    }

    /** Distinct URLs. */
    public long urls() {
        return urls.size();
    }

    /** Heap bytes of the host table for each of its hosts; 0 if there is none. */
    public double bytesPerHost() {
        return hosts.size() == 0 ? 0 : (double) hosts.bytes() / hosts.size();
    }

    /** Names of source sets that no taxonomy category is mapped to. */
    public List<String> unmapped() {
        return unmapped;
    }

    private List<CategorySet> pathSets(String host, String path, String query) {
        String at = urlHost(host);
        if (at == null) {
            return List.of();
        }
        byte[] url = (at + path + (query.isEmpty() ? "" : "?" + query)).getBytes(StandardCharsets.UTF_8);
        List<CategorySet> found = new ArrayList<>();
        SipState state = new SipState(key);
        for (int i = 0; i < url.length; i++) {
            if (i > at.length() && UrlKey.isBoundary(url[i])) {
                add(found, state);
            }
            state.add(url[i]);
        }
        add(found, state);
        return found;
    }

    private void add(List<CategorySet> found, SipState state) {
        CategorySet set = sets[urls.get(state.finish()) & 0xffff];
        if (!set.categories().isEmpty()) {
            found.add(set);
        }
    }

    private @Nullable String urlHost(String host) {
        String bare = UrlKey.bareHost(host);
        SipState state = new SipState(key);
        for (int i = bare.length() - 1; i >= 0; i--) {
            state.add(bare.charAt(i));
        }
        return sets[hosts.get(state.finish())].hasPaths() ? bare : null;
    }

    /**
     * One answer of a look-up.
     *
     * @param set the source set, for example {@code ut1:shopping}
     * @param category the taxonomy category that it is mapped to, or empty
     * @param list the list it is from
     */
    public record Source(String set, String category, ListInfo list) {}

    /**
     * What equal entries share.
     *
     * @param categories all names, sorted
     * @param sources the source sets
     * @param hasPaths whether paths below the host have entries of their own
     */
    record CategorySet(List<String> categories, List<Source> sources, boolean hasPaths) {}
}
