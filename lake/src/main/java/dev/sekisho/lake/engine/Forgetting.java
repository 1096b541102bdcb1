package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.CustomerLake.Forgotten;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.HoldStore;
import dev.sekisho.lake.segment.ManifestStore;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.CustomerVault;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes everything of a customer: a mark beside its folder first, so that nothing of it is shown or taken from then on, also
 * after a crash; then its keys, then its files. What a failure interrupted is ended by the next call or start, because the mark
 * stays until the customer's keys are gone. Only what is marked is deleted: a folder that no key fits may be waiting for a restore.
 */
final class Forgetting {
    /** The folder of marks: empty files named like customers' folders. */
    private static final String MARKS = "forgotten/";

    private static final int MAGIC = 0x534B4631; // SKF1
    private final LakeFiles files;

    Forgetting(LakeFiles files) {
        this.files = files;
    }

    /** The folders that are marked. */
    Set<String> marked() throws IOException {
        Set<String> folders = new HashSet<>();
        for (String mark : marks()) {
            folders.add(Customers.FOLDER + mark.substring(MARKS.length()));
        }
        return folders;
    }

    /** The marks, as files. */
    List<String> marks() throws IOException {
        return files.list(MARKS.substring(0, MARKS.length() - 1));
    }

    /** Marks a customer's folder; durable when this returns. */
    void mark(String folder) throws IOException {
        files.replace(markOf(folder), new ByteWriter().int32(MAGIC).toBytes());
    }

    private static String markOf(String folder) {
        return MARKS + folder.substring(Customers.FOLDER.length());
    }

    /** How much of a customer there is, as far as that is known. */
    Forgotten count(String folder, Snapshot known) throws IOException {
        Set<LocalDate> days = new TreeSet<>(known.allDays());
        long segments = 0;
        for (String name : files.list(folder)) {
            segments += name.endsWith(SegmentWriter.SUFFIX) ? 1 : 0;
            ManifestStore.day(folder, name).ifPresent(days::add);
        }
        long events = known.days().values().stream()
                .flatMap(day -> day.segments().stream())
                .mapToLong(SegmentEntry::rows)
                .sum();
        events += known.hot().stream().mapToLong(buffer -> buffer.rows()).sum();
        return new Forgotten(days.size(), events, segments);
    }

    /**
     * Deletes what a marked folder holds.
     *
     * @param keys the customer's keys, if they are not destroyed
     */
    void delete(String folder, Optional<CustomerVault> keys) throws IOException {
        List<String> names = files.list(folder);
        if (keys.isPresent()) {
            darken(folder, names, keys.get());
        }
        for (String name : names) {
            files.delete(name);
        }
        files.removeFolder(folder);
        if (keys.isEmpty()) {
            files.delete(markOf(folder));
        }
    }

    /** Destroys the keys of all days and holds, and the salts of segments that no day's end may reach. */
    private static void darken(String folder, List<String> names, CustomerVault keys) {
        Set<LocalDate> days = new TreeSet<>();
        Set<Id128> holds = new TreeSet<>();
        for (String name : names) {
            ManifestStore.day(folder, name).ifPresent(days::add);
            HoldStore.hold(folder, name).ifPresent(holds::add);
        }
        unlessGone(() -> days.forEach(keys::destroyDay));
        unlessGone(() -> holds.forEach(keys::destroyHold));
        for (String name : names) {
            // Of a named segment this finds no salt any more; of one that was just written, it does.
            SegmentWriter.segment(folder, name).ifPresent(segment -> unlessGone(() -> keys.destroySegment(segment)));
        }
    }

    /** Runs a destruction that need not find its keys. */
    static void unlessGone(Runnable destruction) {
        try {
            destruction.run();
        } catch (SekishoException e) {
            if (!isGone(e)) {
                throw e;
            }
        }
    }

    /** Whether this says that there are no keys to do anything with. */
    static boolean isGone(SekishoException e) {
        return e.code() == ErrorCode.KEY_DESTROYED || e.code() == ErrorCode.KEY_UNKNOWN;
    }
}
