package dev.sekisho.gateway.front;

/**
 * How much a front takes on at once, so that clients who begin and never go on cost it a share of its memory and not its life.
 *
 * @param connections most clients, those joined to the gateway included
 * @param arriving most clients that are not joined yet
 * @param arrivingPerBlock most of these from one block of addresses
 * @param handshakes most handshakes under way: clients that have sent something and are not through
 * @param handshakesPerBlock most of these from one block of addresses
 */
record FrontLimits(int connections, int arriving, int arrivingPerBlock, int handshakes, int handshakesPerBlock) {
    /** Classes, event loops, the session cache. */
    private static final long BASE_BYTES = 32L << 20;

    /** A handshake at its widest: engine, transcript, certificates on both sides, buffers (JSSE, rounded up). */
    private static final long HANDSHAKE_BYTES = 160L << 10;

    /** A client that is through: its engine with the keys of both directions, two channels, their handlers. */
    private static final long CONNECTION_BYTES = 32L << 10;

    /**
     * What a heap carries: a third of what is free is for handshakes, the rest for connections.
     *
     * @param heapBytes the most that this process may use
     * @param wanted the configured number of clients, which is not exceeded
     */
    static FrontLimits of(long heapBytes, int wanted) {
        long free = Math.max(8L << 20, heapBytes - BASE_BYTES);
        int handshakes = (int) Math.max(8, Math.min(Math.max(8, wanted), free / 3 / HANDSHAKE_BYTES));
        int connections = (int) Math.max(1, Math.min(wanted, free * 2 / 3 / CONNECTION_BYTES));
        int arriving = Math.max(handshakes, connections / 2);
        return new FrontLimits(
                connections, arriving, Math.max(4, arriving / 4), handshakes, Math.max(4, handshakes / 4));
    }
}
