package dev.sekisho.trust.departure;

import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Forgotten;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.lake.Lake;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The events of customers. */
public final class LakeStore implements DataStore {
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");
    private final Lake lake;

    /** Of a region. */
    public LakeStore(Lake lake) {
        this.lake = lake;
    }

    @Override
    public Map<String, Long> count(CustomerScope scope) {
        Query everything = new Query(
                Instant.EPOCH,
                END,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty());
        return Map.of(
                "events",
                lake.of(scope)
                        .stats(new StatsQuery(Measure.REQUESTS, Optional.empty(), everything, 1))
                        .total());
    }

    @Override
    public Map<String, Long> forget(CustomerScope scope) {
        Forgotten forgotten = lake.of(scope).forget();
        return Map.of("days", (long) forgotten.days(), "segments", forgotten.segments(), "events", forgotten.events());
    }
}
