package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Hidden;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.Concealed;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hides persons and removes their rows from segments, one segment at a time: the new segment, then the manifest, then the end of
 * the old one's salt. All on the sealing thread, so that nothing is sealed, merged or deleted beside it.
 */
final class Rewriting {
    private static final Logger LOG = LoggerFactory.getLogger(Rewriting.class);
    private final LakeFiles files;
    private final Compaction compaction;

    Rewriting(LakeFiles files, Compaction compaction) {
        this.files = files;
        this.compaction = compaction;
    }

    /** Hides these persons: durable, then in effect. */
    void conceal(Shard shard, Set<PersonToken> persons) throws IOException {
        shard.requireConcealed();
        Concealed next = shard.concealed().with(persons);
        if (next.version() > shard.concealed().version()) {
            shard.concealments.write(next);
            shard.conceal(next);
        }
    }

    /**
     * Looks through the next segment that may hold rows of hidden persons, and writes it again if it does.
     *
     * @param seen the segments that this call looked through
     * @return how many rows went; empty if there is no other segment
     */
    Optional<Long> next(Shard shard, Set<Id128> seen) throws IOException {
        Hidden hidden = shard.snapshot().hidden();
        for (DayManifest day : shard.snapshot().days().values()) {
            for (SegmentEntry segment : day.segments()) {
                if (hidden.mayBeIn(segment) && seen.add(segment.id())) {
                    return Optional.of(rewrite(shard, day, segment));
                }
            }
        }
        return Optional.empty();
    }

    private long rewrite(Shard shard, DayManifest day, SegmentEntry segment) throws IOException {
        try {
            Concealed concealed = shard.concealed();
            if (compaction.merge(shard).holds(segment, concealed.persons().keySet())) {
                return compaction.rewrite(shard, day.day(), List.of(segment));
            }
            DayManifest next = day.withMerged(List.of(segment), Optional.of(segment.checked(concealed.version())));
            shard.manifests.write(next);
            shard.merged(next);
            return 0;
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.SEGMENT_DAMAGED) {
                throw e;
            }
            LOG.warn("A segment of {} cannot be read, so it is not rewritten and stays hidden", day.day());
            return 0;
        }
    }

    /**
     * Tries again to destroy what was replaced, and notes that nothing is left, if so.
     *
     * @param logsCleanTo the version of the list up to which logs hold nothing of these persons
     * @return how many segments are left
     */
    int end(Shard shard, long logsCleanTo) throws IOException {
        shard.replaced.forEach((segment, unread) -> {
            if (unread) {
                compaction.destroy(shard, segment);
            }
        });
        Snapshot now = shard.snapshot();
        long left = now.days().values().stream()
                .flatMap(day -> day.segments().stream())
                .filter(now.hidden()::mayBeIn)
                .count();
        left += shard.replaced.size() + unnamed(shard, now);
        if (left == 0 && logsCleanTo > shard.concealed().clean()) {
            Concealed clean = shard.concealed().cleaned(logsCleanTo);
            shard.concealments.write(clean);
            shard.conceal(clean);
        }
        return Math.toIntExact(left);
    }

    /** Segments of days whose manifest is damaged: nobody knows whose rows they hold. */
    private long unnamed(Shard shard, Snapshot now) throws IOException {
        if (now.damagedDays().isEmpty()) {
            return 0;
        }
        long stored = files.list(shard.folder).stream()
                .filter(name -> name.endsWith(SegmentWriter.SUFFIX))
                .count();
        long named = now.days().values().stream()
                .mapToLong(day -> day.segments().size())
                .sum();
        return Math.max(1, stored - named - shard.replaced.size());
    }
}
