package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One drawer: its entries in memory, the same bytes in every place. Additions append one record, place after place; a
 * destruction rewrites the file under a fresh key. Callers that arrive while one writes are written together by the next. After
 * any failure the next change rewrites the drawer everywhere from memory, so that no place stays behind unseen.
 */
final class Drawer {
    private final int number;
    private final DrawerFile format;
    private final Disk disk;
    private final List<Place> places;
    private final InstantSource clock;
    private final Executor beside;
    private final Map<EntryId, byte[]> entries = new ConcurrentHashMap<>();
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private DrawerFile.@Nullable Image image;
    private long lastGeneration;
    private boolean uneven;

    Drawer(int number, DrawerFile format, Disk disk, List<Place> places, InstantSource clock, Executor beside) {
        this.number = number;
        this.format = format;
        this.disk = disk;
        this.places = places;
        this.clock = clock;
        this.beside = beside;
    }

    private static final class Request {
        private final List<Change> changes;
        private boolean done;
        private @Nullable SekishoException failure;

        private Request(List<Change> changes) {
            this.changes = changes;
        }
    }

    /** Takes over what recovery found; {@code even} if every place holds exactly that. */
    void load(DrawerFile.Image found, long highestGeneration, boolean even) {
        writing.lock();
        try {
            found.entries().forEach(entry -> entries.put(entry.id(), entry.sealed()));
            image = new DrawerFile.Image(
                    found.generation(), found.key(), found.records(), List.of(), found.bytes(), found.rest());
            lastGeneration = highestGeneration;
            uneven = !even;
        } finally {
            writing.unlock();
        }
    }

    byte @Nullable [] find(EntryId id) {
        return entries.get(id);
    }

    Map<EntryId, byte[]> entries() {
        return entries;
    }

    /**
     * Makes the changes in every place before it returns.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if a place could not be written: additions did not happen then,
     *     destructions are retried by calling again
     */
    void commit(List<Change> changes) {
        Request request = new Request(changes);
        waiting.add(request);
        writing.lock();
        try {
            if (!request.done) {
                List<Request> together = new ArrayList<>();
                for (Request next = waiting.poll(); next != null; next = waiting.poll()) {
                    together.add(next);
                }
                write(together);
            }
        } finally {
            writing.unlock();
        }
        if (request.failure != null) {
            throw request.failure;
        }
    }

    /** Rewrites the drawer where it is behind; leaves it behind where that fails. */
    void level() {
        writing.lock();
        try {
            if (uneven) {
                uneven = !rewrite(entries);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Lets no change begin until {@link #release}, which the same thread calls. */
    void hold() {
        writing.lock();
    }

    void release() {
        writing.unlock();
    }

    /** What it holds, and a generation that no file of it has; while it is held. */
    Content content() {
        lastGeneration++;
        return new Content(number, lastGeneration, Map.copyOf(entries));
    }

    /**
     * A drawer at one moment.
     *
     * @param number which
     * @param generation above that of every file of it
     * @param entries what it holds
     */
    record Content(int number, long generation, Map<EntryId, byte[]> entries) {
        Snapshot.File file(DrawerFile format) {
            return new Snapshot.File(
                    DrawerFile.name(number),
                    format.write(number, generation, entries).file());
        }
    }

    private void write(List<Request> together) {
        Map<EntryId, byte[]> puts = new LinkedHashMap<>();
        boolean whole = uneven;
        for (Request request : together) {
            for (Change change : request.changes) {
                switch (change) {
                    case Change.Put put -> puts.put(put.id(), put.sealed());
                    case Change.Renew renew -> {
                        if (entries.containsKey(renew.id()) || puts.containsKey(renew.id())) {
                            puts.put(renew.id(), renew.sealed());
                            whole = true;
                        }
                    }
                    // Gone from memory first: a later rewrite must never bring it back.
                    case Change.Destroy destroy -> {
                        puts.remove(destroy.id());
                        whole |= entries.remove(destroy.id()) != null;
                    }
                }
            }
        }
        boolean everywhere;
        if (whole) {
            Map<EntryId, byte[]> next = new ConcurrentHashMap<>(entries);
            next.putAll(puts);
            everywhere = rewrite(next);
        } else {
            everywhere = puts.isEmpty() || append(puts);
        }
        uneven = !everywhere;
        if (everywhere) {
            entries.putAll(puts);
        }
        for (Request request : together) {
            request.done = true;
            request.failure = everywhere ? null : unavailable(places);
        }
    }

    /**
     * Writes the drawer anew in every place, each entry as {@code renewed} gives it.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if a place could not be written
     */
    void rewrap(BiFunction<EntryId, byte[], byte[]> renewed) {
        writing.lock();
        try {
            Map<EntryId, byte[]> next = new ConcurrentHashMap<>();
            entries.forEach((id, stored) -> next.put(id, renewed.apply(id, stored)));
            uneven = !rewrite(next);
            if (uneven) {
                throw unavailable(places);
            }
            entries.putAll(next);
        } finally {
            writing.unlock();
        }
    }

    private boolean append(Map<EntryId, byte[]> puts) {
        DrawerFile.Image before = image;
        if (before == null) {
            return rewrite(entries);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        puts.forEach((id, stored) -> EntryCodec.write(id, stored, content));
        byte[] record = format.framed(before.key(), before.generation(), before.records(), content.toByteArray());
        for (Place place : places) {
            try {
                disk.append(place.file(DrawerFile.name(number)), before.bytes(), record);
            } catch (IOException e) {
                // One after the other and no further: at most one place can have a torn end.
                place.behind(number, e);
                return false;
            }
        }
        image = new DrawerFile.Image(
                before.generation(),
                before.key(),
                before.records() + 1,
                List.of(),
                before.bytes() + record.length,
                DrawerFile.Rest.CLEAN);
        return true;
    }

    private boolean rewrite(Map<EntryId, byte[]> next) {
        lastGeneration = Math.max(lastGeneration + 1, clock.millis());
        DrawerFile.Fresh fresh = format.write(number, lastGeneration, next);
        // Places side by side: whole files are safe in any order, and the time goes into forcing them to the disk.
        List<CompletableFuture<Boolean>> others = places.stream()
                .skip(1)
                .map(place -> CompletableFuture.supplyAsync(() -> rewriteIn(place, fresh.file()), beside))
                .toList();
        boolean everywhere = rewriteIn(places.getFirst(), fresh.file());
        for (CompletableFuture<Boolean> other : others) {
            everywhere &= other.join();
        }
        image = fresh.image();
        return everywhere;
    }

    private boolean rewriteIn(Place place, byte[] file) {
        String name = DrawerFile.name(number);
        try {
            place.claim(disk);
            disk.write(place.freshFile(name), file);
            disk.replace(place.freshFile(name), place.file(name), DrawerFile.KEY_AREA_BYTES);
            place.current(number);
            return true;
        } catch (IOException e) {
            place.behind(number, e);
            return false;
        }
    }

    static SekishoException unavailable(List<Place> places) {
        List<String> bad = places.stream()
                .filter(place -> !place.healthy())
                .map(place -> place.folder() + " (" + place.detail() + ")")
                .toList();
        return new SekishoException(
                ErrorCode.KEY_STORE_UNAVAILABLE,
                "The key store could not be written in every place: " + String.join(", ", bad)
                        + ". Nothing is sealed under a key that not every place holds; make the place writable and try again.");
    }
}
