package dev.sekisho.lake.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/** Lets queries finish with the segments that they started with: what was replaced is destroyed when the last of them ends. */
final class Leases {
    private final TreeMap<Long, Integer> active = new TreeMap<>();
    private final Deque<Retired> retired = new ArrayDeque<>();
    private final Executor executor;
    private long generation;

    private record Retired(long generation, Runnable destroy) {}

    /** Destruction runs on {@code executor}. */
    Leases(Executor executor) {
        this.executor = executor;
    }

    /** A reader starts; returns what {@link #leave} wants. */
    synchronized long enter() {
        active.merge(generation, 1, Integer::sum);
        return generation;
    }

    /** Another reader starts with what one has who is still there. */
    synchronized void join(long entered) {
        active.merge(entered, 1, Integer::sum);
    }

    /** A reader ends. */
    synchronized void leave(long entered) {
        active.computeIfPresent(entered, (g, readers) -> readers == 1 ? null : readers - 1);
        runRetired();
    }

    /** Runs {@code destroy} when every reader that has started before this call has ended. */
    synchronized void retire(Runnable destroy) {
        retired.add(new Retired(generation++, destroy));
        runRetired();
    }

    private void runRetired() {
        while (!retired.isEmpty()
                && (active.isEmpty() || active.firstKey() > retired.peekFirst().generation())) {
            executor.execute(retired.removeFirst().destroy());
        }
    }
}
