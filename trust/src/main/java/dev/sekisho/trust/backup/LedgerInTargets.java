package dev.sekisho.trust.backup;

import dev.sekisho.trust.erasure.LedgerAnchor;
import dev.sekisho.trust.erasure.LedgerHead;
import dev.sekisho.trust.erasure.LedgerLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The erasure ledger in every target, outside of all sets, a line an object: whoever restores a region takes it from there, and a start
 * whose own ledger is shorter is refused. A target that is away gets its lines later, and holds up no erasure; health says how far it is
 * behind.
 */
public final class LedgerInTargets implements LedgerAnchor {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerInTargets.class);

    private final List<Target> targets;
    private final Supplier<List<byte[]>> ledger;
    private static final int MAX_LINE_BYTES = 2_048;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final ReentrantLock putting = new ReentrantLock();
    private final Duration patience;

    /** @param ledger its lines as they lie in its files, all of them */
    public LedgerInTargets(List<Target> targets, Supplier<List<byte[]>> ledger) {
        this(targets, ledger, PATIENCE);
    }

    /** @param patience how long an erasure waits for targets */
    LedgerInTargets(List<Target> targets, Supplier<List<byte[]>> ledger, Duration patience) {
        this.targets = List.copyOf(targets);
        this.ledger = ledger;
        this.patience = patience;
    }

    /** Where a line lies. */
    static String object(int number) {
        return "%s/%012d".formatted(Target.LEDGER, number);
    }

    /** The lines that a target has, from the first on; what else lies in the folder hides none of them. */
    public static LedgerLines read(Target target) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        Set<String> there = new HashSet<>();
        target.list(Target.LEDGER).forEach(listed -> there.add(listed.name()));
        while (there.contains(object(lines.size() + 1))) {
            try (InputStream in = target.get(object(lines.size() + 1))) {
                byte[] line = in.readNBytes(MAX_LINE_BYTES);
                lines.add(line);
            } catch (NoSuchFileException e) {
                break;
            }
        }
        return LedgerLines.of(lines);
    }

    /** The farthest that any target that can be read now went. */
    @Override
    public Optional<LedgerHead> find() {
        Optional<LedgerHead> farthest = Optional.empty();
        for (Target target : targets) {
            try {
                LedgerLines lines = read(target);
                held.put(target.name(), lines.count());
                if (farthest.isEmpty() || lines.head().number() > farthest.get().number()) {
                    farthest = Optional.of(lines.head());
                }
            } catch (IOException e) {
                LOG.warn(
                        "A target's part of the erasure ledger cannot be read: {}",
                        e.getClass().getSimpleName());
            }
        }
        return farthest;
    }

    /**
     * Called while the ledger is locked, so the lines are taken here and put by another thread: a target that is slow or hangs holds up
     * neither the erasure beyond {@link #PATIENCE} nor whoever waits for the ledger. What it does not take in time the job brings.
     */
    @Override
    public void keep(LedgerHead head) {
        List<byte[]> lines = ledger.get();
        FutureTask<Boolean> task = new FutureTask<>(() -> put(lines), true);
        Thread.ofVirtual().name("ledger-in-targets").start(task);
        try {
            var unused = task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("A target takes its time for the erasure ledger; it is brought there later");
        } catch (ExecutionException e) {
            LOG.warn("A target refused the erasure ledger: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(List<byte[]> lines) {
        putting.lock();
        try {
            targets.forEach(target -> put(target, lines));
        } finally {
            putting.unlock();
        }
    }

    private void put(Target target, List<byte[]> lines) {
        try {
            for (int number = held.getOrDefault(target.name(), 0) + 1; number <= lines.size(); number++) {
                target.put(object(number), Target.Body.of(lines.get(number - 1)));
                held.put(target.name(), number);
            }
        } catch (IOException e) {
            LOG.warn(
                    "A target does not take the erasure ledger: {}",
                    e.getClass().getSimpleName());
        }
    }

    /** Looks what each target has, and brings what it lacks: one that was emptied or replaced is filled again. For a job. */
    public void catchUp() {
        var unused = find();
        put(ledger.get());
    }

    /** What is behind, for health; empty if nothing is. */
    public String problem() {
        int lines = ledger.get().size();
        long behind = targets.stream()
                .filter(target -> held.getOrDefault(target.name(), 0) < lines)
                .count();
        return behind == 0 ? "" : behind + " target(s) of backups do not have the whole erasure ledger";
    }
}
