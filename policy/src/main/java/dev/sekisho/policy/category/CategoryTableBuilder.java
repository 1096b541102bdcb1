package dev.sekisho.policy.category;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.category.CategoryTable.CategorySet;
import dev.sekisho.policy.category.CategoryTable.Source;
import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.PublicSuffixes;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ShortOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Collects entries and makes the table. For one thread. */
public final class CategoryTableBuilder {
    private static final int SETS_MAX = 65_535;

    private final SipKey key;
    private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<BitSet, Short> ids = new HashMap<>();
    private final List<BitSet> members = new ArrayList<>();
    private final Long2IntOpenHashMap unions = new Long2IntOpenHashMap();
    private final Long2ShortOpenHashMap hosts = new Long2ShortOpenHashMap();
    private final Long2ShortOpenHashMap urls = new Long2ShortOpenHashMap();
    private final LongOpenHashSet publicSuffixes = new LongOpenHashSet();
    private final List<ListInfo> lists = new ArrayList<>();

    /** @param secret 16 bytes: the key of the hashes */
    public CategoryTableBuilder(byte[] secret) {
        this.key = SipKey.of(secret);
        numbers.defaultReturnValue(-1);
        unions.defaultReturnValue(-1);
        PublicSuffixes.shipped().names().forEach(name -> {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            publicSuffixes.add(reversed(bytes, 0, bytes.length));
        });
        number("");
        id(new BitSet());
    }

    /** The number of a source set, for example {@code ut1:shopping}, for the methods below. */
    public int set(String name) {
        if (name.isEmpty() || name.indexOf(':') <= 0) {
            throw new IllegalArgumentException("a set is named list:set, not \"" + name + "\"");
        }
        return number(name);
    }

    /**
     * Adds a host in normal form given as ASCII bytes: the fast way in.
     *
     * @return {@code false} if it is a public suffix: an entry such as {@code com} would categorise everybody under it
     */
    public boolean addHost(int set, byte[] bytes, int from, int to) {
        long hash = reversed(bytes, from, to);
        if (publicSuffixes.contains(hash)) {
            return false;
        }
        put(hosts, hash, set);
        return true;
    }

    /** Adds a host in any spelling; {@code false} if it is none, or a public suffix. */
    public boolean addHost(int set, String host) {
        byte[] bytes = Host.find(host).map(Host::text).orElse("").getBytes(StandardCharsets.US_ASCII);
        return bytes.length > 0 && addHost(set, bytes, 0, bytes.length);
    }

    private long reversed(byte[] bytes, int from, int to) {
        SipState state = new SipState(key);
        for (int i = to - 1; i >= from; i--) {
            state.add(bytes[i]);
        }
        return state.finish();
    }

    /** Adds a host and the beginning of a path, such as {@code example.com/shop}; {@code false} if it is none. */
    public boolean addUrl(int set, String entry) {
        Optional<UrlKey.Parts> parts = UrlKey.parse(entry);
        parts.ifPresent(url -> {
            byte[] whole = (url.host() + url.rest()).getBytes(StandardCharsets.UTF_8);
            put(urls, key.hash(whole, 0, whole.length), set);
            byte[] host = url.host().getBytes(StandardCharsets.US_ASCII);
            put(hosts, reversed(host, 0, host.length), 0);
        });
        return parts.isPresent();
    }

    /** Notes a list whose entries were added. */
    public void addList(ListInfo list) {
        if (lists.stream().anyMatch(other -> other.name().equals(list.name()))) {
            throw new IllegalArgumentException("there are two lists named " + list.name());
        }
        lists.add(list);
    }

    /** The table of what was added. */
    public CategoryTable build() {
        lists.sort(Comparator.comparing(ListInfo::name));
        CategorySet[] sets = members.stream().map(this::describe).toArray(CategorySet[]::new);
        TreeSet<String> all = new TreeSet<>();
        List<String> unmapped = new ArrayList<>();
        for (String name : names.subList(1, names.size())) {
            all.add(name);
            List<String> mapped = Mapping.shipped().of(name);
            all.addAll(mapped);
            if (mapped.isEmpty()) {
                unmapped.add(name);
            }
        }
        unmapped.sort(Comparator.naturalOrder());
        Long2ShortOpenHashMap sealedUrls = new Long2ShortOpenHashMap(urls);
        return new CategoryTable(
                key,
                HostSets.copyOf(hosts),
                sealedUrls,
                sets,
                List.copyOf(all),
                List.copyOf(lists),
                List.copyOf(unmapped));
    }

    private CategorySet describe(BitSet set) {
        TreeSet<String> categories = new TreeSet<>();
        List<Source> sources = new ArrayList<>();
        for (int i = set.nextSetBit(1); i >= 0; i = set.nextSetBit(i + 1)) {
            String name = names.get(i);
            categories.add(name);
            List<String> mapped = Mapping.shipped().of(name);
            categories.addAll(mapped);
            ListInfo list = listOf(name);
            if (mapped.isEmpty()) {
                sources.add(new Source(name, "", list));
            }
            mapped.forEach(category -> sources.add(new Source(name, category, list)));
        }
        return new CategorySet(List.copyOf(categories), List.copyOf(sources), set.get(0));
    }

    private ListInfo listOf(String set) {
        String list = set.substring(0, set.indexOf(':'));
        return lists.stream()
                .filter(info -> info.name().equals(list))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody described the list " + list));
    }

    private int number(String name) {
        int number = numbers.getInt(name);
        if (number < 0) {
            number = names.size();
            numbers.put(name, number);
            names.add(name);
        }
        return number;
    }

    private void put(Long2ShortOpenHashMap table, long hash, int set) {
        int before = table.get(hash) & 0xffff;
        int after = union(before, set);
        if (after != before) {
            table.put(hash, (short) after);
        }
    }

    private int union(int id, int set) {
        long pair = (long) id << 32 | set;
        int known = unions.get(pair);
        if (known < 0) {
            BitSet both = (BitSet) members.get(id).clone();
            both.set(set);
            known = id(both);
            unions.put(pair, known);
        }
        return known;
    }

    private int id(BitSet set) {
        Short known = ids.get(set);
        if (known == null) {
            if (members.size() > SETS_MAX) {
                throw new SekishoException(
                        ErrorCode.LIST_DAMAGED, "The lists have more than 65535 different combinations of sets.");
            }
            known = (short) members.size();
            ids.put(set, known);
            members.add(set);
        }
        return known & 0xffff;
    }
}
