package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.HoldManifest;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.RandomAccessSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start finds of days and holds whose keys were destroyed: it came back from a backup that is older than their end. They are
 * deleted, not damaged. Only what the key store itself says is destroyed goes: what it does not know yet may be waiting for a newer
 * key store.
 */
final class Ended {
    private static final Logger LOG = LoggerFactory.getLogger(Ended.class);
    private final LakeFiles files;
    private final Counters counters;

    Ended(LakeFiles files, Counters counters) {
        this.files = files;
        this.counters = counters;
    }

    /** Deletes days whose keys were destroyed, but for those that a retention is deleting, which counts them. */
    void days(Shard shard) {
        Set<LocalDate> going = shard.retention().going();
        for (DayManifest day : List.copyOf(shard.snapshot().days().values())) {
            if (!going.contains(day.day()) && isDestroyed(shard, day)) {
                LOG.info("The keys of {} were destroyed: what came back of the day goes", day.day());
                shard.forget(day.day());
                delete(() -> {
                    for (SegmentEntry segment : day.segments()) {
                        files.delete(SegmentWriter.name(shard.folder, segment.id()));
                    }
                    shard.manifests.delete(day.day());
                });
            }
        }
    }

    private boolean isDestroyed(Shard shard, DayManifest day) {
        for (SegmentEntry segment : day.segments()) {
            try {
                return shard.vault.isDayDestroyed(
                        day.day(), new Unopened(files, SegmentWriter.name(shard.folder, segment.id())));
            } catch (UncheckedIOException e) {
                // Missing: the next one says it.
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.SEGMENT_DAMAGED) {
                    throw e;
                }
            }
        }
        return false;
    }

    /** Deletes holds that were destroyed, also those that nobody can read. */
    void holds(Shard shard) {
        List<Id128> all = new ArrayList<>(shard.unknownHolds());
        shard.holds().stream().map(HoldManifest::hold).forEach(all::add);
        for (Id128 hold : all) {
            if (shard.vault.isHoldDestroyed(hold)) {
                LOG.info("A legal hold ended: what came back of it goes");
                shard.release(hold);
                shard.ended(hold);
                delete(() -> shard.holdStore.delete(hold));
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void delete(Work work) {
        counters.endedWithoutKeys.incrementAndGet();
        try {
            work.run();
        } catch (IOException e) {
            LOG.warn("Files that are dark already could not be deleted; the next start does it");
        }
    }

    /** A file that is opened only if somebody asks for a byte of it: for days that live, nobody does. */
    private record Unopened(LakeFiles files, String name) implements RandomAccessSource {
        @Override
        public long length() throws IOException {
            try (LakeFiles.Source file = files.open(name)) {
                return file.length();
            }
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            try (LakeFiles.Source file = files.open(name)) {
                file.read(position, target, offset, length);
            }
        }
    }
}
