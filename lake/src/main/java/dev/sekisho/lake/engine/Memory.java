package dev.sekisho.lake.engine;

import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.lake.LakeMemory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes wait and how many are hot, in all and of each customer. What waits counts towards what is hot, because it will
 * be: an event that was accepted never finds the memory full. For any thread.
 */
final class Memory {
    private final LakeMemory limits;
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong hot = new AtomicLong();
    private final ConcurrentHashMap<CustomerId, Share> shares = new ConcurrentHashMap<>();
    private volatile boolean refused;

    Memory(LakeMemory limits) {
        this.limits = limits;
    }

    /** One customer's part. */
    final class Share {
        private final AtomicLong ownQueued = new AtomicLong();
        private final AtomicLong ownHot = new AtomicLong();
        private volatile boolean closed;

        /** Takes room for an event that will wait; false if there is none. */
        boolean reserve(long bytes) {
            if (closed) {
                return false;
            }
            long waiting = queued.addAndGet(bytes);
            long own = ownQueued.addAndGet(bytes);
            if (hot.get() + waiting > limits.hotBytes() || ownHot.get() + own > limits.customerBytes()) {
                refused = true;
            } else if (waiting <= limits.queueBytes()) {
                return true;
            }
            release(bytes);
            return false;
        }

        /** An event no longer waits. */
        void release(long bytes) {
            queued.addAndGet(-bytes);
            ownQueued.addAndGet(-bytes);
        }

        /** Rows take more memory, or, with a negative number, less. */
        void hot(long bytes) {
            hot.addAndGet(bytes);
            ownHot.addAndGet(bytes);
        }

        /** Whether more than three quarters of what a customer may have are in use. */
        boolean crowded() {
            return ownHot.get() + ownQueued.get() > limits.customerBytes() / 4 * 3;
        }

        /** Refuses events from here on, or takes them again. */
        void close(boolean value) {
            closed = value;
        }

        /** Whether its events are refused whatever room there is. */
        boolean closed() {
            return closed;
        }

        /** Whether its next events are about to be refused for lack of room. */
        boolean full() {
            return ownHot.get() + ownQueued.get() > limits.customerBytes() / 20 * 19;
        }
    }

    /** A customer's part. */
    Share share(CustomerId customer) {
        Share known = shares.get(customer);
        return known != null ? known : shares.computeIfAbsent(customer, c -> new Share());
    }

    /** Whether three quarters of the queue are in use. */
    boolean queueCrowded() {
        return queued.get() > limits.queueBytes() / 4 * 3;
    }

    /** Whether more than three quarters of the memory are in use. */
    boolean crowded() {
        return bytes() > limits.hotBytes() / 4 * 3;
    }

    /** Whether so much is in use that events are about to be refused, whosesoever they are. */
    boolean full() {
        return bytes() > limits.hotBytes() / 20 * 19;
    }

    /** Bytes that wait or are hot. */
    long bytes() {
        return queued.get() + hot.get();
    }

    /** How many customers have about as much as one may have. */
    long customersAtLimit() {
        return shares.values().stream().filter(Share::full).count();
    }

    /** Whether an event was refused for lack of room since the last call. */
    boolean takeRefused() {
        boolean was = refused;
        refused = false;
        return was;
    }
}
