package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Forgotten;
import dev.sekisho.lake.CustomerLake.Held;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.CustomerLake.Rewritten;
import dev.sekisho.lake.query.Upkeep;
import dev.sekisho.lake.segment.HoldManifest;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What changes the stored rows of one customer: on the caller's thread, which waits; the work itself is done where it belongs. */
final class ShardUpkeep implements Upkeep {
    private static final String NOT_DELETED = "old events could not all be deleted; check the disk, it is tried again";
    private static final String NOT_CONCEALED = "the persons could not be hidden; check the disk and call again";
    private static final String NOT_SEALED =
            "events that are only in the log could not be sealed; check the disk and call again";
    private static final String NOT_HELD = "not every event could be held; check the disk and call again";
    private static final String NOT_RELEASED = "the hold could not be ended; check the disk and call again";
    private static final String NOT_REWRITTEN = "segments could not be rewritten; check the disk and call again";

    private final Shard shard;
    private final Errands errands;
    private final Ingest ingest;
    private final Deletion deletion;
    private final Rewriting rewriting;
    private final Holdings holdings;
    private final Captures captures;
    private final Supplier<Forgotten> forgetting;

    ShardUpkeep(
            Shard shard,
            Errands errands,
            Ingest ingest,
            Deletion deletion,
            Rewriting rewriting,
            Holdings holdings,
            Captures captures,
            Supplier<Forgotten> forgetting) {
        this.captures = captures;
        this.holdings = holdings;
        this.forgetting = forgetting;
        this.shard = shard;
        this.errands = errands;
        this.ingest = ingest;
        this.deletion = deletion;
        this.rewriting = rewriting;
    }

    @Override
    public Retained retain(int days) {
        shard.want(days);
        Retained first = run(NOT_DELETED, () -> deletion.retain(shard, days));
        boolean captured = first.failure()
                .filter(failure -> failure.code() == ErrorCode.BACKUP_RUNNING)
                .isPresent();
        if (!captured || !captures.awaitNone()) {
            return first;
        }
        Retained second = run(NOT_DELETED, () -> deletion.retain(shard, days));
        return new Retained(
                first.days() + second.days(),
                first.events() + second.events(),
                first.segments() + second.segments(),
                second.failure());
    }

    @Override
    public void conceal(Set<PersonToken> persons) {
        Set<PersonToken> some = Set.copyOf(persons);
        holdBack();
        run(NOT_CONCEALED, () -> {
            rewriting.conceal(shard, some);
            return some;
        });
    }

    /** Lets every hold take what it lacks, before rows of persons go whom it may want. */
    private void holdBack() {
        shard.requireHolds();
        if (!shard.holds().isEmpty()) {
            sealAll();
            take(List.copyOf(shard.snapshot().days().keySet()));
        }
    }

    @Override
    public Rewritten rewrite(int segments) {
        shard.requireConcealed();
        long version = shard.concealed().version();
        if (shard.concealed().pending().isEmpty()) {
            return new Rewritten(0, 0, 0);
        }
        int logs = shard.logsCleanTo < version ? sealAll() : 0;
        if (logs == 0) {
            shard.logsCleanTo = Math.max(version, shard.logsCleanTo);
        }
        Set<Id128> seen = new HashSet<>();
        long events = 0;
        boolean more = true;
        while (more && seen.size() < segments) {
            Optional<Long> removed = run(NOT_REWRITTEN, () -> rewriting.next(shard, seen));
            events += removed.orElse(0L);
            more = removed.isPresent();
        }
        int left = run(NOT_REWRITTEN, () -> rewriting.end(shard, shard.logsCleanTo));
        return new Rewritten(seen.size(), events, left + logs);
    }

    /** Has everything of the customer that is only in logs sealed, and those logs made dark; answers how many are not. */
    private int sealAll() {
        CompletableFuture<Integer> sealed = ingest.flush(shard).thenCompose(all -> all);
        return errands.await(NOT_SEALED, sealed);
    }

    @Override
    public Forgotten forget() {
        return forgetting.get();
    }

    @Override
    public Held hold(Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to) {
        run(NOT_HELD, () -> holdings.place(shard, hold, person, from, to));
        sealAll();
        take(run(NOT_HELD, () -> holdings.place(shard, hold, person, from, to)));
        return run(NOT_HELD, () -> holdings.held(shard, hold));
    }

    private void take(List<LocalDate> days) {
        for (LocalDate day : days) {
            run(NOT_HELD, () -> {
                holdings.take(shard, day);
                return day;
            });
        }
    }

    @Override
    public Coverage exportHold(Id128 hold, Consumer<WebEvent> target) {
        HoldManifest terms = run(NOT_HELD, () -> holdings.find(shard, hold));
        hold(hold, terms.person(), terms.from(), terms.to());
        HoldManifest whole = run(NOT_HELD, () -> holdings.find(shard, hold));
        return holdings.export(shard, whole, target);
    }

    @Override
    public void release(Id128 hold) {
        var ignored = captures.patiently(() -> run(NOT_RELEASED, () -> {
            holdings.release(shard, hold);
            return hold;
        }));
    }

    private <T> T run(String failure, Errands.Work<T> work) {
        return errands.run(failure, () -> {
            shard.requireAlive();
            return work.run();
        });
    }
}
