package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.Retention;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Deletes days whose time is over: a note that they go, then what a legal hold wants of them is copied, then their keys go,
 * then their files, then the manifest, which until then is the list of what is left to do. After the note no query sees them,
 * also after a crash; each later step can be done again, so that the next run ends what a failed one began. On the sealing
 * thread, which alone writes manifests.
 */
final class Deletion {
    private final LakeFiles files;
    private final Holdings holdings;
    private final Captures captures;
    private final LongSupplier oldestLog;
    private final LongSupplier newestLog;

    Deletion(LakeFiles files, Holdings holdings, Captures captures, LongSupplier oldestLog, LongSupplier newestLog) {
        this.captures = captures;
        this.holdings = holdings;
        this.files = files;
        this.oldestLog = oldestLog;
        this.newestLog = newestLog;
    }

    /** Keeps the last {@code days} UTC days of a customer; what could not go, and why, is in the answer beside what went. */
    Retained retain(Shard shard, int days) throws IOException {
        LocalDate oldest = Retention.oldest(days, shard.today());
        SortedSet<LocalDate> going = shard.retention().going();
        // The day that has just ended goes in any case: a crash may have left keys of it without a segment.
        going.add(oldest.minusDays(1));
        shard.snapshot().allDays().headSet(oldest).forEach(going::add);
        write(shard, shard.retention().begin(days, going, oldestLog.getAsLong()));
        @Nullable SekishoException failure = take(shard, going);
        if (going.removeIf(day -> captures.keep(shard.folder, day)) && failure == null) {
            failure = Captures.running();
        }
        int deletedDays = 0;
        long events = shard.takeLate();
        long segments = 0;
        for (LocalDate day : going) {
            Snapshot before = shard.snapshot();
            if (before.allDays().contains(day)) {
                deletedDays++;
            }
            events += rows(before, day);
            segments += before.day(day).segments().size();
            delete(shard, before.day(day));
        }
        if (failure == null) {
            write(shard, shard.retention().end(newestLog.getAsLong()));
        }
        return new Retained(deletedDays, events, segments, Optional.ofNullable(failure));
    }

    /**
     * Lets every hold take what it wants of days that go, and notes it before the first of their keys does. Days of which something
     * cannot be read are taken out of {@code going}: they stay hidden, and are tried again. While a hold itself cannot be read, that
     * is every day.
     *
     * @return why not every day may go, or null
     */
    private @Nullable SekishoException take(Shard shard, SortedSet<LocalDate> going) throws IOException {
        if (shard.holdsUnknown() == 0 && shard.holds().isEmpty()) {
            return null;
        }
        try {
            shard.requireHolds();
        } catch (SekishoException e) {
            going.clear();
            return e;
        }
        @Nullable SekishoException failure = null;
        List<LocalDate> taken = new ArrayList<>();
        for (LocalDate day : List.copyOf(going)) {
            if (shard.retention().isTaken(day)) {
                continue;
            }
            try {
                holdings.take(shard, day);
                taken.add(day);
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.SEGMENT_DAMAGED) {
                    throw e;
                }
                failure = e;
                going.remove(day);
            }
        }
        write(shard, shard.retention().taken(taken));
        return failure;
    }

    private void delete(Shard shard, DayManifest manifest) throws IOException {
        shard.vault.destroyDay(manifest.day());
        for (SegmentEntry segment : manifest.segments()) {
            files.delete(SegmentWriter.name(shard.folder, segment.id()));
        }
        shard.manifests.delete(manifest.day());
        shard.forget(manifest.day());
    }

    private static long rows(Snapshot snapshot, LocalDate day) {
        long rows = snapshot.day(day).segments().stream()
                .mapToLong(SegmentEntry::rows)
                .sum();
        for (EventBuffer buffer : snapshot.hot()) {
            rows += buffer.day().equals(day) ? buffer.rows() : 0;
        }
        return rows;
    }

    private static void write(Shard shard, Retention retention) throws IOException {
        shard.retentions.write(retention);
        shard.retention(retention);
    }
}
