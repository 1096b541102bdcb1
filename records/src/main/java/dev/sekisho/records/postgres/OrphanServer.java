package dev.sekisho.records.postgres;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a launcher that was killed left behind: a server that still runs on the data folder, or a stale {@code postmaster.pid}.
 * A process counts as ours only if it runs a program of PostgreSQL <em>in</em> the data folder ({@code /proc/PID/exe} and
 * {@code /proc/PID/cwd}), never because a file names its number: numbers are used again.
 */
final class OrphanServer {
    private static final Logger log = LoggerFactory.getLogger(OrphanServer.class);
    private static final Duration FAST = Duration.ofSeconds(5);
    private static final Duration IMMEDIATE = Duration.ofSeconds(2);

    private OrphanServer() {}

    /**
     * Stops every server process of the data folder and removes a stale lock file. The caller holds the launcher's lock.
     *
     * @throws SekishoException {@code DATABASE_UNAVAILABLE} if one does not end
     */
    static void clear(Path data) {
        List<ProcessHandle> running = processes(data);
        if (!running.isEmpty()) {
            log.warn("A PostgreSQL of a former run is still running on home; it is stopped first.");
            Set<Long> pids = running.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
            ProcessHandle leader = running.stream()
                    .filter(p -> p.parent()
                            .map(parent -> !pids.contains(parent.pid()))
                            .orElse(true))
                    .findFirst()
                    .orElse(running.getFirst());
            signal(leader.pid(), "INT");
            if (!ended(running, FAST)) {
                processes(data).forEach(p -> signal(p.pid(), "QUIT"));
            }
            if (!ended(processes(data), IMMEDIATE)) {
                processes(data).forEach(ProcessHandle::destroyForcibly);
            }
            if (!ended(processes(data), IMMEDIATE)) {
                throw new SekishoException(
                        ErrorCode.DATABASE_UNAVAILABLE,
                        "A PostgreSQL of a former run still uses home and cannot be stopped; stop it by hand.");
            }
        }
        try {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "postgres/data/postmaster.pid could not be removed: " + e.getMessage(), e);
        }
    }

    /** Server processes that run on the data folder. */
    static List<ProcessHandle> processes(Path data) {
        Path real = real(data);
        return ProcessHandle.allProcesses()
                .filter(p -> isServer(p.pid()) && real.equals(link(p.pid(), "cwd")))
                .toList();
    }

    private static boolean isServer(long pid) {
        Path program = link(pid, "exe");
        // A program that was replaced while it ran is marked by the kernel.
        Path name = program.getFileName();
        return name != null && name.toString().replace(" (deleted)", "").equals("postgres");
    }

    private static Path link(long pid, String name) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), name));
        } catch (IOException | RuntimeException e) {
            return Path.of("");
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath();
        }
    }

    /** Sends a signal; Java itself can only terminate, which asks PostgreSQL to wait for its clients. */
    static void signal(long pid, String name) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(2, TimeUnit.SECONDS);
        } catch (IOException e) {
            log.warn("A signal could not be sent to PostgreSQL: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(List<ProcessHandle> processes, Duration limit) {
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
