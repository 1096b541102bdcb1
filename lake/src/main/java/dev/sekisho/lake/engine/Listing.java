package dev.sekisho.lake.engine;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.SegmentFile;
import dev.sekisho.lake.SmallFile;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.Concealed;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.HoldManifest;
import dev.sekisho.lake.segment.HoldStore;
import dev.sekisho.lake.segment.Retention;
import dev.sekisho.lake.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which files a customer's part of a lake consists of: from manifests in memory. The disk is asked only where something is damaged,
 * so that a copy is as damaged as the original and no better, and for customers whose keys are withdrawn.
 */
final class Listing {
    private static final String HELD = ".held";
    private final LakeFiles files;

    Listing(LakeFiles files) {
        this.files = files;
    }

    /** What of a customer is worth a copy: sealed, and of a day that lives or that a hold may want something of. */
    static Snapshot rows(Shard shard) {
        return shard.snapshot().sealedOnly().only(day -> shard.keeps(day) || shard.holds(day));
    }

    /** Everything of a customer as it is now; on the sealing thread. What is replaced from here on waits for its release. */
    CapturedFolder capture(Shard shard) throws IOException {
        long entered = shard.leases.enter();
        try {
            Snapshot rows = rows(shard);
            List<HoldManifest> holds = shard.holds();
            return new CapturedFolder(
                    shard.folder,
                    Optional.of(shard),
                    entered,
                    rows,
                    holds,
                    shard.holdsUnknown() > 0,
                    segments(shard, rows, holds),
                    small(shard, rows, holds));
        } catch (IOException | RuntimeException e) {
            shard.leases.leave(entered);
            throw e;
        }
    }

    /** The segments of a customer now. */
    List<SegmentFile> segments(Shard shard) throws IOException {
        return segments(shard, rows(shard), shard.holds());
    }

    private List<SegmentFile> segments(Shard shard, Snapshot rows, List<HoldManifest> holds) throws IOException {
        List<SegmentFile> found = new ArrayList<>();
        for (DayManifest day : rows.days().values()) {
            day.segments()
                    .forEach(segment -> found.add(new SegmentFile(
                            SegmentWriter.name(shard.folder, segment.id()), segment.fileBytes(), segment.rows())));
        }
        for (HoldManifest hold : holds) {
            hold.segments().forEach(segment -> {
                String name = shard.holdStore.name(hold.hold(), segment.id());
                found.add(new SegmentFile(name, heldLength(shard, name), segment.rows()));
            });
        }
        if (!rows.damagedDays().isEmpty() || shard.holdsUnknown() > 0) {
            addUnnamed(shard, rows, found);
        }
        return found;
    }

    /** What a damaged manifest or hold may name: kept until somebody restores that. */
    private void addUnnamed(Shard shard, Snapshot rows, List<SegmentFile> found) throws IOException {
        Set<String> named = new HashSet<>();
        found.forEach(segment -> named.add(segment.name()));
        for (DayManifest day : shard.snapshot().days().values()) {
            day.segments().forEach(segment -> named.add(SegmentWriter.name(shard.folder, segment.id())));
        }
        for (String name : files.list(shard.folder)) {
            boolean lost = name.endsWith(SegmentWriter.SUFFIX)
                    ? !rows.damagedDays().isEmpty()
                            && SegmentWriter.segment(shard.folder, name)
                                    .filter(segment -> !shard.replaced.containsKey(segment))
                                    .isPresent()
                    : name.endsWith(HELD)
                            && HoldStore.hold(shard.folder, name)
                                    .filter(shard::isHoldUnknown)
                                    .isPresent();
            if (lost && !named.contains(name)) {
                found.add(new SegmentFile(name, length(name), 0));
            }
        }
    }

    private List<SmallFile> small(Shard shard, Snapshot rows, List<HoldManifest> holds) throws IOException {
        List<SmallFile> found = new ArrayList<>();
        for (DayManifest day : rows.days().values()) {
            found.add(new SmallFile(shard.manifests.name(day.day()), () -> shard.manifests.bytes(day)));
        }
        for (LocalDate day : rows.damagedDays()) {
            addAsItLies(shard.manifests.damagedName(day), found);
        }
        Retention retention = shard.retention();
        if (retention.version() > 0) {
            found.add(new SmallFile(shard.retentions.name(), () -> shard.retentions.bytes(retention)));
        } else {
            addAsItLies(shard.retentions.name(), found);
        }
        Concealed concealed = shard.concealed();
        if (concealed.version() > 0) {
            found.add(new SmallFile(shard.concealments.name(), () -> shard.concealments.bytes(concealed)));
        } else {
            addAsItLies(shard.concealments.name(), found);
        }
        for (HoldManifest hold : holds) {
            found.add(new SmallFile(shard.holdStore.name(hold.hold()), () -> shard.holdStore.bytes(hold)));
        }
        for (Id128 hold : shard.unknownHolds()) {
            addAsItLies(shard.holdStore.name(hold), found);
        }
        return found;
    }

    /** A folder that nobody here can read, because the customer's keys are withdrawn: nothing changes in it until they are back. */
    CapturedFolder asItLies(String folder) throws IOException {
        List<SegmentFile> segments = new ArrayList<>();
        List<SmallFile> small = new ArrayList<>();
        for (String name : files.list(folder)) {
            if (isSegment(name)) {
                segments.add(new SegmentFile(name, length(name), 0));
            } else {
                addAsItLies(name, small);
            }
        }
        return new CapturedFolder(folder, Optional.empty(), 0, Snapshot.empty(), List.of(), true, segments, small);
    }

    /** The names of a folder's segments, as they lie. */
    List<String> names(String folder) throws IOException {
        return files.list(folder).stream().filter(Listing::isSegment).toList();
    }

    /** Whether a file is a segment or a held one. */
    static boolean isSegment(String name) {
        return name.endsWith(SegmentWriter.SUFFIX) || name.endsWith(HELD);
    }

    /** Adds a file with the bytes that it has now, if it is there. */
    void addAsItLies(String name, List<SmallFile> found) throws IOException {
        try {
            byte[] bytes = files.read(name);
            found.add(new SmallFile(name, bytes::clone));
        } catch (NoSuchFileException e) {
            // It was never written.
        }
    }

    /** No hold's manifest says how long its segments are; each is asked for once. */
    private long heldLength(Shard shard, String name) {
        Long known = shard.heldLengths.get(name);
        if (known != null) {
            return known;
        }
        long length = length(name);
        if (length >= 0) {
            shard.heldLengths.put(name, length);
        }
        return length;
    }

    private long length(String name) {
        try (LakeFiles.Source file = files.open(name)) {
            return file.length();
        } catch (IOException e) {
            return -1;
        }
    }
}
