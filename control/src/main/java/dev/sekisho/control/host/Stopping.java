package dev.sekisho.control.host;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells long answers that the process stops. */
public final class Stopping {
    private final CountDownLatch begun = new CountDownLatch(1);

    /** Says so. */
    public void begin() {
        begun.countDown();
    }

    /** Whether it was said. */
    public boolean begun() {
        return begun.getCount() == 0;
    }

    /** Waits that long, or until it is said; answers whether it was. */
    public boolean await(Duration limit) {
        try {
            return begun.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
