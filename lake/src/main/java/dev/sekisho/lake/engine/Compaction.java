package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Merge;
import dev.sekisho.lake.query.QueryLimits;
import dev.sekisho.lake.query.Shelf;
import dev.sekisho.lake.segment.Concealed;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges small segments of a day: eight of about the same size into one, so that each row is rewritten a few times at most and a
 * day ends with few segments. The old ones are made dark by destroying their salts, when no query reads them any more.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int GROUP = 8;

    private final LakeFiles files;
    private final QueryLimits limits;
    private final int enoughRows;
    private final SecureRandom random = new SecureRandom();

    /** Leaves segments of {@code enoughRows} and more as they are. */
    Compaction(LakeFiles files, QueryLimits limits, int enoughRows) {
        this.files = files;
        this.limits = limits;
        this.enoughRows = enoughRows;
    }

    /** Merges what has become too much on this day; on the sealing thread, which alone writes manifests. */
    void after(Shard shard, LocalDate day) {
        try {
            List<SegmentEntry> group = group(shard.snapshot().day(day).segments());
            while (!group.isEmpty()) {
                merge(shard, day, group);
                group = group(shard.snapshot().day(day).segments());
            }
        } catch (SekishoException | IOException e) {
            LOG.warn("Segments of {} were not merged: {}", day, e.getMessage());
        }
    }

    /** The smallest segments of similar size, if there are enough of them. */
    List<SegmentEntry> group(List<SegmentEntry> segments) {
        List<SegmentEntry> small = new ArrayList<>(
                segments.stream().filter(segment -> segment.rows() < enoughRows).toList());
        small.sort(Comparator.comparingInt(SegmentEntry::rows));
        for (int from = 0; from + GROUP <= small.size(); from++) {
            List<SegmentEntry> group = small.subList(from, from + GROUP);
            long rows = group.stream().mapToLong(SegmentEntry::rows).sum();
            if (group.getLast().rows() <= GROUP * (long) group.getFirst().rows() && rows <= 2L * enoughRows) {
                return List.copyOf(group);
            }
        }
        return List.of();
    }

    private void merge(Shard shard, LocalDate day, List<SegmentEntry> old) throws IOException {
        rewrite(shard, day, old);
    }

    /** Writes segments of a day again as one, without rows of concealed persons; answers how many rows went. */
    long rewrite(Shard shard, LocalDate day, List<SegmentEntry> old) throws IOException {
        Concealed concealed = shard.concealed();
        EventBuffer rows = merge(shard)
                .read(old, Id128.random(random), row -> !concealed.persons().containsKey(row.text(EventColumn.PERSON)));
        Optional<SegmentEntry> merged =
                rows.rows() > 0 ? Optional.of(shard.segments.write(rows, concealed.version())) : Optional.empty();
        DayManifest manifest = shard.snapshot().day(day).withMerged(old, merged);
        shard.manifests.write(manifest);
        shard.merged(manifest);
        old.forEach(segment -> shard.replaced.put(segment.id(), false));
        shard.leases.retire(() -> old.forEach(segment -> {
            shard.replaced.replace(segment.id(), true);
            destroy(shard, segment.id());
        }));
        return old.stream().mapToLong(SegmentEntry::rows).sum() - rows.rows();
    }

    /** What reads a customer's segments. */
    Merge merge(Shard shard) {
        return new Merge(new Shelf(files, shard.vault, shard.folder, limits));
    }

    /** Makes a segment dark that no manifest names, and removes its file. */
    void destroy(Shard shard, Id128 segment) {
        try {
            shard.vault.destroySegment(segment);
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_UNKNOWN) {
                LOG.warn("The salt of a replaced segment is not destroyed yet; the next start does it: {}", e.code());
                return;
            }
        }
        shard.replaced.remove(segment);
        try {
            files.delete(SegmentWriter.name(shard.folder, segment));
        } catch (IOException e) {
            LOG.warn("The file of a replaced segment, dark already, could not be deleted; the next start does it");
        }
    }
}
