package dev.sekisho.lake.query;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.lake.segment.Rollup;
import dev.sekisho.lake.segment.SegmentEntry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums out of the manifest's rollups, where they say exactly what is asked. */
final class RollupSums {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private final StatsQuery question;
    private final boolean answerable;
    private final long from;
    private final long to;
    private final Map<String, Long> sums = new TreeMap<>();

    RollupSums(StatsQuery question) {
        this.question = question;
        Query filter = question.filter();
        this.answerable = question.measure() != Measure.USERS
                && question.by()
                        .map(by -> by != Dimension.HOST && by != Dimension.USER)
                        .orElse(true)
                && filter.person().isEmpty()
                && filter.host().isEmpty()
                && filter.url().isEmpty();
        this.from = Predicate.micros(filter.from());
        this.to = Predicate.micros(filter.to());
    }

    /** Adds a segment's sums; false if its rollup does not answer, so that it must be read. */
    boolean take(SegmentEntry entry) {
        if (!answerable || entry.rollup().isEmpty() || cuts(entry, from) || cuts(entry, to)) {
            return false;
        }
        for (Rollup.Sum sum : entry.rollup().get().sums()) {
            long start = sum.hour() * HOUR_MICROS;
            if (start + HOUR_MICROS > from && start < to && matches(sum)) {
                add(sum);
            }
        }
        return true;
    }

    /** Whether a bound lies inside an hour in which the segment has events. */
    private static boolean cuts(SegmentEntry entry, long bound) {
        return bound > entry.minTime() && bound <= entry.maxTime() && Math.floorMod(bound, HOUR_MICROS) != 0;
    }

    private boolean matches(Rollup.Sum sum) {
        Query filter = question.filter();
        return filter.action().map(action -> action.wire().equals(sum.action())).orElse(true)
                && filter.rule().map(rule -> rule.equals(sum.rule())).orElse(true)
                && filter.category()
                        .map(category -> categories(sum).contains(category))
                        .orElse(true);
    }

    private static List<String> categories(Rollup.Sum sum) {
        return List.of(sum.categories().split(",", -1));
    }

    private void add(Rollup.Sum sum) {
        long value = switch (question.measure()) {
            case REQUESTS -> sum.requests();
            case BLOCKED -> sum.action().equals(Action.BLOCK.wire()) ? sum.requests() : 0;
            case BYTES -> sum.bytes();
            case USERS -> throw new IllegalStateException("rollups do not count persons");
        };
        List<String> keys = question.by()
                .map(by -> switch (by) {
                    case ACTION -> List.of(sum.action());
                    case RULE -> List.of(sum.rule());
                    case CATEGORY -> categories(sum);
                    case HOUR -> List.of(Long.toString(sum.hour()));
                    case DAY -> List.of(Long.toString(Math.floorDiv(sum.hour(), 24L) * 24));
                    case HOST, USER -> throw new IllegalStateException("rollups do not know " + by);
                })
                .orElse(List.of(""));
        keys.forEach(key -> sums.merge(key, value, Long::sum));
    }

    /** What was added. */
    Map<String, Long> sums() {
        return sums;
    }
}
