package dev.sekisho.lake.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from many threads to one that never makes a producer wait: a slot carries the number of the turn in which it
 * may be written or read (D. Vyukov's bounded queue).
 */
final class IngestQueue<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final AtomicLongArray turns;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private volatile long head;

    /** A queue for at least {@code limit} elements, rounded up to a power of two. */
    IngestQueue(int limit) {
        int size = Integer.highestOneBit(Math.max(2, limit) - 1) << 1;
        slots = new AtomicReferenceArray<>(size);
        turns = new AtomicLongArray(size);
        for (int i = 0; i < size; i++) {
            turns.setPlain(i, i);
        }
        mask = size - 1;
    }

    /** Adds an element; false if the queue is full. */
    boolean offer(T element) {
        while (true) {
            long at = tail.get();
            int slot = (int) at & mask;
            long turn = turns.getAcquire(slot);
            if (turn == at) {
                if (tail.compareAndSet(at, at + 1)) {
                    slots.setPlain(slot, element);
                    turns.setRelease(slot, at + 1);
                    return true;
                }
            } else if (turn < at) {
                return false;
            }
            Thread.onSpinWait();
        }
    }

    /** Takes the oldest element; null if there is none. Only one thread may call this. */
    @Nullable
    T poll() {
        long at = head;
        int slot = (int) at & mask;
        if (turns.getAcquire(slot) != at + 1) {
            return null;
        }
        T element = slots.getPlain(slot);
        slots.setPlain(slot, null);
        turns.setRelease(slot, at + mask + 1);
        head = at + 1;
        return element;
    }

    /** How many elements were ever added. */
    long added() {
        return tail.get();
    }

    /** How many elements were ever taken. */
    long taken() {
        return head;
    }

    /** Whether three quarters of it are in use. */
    boolean crowded() {
        return tail.get() - head > (mask + 1L) * 3 / 4;
    }
}
