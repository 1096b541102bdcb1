package dev.sekisho.lake.engine;

import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.Capture;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.SegmentFile;
import dev.sekisho.lake.SmallFile;
import dev.sekisho.lake.query.Rows;
import dev.sekisho.lake.query.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A capture of a running lake, until it is closed or ended. */
final class OpenCapture implements Capture {
    private static final String CLOSED = "it was closed";

    private final Captures captures;
    private final Instant time;
    private final Frozen frozen;
    private Map<String, CapturedFolder> parts;
    private List<SmallFile> marks;
    private @Nullable String ended;
    private String problem = "";

    /** Makes the lake of a customer over its captured part, which is empty if it had none. */
    interface Frozen {
        CustomerLake of(CustomerScope scope, OpenCapture capture);
    }

    OpenCapture(
            Captures captures, Instant time, Map<String, CapturedFolder> parts, List<SmallFile> marks, Frozen frozen) {
        this.captures = captures;
        this.time = time;
        this.parts = parts;
        this.marks = marks;
        this.frozen = frozen;
    }

    /** A folder's part, if it is open. */
    synchronized Optional<CapturedFolder> part(String folder) {
        return Optional.ofNullable(parts.get(folder));
    }

    private synchronized Collection<CapturedFolder> parts() {
        check();
        return List.copyOf(parts.values());
    }

    /** A moment's rows for one query, which may end after the capture; nothing of a customer that was captured without rows. */
    synchronized Rows.Lease lease(String folder) {
        check();
        CapturedFolder part = parts.get(folder);
        Shard shard = part == null ? null : part.shard().orElse(null);
        if (part == null || shard == null) {
            return new Lease(Snapshot.empty(), () -> {});
        }
        Snapshot shown = shard.shown(part.rows());
        shard.leases.join(part.entered());
        return new Lease(shown, () -> shard.leases.leave(part.entered()));
    }

    private record Lease(Snapshot snapshot, Runnable end) implements Rows.Lease {
        @Override
        public void close() {
            end.run();
        }
    }

    @Override
    public Instant time() {
        return time;
    }

    @Override
    public List<SegmentFile> segments() {
        return parts().stream()
                .flatMap(part -> part.segments().stream())
                .sorted(Comparator.comparing(SegmentFile::name))
                .toList();
    }

    @Override
    public List<SmallFile> small() {
        List<SmallFile> all = new ArrayList<>();
        parts().forEach(part -> all.addAll(part.small()));
        synchronized (this) {
            all.addAll(marks);
        }
        return all.stream()
                .sorted(Comparator.comparing(SmallFile::name))
                .map(file -> new SmallFile(file.name(), () -> {
                    check();
                    return file.bytes();
                }))
                .toList();
    }

    @Override
    public CustomerLake frozen(CustomerScope scope) {
        check();
        return frozen.of(scope, this);
    }

    @Override
    public long events() {
        return days().values().stream()
                .flatMap(days -> days.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public Map<String, SortedMap<LocalDate, Long>> days() {
        Map<String, SortedMap<LocalDate, Long>> days = new TreeMap<>();
        for (CapturedFolder part : parts()) {
            SortedMap<LocalDate, Long> events = part.events();
            if (!events.isEmpty()) {
                days.put(part.folder(), events);
            }
        }
        return days;
    }

    @Override
    public int uncounted() {
        return (int) parts().stream().filter(part -> part.shard().isEmpty()).count();
    }

    @Override
    public synchronized String problem() {
        return problem;
    }

    @Override
    public synchronized void check() {
        if (ended != null) {
            throw Captures.ended(ended);
        }
    }

    @Override
    public void close() {
        end(CLOSED, false);
    }

    /** Ends it although nobody closed it. */
    void end(String why) {
        end(why, true);
    }

    private void end(String why, boolean early) {
        Collection<CapturedFolder> released;
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = why;
            problem = early ? why : "";
            released = parts.values();
            parts = Map.of();
            marks = List.of();
        }
        captures.remove(this, early);
        released.forEach(CapturedFolder::release);
    }
}
