package dev.sekisho.trust.desk;

import dev.sekisho.kernel.scope.CustomerId;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One at a time for a customer in this process; customers rarely wait for each other. */
public final class Turns {
    private static final int LOCKS = 64;

    private final List<Lock> locks =
            IntStream.range(0, LOCKS).<Lock>mapToObj(any -> new ReentrantLock()).toList();

    /** Does the work when nobody else does any for this customer. */
    public <T> T of(CustomerId customer, Supplier<T> work) {
        Lock lock = locks.get(Math.floorMod(customer.hashCode(), LOCKS));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
