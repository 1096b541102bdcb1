package dev.sekisho.gateway.exchange;

/** Whether the gateway takes new requests at all. Written by the gateway, read on every loop. */
public final class Gate {
    private volatile boolean draining;
    private volatile boolean overloaded;

    /** The gateway stops: requests under way end, no connection is kept. */
    public void drain() {
        draining = true;
    }

    /** Whether it stops. */
    public boolean draining() {
        return draining;
    }

    /** Sets whether memory is short. */
    public void overloaded(boolean now) {
        overloaded = now;
    }

    /** Whether memory is short: new requests get 503. */
    public boolean overloaded() {
        return overloaded;
    }
}
