package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The captures that are open, and what they keep from being destroyed. They are opened on the sealing thread, where also everything
 * is destroyed; whoever must destroy waits for them on a thread of its own, for a while.
 */
final class Captures {
    /** So many at once: each keeps what is replaced meanwhile. */
    static final int MOST = 4;

    private final Duration patience;
    private final List<OpenCapture> open = new ArrayList<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicLong endedEarly = new AtomicLong();

    /** Whoever must destroy waits for {@code patience}. */
    Captures(Duration patience) {
        this.patience = patience;
    }

    /** Completed when no capture is opened any more. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** How many are open. */
    synchronized int size() {
        return open.size();
    }

    /** How many ended by themselves since start. */
    long endedEarly() {
        return endedEarly.get();
    }

    /** @throws SekishoException {@code BACKUP_RUNNING} if there is no room for another, {@code CAPTURE_ENDED} if the lake stops */
    synchronized void requireRoom() {
        if (stopped.isDone()) {
            throw ended("the lake stops");
        }
        if (open.size() >= MOST) {
            throw new SekishoException(
                    ErrorCode.BACKUP_RUNNING, MOST + " captures of the lake are open already; close one first");
        }
    }

    synchronized void add(OpenCapture capture) {
        requireRoom();
        open.add(capture);
    }

    synchronized void remove(OpenCapture capture, boolean early) {
        if (open.remove(capture)) {
            endedEarly.addAndGet(early ? 1 : 0);
            notifyAll();
        }
    }

    private synchronized boolean any(Predicate<CapturedFolder> kept, String folder) {
        return open.stream().flatMap(capture -> capture.part(folder).stream()).anyMatch(kept);
    }

    /** Whether an open capture keeps anything of a folder. */
    boolean keep(String folder) {
        return any(part -> true, folder);
    }

    /** Whether an open capture keeps anything of a folder's day. */
    boolean keep(String folder, LocalDate day) {
        return any(part -> part.includes(day), folder);
    }

    /** Whether an open capture keeps a hold. */
    boolean keep(String folder, Id128 hold) {
        return any(part -> part.includes(hold), folder);
    }

    /** Whether an open capture names a segment. */
    boolean name(String segment) {
        return any(
                part -> part.segments().stream().anyMatch(file -> file.name().equals(segment)),
                segment.substring(0, segment.lastIndexOf('/')));
    }

    /** Ends those that have something of a folder, or all if it is empty. */
    void end(String folder, String why) {
        List<OpenCapture> ending;
        synchronized (this) {
            ending = open.stream()
                    .filter(capture -> folder.isEmpty() || capture.part(folder).isPresent())
                    .toList();
        }
        ending.forEach(capture -> capture.end(why));
    }

    /** Ends all of them, and opens no more. */
    void stop() {
        stopped.complete(null);
        end("", "the lake stops");
    }

    /** Does what a capture may stand in the way of; if one does, once more when all of them have ended. */
    <T> T patiently(Supplier<T> work) {
        try {
            return work.get();
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.BACKUP_RUNNING || !awaitNone()) {
                throw e;
            }
            return work.get();
        }
    }

    /** Waits until none is open; false if that takes too long. */
    synchronized boolean awaitNone() {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!open.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(left / 1_000_000 + 1);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What whoever must destroy gets while a capture keeps it. */
    static SekishoException running() {
        return new SekishoException(
                ErrorCode.BACKUP_RUNNING,
                "A backup is being taken: what is to be deleted is hidden already and goes when the backup lets go of it,"
                        + " within ten minutes; call again.");
    }

    /** What the user of a capture gets that is open no more. */
    static SekishoException ended(String why) {
        return new SekishoException(
                ErrorCode.CAPTURE_ENDED,
                "The capture of the lake is not open any more: " + why
                        + "; throw away what was copied and take another.");
    }
}
