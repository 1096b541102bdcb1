package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.Capture;
import dev.sekisho.lake.LakeCopy;
import dev.sekisho.lake.SegmentFile;
import dev.sekisho.lake.SmallFile;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Copies of a running lake: what there is to copy, by what its manifests say; the captures that keep it. */
final class RunningCopy implements LakeCopy {
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final LakeFiles files;
    private final Customers customers;
    private final Captures captures;
    private final Executor sealing;
    private final Supplier<CompletableFuture<Integer>> flush;
    private final OpenCapture.Frozen frozen;
    private final InstantSource clock;
    private final Listing listing;
    private final Forgetting forgetting;

    /**
     * Of a lake.
     *
     * @param sealing the sealing thread
     * @param flush has everything sealed that was accepted
     * @param frozen makes the lake of a customer at a capture
     */
    RunningCopy(
            LakeFiles files,
            Customers customers,
            Captures captures,
            Executor sealing,
            Supplier<CompletableFuture<Integer>> flush,
            OpenCapture.Frozen frozen,
            InstantSource clock) {
        this.files = files;
        this.customers = customers;
        this.captures = captures;
        this.sealing = sealing;
        this.flush = flush;
        this.frozen = frozen;
        this.clock = clock;
        this.listing = new Listing(files);
        this.forgetting = new Forgetting(files);
    }

    @Override
    public List<String> segments() {
        try {
            List<String> names = new ArrayList<>();
            for (Shard shard : customers.all()) {
                listing.segments(shard).stream().map(SegmentFile::name).forEach(names::add);
            }
            for (Shard shard : customers.away().values()) {
                names.addAll(listing.names(shard.folder));
            }
            return names.stream().sorted().distinct().toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Capture capture(Duration limit) {
        captures.requireRoom();
        var ignored = await(flush.get());
        CompletableFuture<OpenCapture> opened = new CompletableFuture<>();
        sealing.execute(() -> {
            try {
                OpenCapture capture = take();
                if (!opened.complete(capture)) {
                    capture.close();
                }
            } catch (IOException | RuntimeException e) {
                opened.completeExceptionally(e);
            }
        });
        OpenCapture capture = await(opened);
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> capture.end("it was open for longer than " + limit.toSeconds() + " seconds"));
        return capture;
    }

    private OpenCapture take() throws IOException {
        SortedMap<String, CapturedFolder> parts = new TreeMap<>();
        try {
            for (Shard shard : customers.all()) {
                parts.put(shard.folder, listing.capture(shard));
            }
            for (Shard shard : customers.away().values()) {
                parts.putIfAbsent(shard.folder, listing.asItLies(shard.folder));
            }
            List<SmallFile> marks = new ArrayList<>();
            for (String mark : forgetting.marks()) {
                listing.addAsItLies(mark, marks);
            }
            OpenCapture capture = new OpenCapture(captures, clock.instant(), parts, marks, frozen);
            captures.add(capture);
            return capture;
        } catch (IOException | RuntimeException e) {
            parts.values().forEach(CapturedFolder::release);
            throw e;
        }
    }

    private <T> T await(CompletableFuture<T> work) {
        try {
            var ignored = CompletableFuture.anyOf(work, captures.stopped()).get(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SekishoException known) {
                throw known;
            }
            throw unreadable(e);
        } catch (TimeoutException e) {
            if (work.cancel(false)) {
                throw new SekishoException(
                        ErrorCode.DISK_FAILED, "not every event could be sealed in time; check the disk", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (work.cancel(false)) {
                throw new SekishoException(ErrorCode.INTERNAL, "interrupted while a capture was taken", e);
            }
        }
        if (work.cancel(false) || work.isCancelled()) {
            throw Captures.ended("the lake stops");
        }
        return work.join();
    }

    @Override
    public LakeFiles.Source open(String name) {
        if (!name.startsWith(Customers.FOLDER) || name.contains("..") || !Listing.isSegment(name)) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "name: of a segment");
        }
        try {
            LakeFiles.Source file = files.open(name);
            try {
                OptionalLong expected = expected(name);
                if (expected.isPresent() && expected.getAsLong() >= 0 && file.length() != expected.getAsLong()) {
                    throw damaged("a segment has another length than when it was written");
                }
                return file;
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            if (expected(name).isPresent() || captures.name(name)) {
                throw damaged("a segment is missing");
            }
            throw new SekishoException(
                    ErrorCode.NOT_FOUND, "the segment was replaced or deleted since it was listed", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The length of a segment that a manifest names now, -1 if none says; empty if none names it, or its day or hold ends. */
    private OptionalLong expected(String name) {
        String folder = name.substring(0, name.lastIndexOf('/'));
        return customers.all().stream()
                .filter(shard -> shard.folder.equals(folder))
                .findFirst()
                .map(shard -> name.endsWith(SegmentWriter.SUFFIX) ? daily(shard, name) : held(shard, name))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong daily(Shard shard, String name) {
        Id128 id = SegmentWriter.segment(shard.folder, name).orElseThrow();
        return Listing.rows(shard).days().values().stream()
                .flatMap(day -> day.segments().stream())
                .filter(segment -> segment.id().equals(id))
                .mapToLong(SegmentEntry::fileBytes)
                .findFirst();
    }

    private static OptionalLong held(Shard shard, String name) {
        boolean named = shard.holds().stream()
                .flatMap(hold ->
                        hold.segments().stream().map(segment -> shard.holdStore.name(hold.hold(), segment.id())))
                .anyMatch(name::equals);
        return named ? OptionalLong.of(shard.heldLengths.getOrDefault(name, -1L)) : OptionalLong.empty();
    }

    private static SekishoException damaged(String what) {
        return new SekishoException(ErrorCode.SEGMENT_DAMAGED, what + "; restore it from a backup");
    }

    private static SekishoException unreadable(Exception e) {
        return new SekishoException(ErrorCode.DISK_FAILED, "the lake cannot be read for a copy; check the disk", e);
    }
}
