package dev.sekisho.trust;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.lake.Lake;
import dev.sekisho.trust.erasure.ErasedEvents;
import dev.sekisho.trust.hold.HeldEvents;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** The lake, as erasures and holds see it. */
record LakeEvents(Lake lake) implements ErasedEvents, HeldEvents {
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");
    private static final int SEGMENTS_A_STEP = 16;

    @Override
    public long count(CustomerScope scope, Optional<PersonToken> person) {
        Query query = new Query(
                Instant.EPOCH,
                END,
                person,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty());
        return lake.of(scope)
                .stats(new StatsQuery(Measure.REQUESTS, Optional.empty(), query, 1))
                .total();
    }

    @Override
    public void conceal(CustomerScope scope, Set<PersonToken> people) {
        lake.of(scope).conceal(people);
    }

    @Override
    public long rewrite(CustomerScope scope) {
        return lake.of(scope).rewrite(SEGMENTS_A_STEP).left();
    }

    @Override
    public void hold(CustomerScope scope, Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to) {
        var ignored = lake.of(scope).hold(hold, person, from, to);
    }

    @Override
    public void release(CustomerScope scope, Id128 hold) {
        lake.of(scope).release(hold);
    }
}
