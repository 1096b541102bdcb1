package dev.sekisho.policy.imports;

import dev.sekisho.policy.category.CategoryTableBuilder;
import java.nio.charset.StandardCharsets;

/** Takes the entries of one list and counts what became of them. */
final class Entries {
    /** A list of which more than a quarter cannot be read is not a list of this format: an error page, another file. */
    private static final int UNREADABLE_SHARE = 4;

    private static final int UNREADABLE_MIN = 20;

    private final CategoryTableBuilder table;
    private final String list;
    private long taken;
    private long unreadable;
    private long unsupported;

    Entries(CategoryTableBuilder table, String list) {
        this.table = table;
        this.list = list;
    }

    int set(String name) {
        return table.set(list + ":" + name);
    }

    /** A host in any spelling, {@code .host} and {@code *.host} among them. */
    void host(int set, byte[] bytes, int from, int to) {
        int start = from;
        if (to - start > 2 && bytes[start] == '*' && bytes[start + 1] == '.') {
            start += 2;
        } else if (to - start > 1 && bytes[start] == '.') {
            start++;
        }
        boolean found = PlainHost.is(bytes, start, to)
                ? table.addHost(set, bytes, start, to)
                : table.addHost(set, new String(bytes, start, to - start, StandardCharsets.UTF_8));
        count(found);
    }

    /** A host and the beginning of a path. */
    void url(int set, byte[] bytes, int from, int to) {
        count(table.addUrl(set, new String(bytes, from, to - from, StandardCharsets.UTF_8)));
    }

    /** Something that is valid in its format but of a kind that is not supported. */
    void unsupported() {
        unsupported++;
    }

    /** Something that is not valid. */
    void unreadable() {
        unreadable++;
    }

    private void count(boolean found) {
        if (found) {
            taken++;
        } else {
            unreadable++;
        }
    }

    long taken() {
        return taken;
    }

    long skipped() {
        return unreadable + unsupported;
    }

    /** Whether this cannot be the list that it was said to be. */
    boolean isImplausible() {
        return taken == 0 || (unreadable > UNREADABLE_MIN && unreadable > (taken + unreadable) / UNREADABLE_SHARE);
    }
}
