package dev.sekisho.lake.segment;

import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.parquet.ColumnData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is computed from a buffer's rows for the manifest. */
record SegmentFacts(
        long minTime,
        long maxTime,
        ValueFilter ids,
        ValueFilter persons,
        ValueFilter hosts,
        Optional<Rollup> rollup,
        Map<String, Long> lastSeen) {
    private static final int MAX_FILTER_BYTES = 8 << 10;
    private static final int MAX_ID_FILTER_BYTES = 1 << 20;
    private static final long HOUR_MICROS = 3_600_000_000L;

    static SegmentFacts of(EventBuffer buffer, int rows) {
        long[] times = ((ColumnData.Numbers) buffer.data(EventColumn.TIME, rows)).values();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            min = Math.min(min, times[i]);
            max = Math.max(max, times[i]);
        }
        long[] halves = ((ColumnData.Identifiers) buffer.data(EventColumn.ID, rows)).halves();
        long[] ids = new long[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = idHash(halves[2 * i], halves[2 * i + 1]);
        }
        return new SegmentFacts(
                min,
                max,
                ValueFilter.of(ids, MAX_ID_FILTER_BYTES),
                ValueFilter.of(entries(buffer, EventColumn.PERSON, rows), MAX_FILTER_BYTES),
                ValueFilter.of(suffixes(entries(buffer, EventColumn.HOST, rows)), MAX_FILTER_BYTES),
                rollup(buffer, rows, times),
                lastSeen(buffer, rows, times));
    }

    /** The hash under which an event's identifier is in a segment's filter; the identifier is random already. */
    static long idHash(long high, long low) {
        return high ^ Long.rotateLeft(low, 17);
    }

    private static List<String> entries(EventBuffer buffer, EventColumn column, int rows) {
        ColumnData.Dictionary data = (ColumnData.Dictionary) buffer.data(column, rows);
        List<String> entries = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            entries.add(new String(data.entries()[i], StandardCharsets.UTF_8));
        }
        return entries;
    }

    private static Set<String> suffixes(List<String> hosts) {
        Set<String> suffixes = new HashSet<>();
        for (String host : hosts) {
            String rest = "." + host;
            while (!rest.isEmpty() && suffixes.add(rest)) {
                int dot = rest.indexOf('.', 1);
                rest = dot < 0 ? "" : rest.substring(dot);
            }
        }
        return suffixes;
    }

    private record Key(long hour, int action, int rule, int categories) {}

    private static Optional<Rollup> rollup(EventBuffer buffer, int rows, long[] times) {
        int[] actions = ((ColumnData.Dictionary) buffer.data(EventColumn.ACTION, rows)).codes();
        int[] rules = ((ColumnData.Dictionary) buffer.data(EventColumn.RULE, rows)).codes();
        int[] categories = ((ColumnData.Dictionary) buffer.data(EventColumn.CATEGORIES, rows)).codes();
        long[] sent = ((ColumnData.Numbers) buffer.data(EventColumn.REQUEST_BYTES, rows)).values();
        long[] received = ((ColumnData.Numbers) buffer.data(EventColumn.RESPONSE_BYTES, rows)).values();
        Map<Key, long[]> sums = new HashMap<>();
        for (int i = 0; i < rows; i++) {
            Key key = new Key(Math.floorDiv(times[i], HOUR_MICROS), actions[i], rules[i], categories[i]);
            long[] sum = sums.computeIfAbsent(key, k -> new long[2]);
            if (sums.size() > Rollup.MAX_SUMS) {
                return Optional.empty();
            }
            sum[0]++;
            sum[1] += sent[i] + received[i];
        }
        List<String> actionTexts = entries(buffer, EventColumn.ACTION, rows);
        List<String> ruleTexts = entries(buffer, EventColumn.RULE, rows);
        List<String> categoryTexts = entries(buffer, EventColumn.CATEGORIES, rows);
        List<Rollup.Sum> list = new ArrayList<>(sums.size());
        sums.forEach((key, sum) -> list.add(new Rollup.Sum(
                key.hour(),
                actionTexts.get(key.action()),
                ruleTexts.get(key.rule()),
                categoryTexts.get(key.categories()),
                sum[0],
                sum[1])));
        return Optional.of(new Rollup(list));
    }

    /** When each column last held a value that is not empty. */
    static Map<String, Long> lastSeen(EventBuffer buffer, int rows, long[] times) {
        Map<String, Long> seen = new LinkedHashMap<>();
        for (EventColumn column : EventColumn.values()) {
            long last = Long.MIN_VALUE;
            ColumnData data = buffer.data(column, rows);
            for (int i = mayHold(data) ? rows - 1 : -1; i >= 0; i--) {
                if (times[i] > last && holds(column, data, i)) {
                    last = times[i];
                }
            }
            if (last != Long.MIN_VALUE) {
                seen.put(column.wire(), last);
            }
        }
        return seen;
    }

    private static boolean mayHold(ColumnData data) {
        return !(data instanceof ColumnData.Dictionary d && d.size() == 1 && d.entries()[0].length == 0);
    }

    private static boolean holds(EventColumn column, ColumnData data, int row) {
        return switch (data) {
            case ColumnData.Dictionary d -> d.entries()[d.codes()[row]].length > 0;
            case ColumnData.Text t -> t.ends()[row] > (row == 0 ? 0 : t.ends()[row - 1]);
            case ColumnData.Identifiers i -> true;
            case ColumnData.Numbers n -> !column.isEmpty(n.values()[row]);
        };
    }
}
