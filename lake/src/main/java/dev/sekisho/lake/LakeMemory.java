package dev.sekisho.lake;

import java.util.List;

/**
 * What the lake may hold in memory, in bytes, so that no event and no customer can fill the heap. Above a bound events are
 * refused, and rows are sealed at once to get below it again.
 *
 * @param queueBytes events that wait to be taken in, from 64 KiB
 * @param hotBytes rows of all customers that are not sealed, together with what waits; from 1 MiB, at least twice {@code queueBytes}
 * @param bufferBytes size at which the rows of a customer's day are sealed early, 64 KiB to 32 MiB
 * @param customerPercent how much of {@code hotBytes} one customer may have, 1 to 100
 */
public record LakeMemory(long queueBytes, long hotBytes, long bufferBytes, int customerPercent) {
    private static final long MAX_BUFFER = 32L << 20;
    private static final long MAX_HOT = 128L << 20;
    private static final long MIN_HOT = 4L << 20;

    /** A quarter of the largest heap, at most 128 MiB; a quarter of that for the queue and for one buffer; half for one customer. */
    public static LakeMemory defaults() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    /** The defaults of a process whose heap grows to so many bytes. */
    static LakeMemory ofHeap(long heapBytes) {
        long hot = Math.clamp(heapBytes / 4, MIN_HOT, MAX_HOT);
        return new LakeMemory(hot / 4, hot, Math.min(MAX_BUFFER, hot / 4), 50);
    }

    /** What one customer may have, in bytes. */
    public long customerBytes() {
        return hotBytes / 100 * customerPercent;
    }

    /** Adds what is out of range. */
    void check(List<String> problems) {
        if (queueBytes < 64 << 10) {
            problems.add("memory.queueBytes: at least 64 KiB");
        }
        if (hotBytes < 1 << 20 || hotBytes / 2 < queueBytes) {
            problems.add("memory.hotBytes: at least 1 MiB and twice memory.queueBytes");
        }
        if (bufferBytes < 64 << 10 || bufferBytes > MAX_BUFFER) {
            problems.add("memory.bufferBytes: 64 KiB to 32 MiB");
        }
        if (customerPercent < 1 || customerPercent > 100) {
            problems.add("memory.customerPercent: 1 to 100");
        }
    }
}
