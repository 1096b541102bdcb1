package dev.sekisho.gateway.upstream;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts for the metrics page.
 *
 * @param opened connections made
 * @param reused requests that went out on a waiting connection
 * @param failed connections that could not be made
 * @param open connections open now
 * @param idle of these, waiting
 */
public record UpstreamFigures(LongAdder opened, LongAdder reused, LongAdder failed, LongAdder open, LongAdder idle) {
    /** All zero. */
    public UpstreamFigures() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
