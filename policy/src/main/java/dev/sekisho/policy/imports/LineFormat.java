package dev.sekisho.policy.imports;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads single lines of one format into a set. */
interface LineFormat {
    /** Reads a line that is not empty; blanks around it are gone. */
    void line(byte[] bytes, int from, int to, Entries entries);

    /** The reader of a file of this format. */
    static LineFormat of(ListFormat format, int set, Entries entries) {
        return switch (format) {
            case PLAIN -> (bytes, from, to, into) -> plain(bytes, from, to, set, into);
            case HOSTS -> (bytes, from, to, into) -> hosts(bytes, from, to, set, into);
            case ADBLOCK -> (bytes, from, to, into) -> adblock(bytes, from, to, set, into);
            case DNSMASQ -> (bytes, from, to, into) -> dnsmasq(bytes, from, to, set, into);
            case TABLE -> new Table();
            case SQUIDGUARD -> throw new IllegalArgumentException("squidGuard lists are folders");
        };
    }

    private static void plain(byte[] bytes, int from, int to, int set, Entries entries) {
        int end = commentStart(bytes, from, to);
        if (end > from) {
            entries.host(set, bytes, from, end);
        }
    }

    private static void hosts(byte[] bytes, int from, int to, int set, Entries entries) {
        int end = commentStart(bytes, from, to);
        int name = wordEnd(bytes, from, end);
        if (end > from && name == end) {
            entries.unreadable();
        }
        while (name < end) {
            int start = name;
            while (start < end && isBlank(bytes[start])) {
                start++;
            }
            name = wordEnd(bytes, start, end);
            if (name > start && !OwnNames.contains(bytes, start, name)) {
                entries.host(set, bytes, start, name);
            }
        }
    }

    private static void adblock(byte[] bytes, int from, int to, int set, Entries entries) {
        if (bytes[from] == '!' || bytes[from] == '#' || bytes[from] == '[') {
            return;
        }
        boolean whole = to - from > 3 && bytes[from] == '|' && bytes[from + 1] == '|' && bytes[to - 1] == '^';
        for (int i = from + 2; whole && i < to - 1; i++) {
            whole = bytes[i] != '/' && bytes[i] != '^' && bytes[i] != '$' && bytes[i] != '|';
        }
        if (whole) {
            entries.host(set, bytes, from + 2, to - 1);
        } else {
            entries.unsupported();
        }
    }

    private static void dnsmasq(byte[] bytes, int from, int to, int set, Entries entries) {
        int end = commentStart(bytes, from, to);
        if (end <= from) {
            return;
        }
        String line = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        int slash = line.indexOf("=/");
        int close = line.lastIndexOf('/');
        String option = slash < 0 ? "" : line.substring(0, slash);
        if (!Set.of("address", "server", "local").contains(option) || close <= slash + 1) {
            entries.unsupported();
            return;
        }
        for (String host : line.substring(slash + 2, close).split("/", -1)) {
            byte[] name = host.getBytes(StandardCharsets.UTF_8);
            entries.host(set, name, 0, name.length);
        }
    }

    private static int commentStart(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '#') {
            end++;
        }
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private static int wordEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && !isBlank(bytes[end])) {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** A host and its sets. */
    final class Table implements LineFormat {
        private final Map<String, int[]> sets = new HashMap<>();

        @Override
        public void line(byte[] bytes, int from, int to, Entries entries) {
            if (bytes[from] == '#') {
                return;
            }
            int tab = from;
            while (tab < to && bytes[tab] != '\t') {
                tab++;
            }
            if (tab == to) {
                entries.unreadable();
                return;
            }
            String names = new String(bytes, tab + 1, to - tab - 1, StandardCharsets.UTF_8);
            for (int set : sets.computeIfAbsent(names, all -> numbers(all, entries))) {
                entries.host(set, bytes, from, tab);
            }
        }

        private static int[] numbers(String names, Entries entries) {
            String[] each = names.split(",", -1);
            int[] numbers = new int[each.length];
            for (int i = 0; i < each.length; i++) {
                numbers[i] = entries.set(each[i]);
            }
            return numbers;
        }
    }

    /** Names that hosts files carry for the machine itself. */
    final class OwnNames {
        private static final Set<String> NAMES = Set.of(
                "localhost",
                "localhost.localdomain",
                "local",
                "broadcasthost",
                "ip6-localhost",
                "ip6-loopback",
                "ip6-localnet",
                "ip6-mcastprefix",
                "ip6-allnodes",
                "ip6-allrouters",
                "ip6-allhosts",
                "0.0.0.0");

        private OwnNames() {}

        static boolean contains(byte[] bytes, int from, int to) {
            return to - from <= 21 && NAMES.contains(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        }
    }
}
