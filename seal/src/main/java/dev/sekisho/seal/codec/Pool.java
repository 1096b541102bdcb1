package dev.sekisho.seal.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few idle instances of something that one thread at a time may use (a cipher, a MAC). Never blocks and never waits: when all
 * are taken, one more is made, and left to the collector if there is no room for it afterwards.
 */
final class Pool<T> {
    private static final int SLOTS = 4;
    private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(SLOTS);
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        for (int i = 0; i < SLOTS; i++) {
            if (idle.getPlain(i) != null) {
                T taken = idle.getAndSet(i, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return maker.get();
    }

    void give(T instance) {
        for (int i = 0; i < SLOTS; i++) {
            if (idle.getPlain(i) == null && idle.compareAndSet(i, null, instance)) {
                return;
            }
        }
    }
}
