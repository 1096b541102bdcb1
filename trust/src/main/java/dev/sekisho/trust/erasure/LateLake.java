package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeCopy;
import java.time.Duration;
import java.util.Map;

/**
 * The lake as everybody but the trust engine gets it: nothing of a customer is answered before what was erased of it is hidden.
 * It does not close the lake behind it.
 */
public final class LateLake implements Lake {
    private final Lake lake;
    private final LateErasures late;

    /** Before {@code lake}. */
    public LateLake(Lake lake, LateErasures late) {
        this.lake = lake;
        this.late = late;
    }

    @Override
    public EventSink sink() {
        return lake.sink();
    }

    /** @throws dev.sekisho.kernel.error.SekishoException {@code KEY_WITHDRAWN} while erasures of this customer wait for its keys */
    @Override
    public CustomerLake of(CustomerScope scope) {
        late.require(scope.customer());
        return lake.of(scope);
    }

    @Override
    public void flush() {
        lake.flush();
    }

    @Override
    public boolean awaitDurable(Duration limit) {
        return lake.awaitDurable(limit);
    }

    @Override
    public LakeCopy copy() {
        return lake.copy();
    }

    @Override
    public LakeStatus status() {
        return lake.status();
    }

    @Override
    public Map<String, Long> figures() {
        return lake.figures();
    }

    @Override
    public void close() {
        // Whoever opened the lake closes it.
    }
}
