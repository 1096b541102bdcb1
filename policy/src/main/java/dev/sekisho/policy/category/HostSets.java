package dev.sekisho.policy.category;

import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.longs.Long2ShortMap;
import it.unimi.dsi.fastutil.longs.Long2ShortOpenHashMap;

/**
 * Hash of a name to number of a set, in several open-addressing tables instead of one: one table doubles when it is full, so
 * that a million names would take 21 bytes each; the number of tables is chosen so that they are 58 to 70 per cent full, which
 * is at most 17.3 bytes a name.
 */
final class HostSets {
    /** Two arrays, of {@code long} and {@code short}. */
    private static final int SLOT_BYTES = 10;

    /** At which a table would double. */
    private static final float FILL = 0.75f;

    private static final double FILL_MAX = 0.70;

    private final Long2ShortOpenHashMap[] tables;
    private final long slots;
    private final long size;

    private HostSets(Long2ShortOpenHashMap[] tables, long slots, long size) {
        this.tables = tables;
        this.slots = slots;
        this.size = size;
    }

    static HostSets copyOf(Long2ShortOpenHashMap entries) {
        int capacity = 16;
        while (tablesOf(entries.size(), capacity) > 7) {
            capacity *= 2;
        }
        Long2ShortOpenHashMap[] tables = new Long2ShortOpenHashMap[tablesOf(entries.size(), capacity)];
        int[] sizes = new int[tables.length];
        for (Long2ShortMap.Entry entry : entries.long2ShortEntrySet()) {
            sizes[index(entry.getLongKey(), tables.length)]++;
        }
        long slots = 0;
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new Long2ShortOpenHashMap(sizes[i], FILL);
            slots += HashCommon.arraySize(sizes[i], FILL);
        }
        entries.long2ShortEntrySet()
                .fastForEach(entry -> tables[index(entry.getLongKey(), tables.length)].put(
                        entry.getLongKey(), entry.getShortValue()));
        return new HostSets(tables, slots, entries.size());
    }

    private static int tablesOf(int size, int capacity) {
        return Math.max(1, (int) Math.ceil(size / (capacity * FILL_MAX)));
    }

    private static int index(long hash, int tables) {
        return (int) ((hash >>> 32) * tables >>> 32);
    }

    /** The number of the set, or 0 if the name is not in the table. */
    int get(long hash) {
        return tables[index(hash, tables.length)].get(hash) & 0xffff;
    }

    long size() {
        return size;
    }

    long bytes() {
        return slots * SLOT_BYTES;
    }
}
