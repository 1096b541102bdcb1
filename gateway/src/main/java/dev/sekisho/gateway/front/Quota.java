package dev.sekisho.gateway.front;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Places for clients: so many in all, and so many for each block of addresses (IPv4 /24, IPv6 /48), so that one source leaves the
 * others theirs. What is kept: a block for as long as a client of it holds a place, in memory only.
 */
final class Quota {
    private static final int BLOCK_BYTES_V4 = 3;
    private static final int BLOCK_BYTES_V6 = 6;

    private final int most;
    private final int mostPerBlock;
    private final Map<String, Integer> blocks = new HashMap<>();
    private int taken;

    Quota(int most, int mostPerBlock) {
        this.most = most;
        this.mostPerBlock = mostPerBlock;
    }

    /** Takes a place; {@code false} if there is none. */
    synchronized boolean enter(InetAddress source) {
        String block = block(source);
        int ofBlock = blocks.getOrDefault(block, 0);
        if (taken >= most || ofBlock >= mostPerBlock) {
            return false;
        }
        taken++;
        blocks.put(block, ofBlock + 1);
        return true;
    }

    /** Gives a place back. */
    synchronized void leave(InetAddress source) {
        taken--;
        blocks.computeIfPresent(block(source), (block, count) -> count == 1 ? null : count - 1);
    }

    /** How many places are taken. */
    synchronized int taken() {
        return taken;
    }

    private static String block(InetAddress source) {
        byte[] bytes = source.getAddress();
        int length = source instanceof Inet4Address ? BLOCK_BYTES_V4 : BLOCK_BYTES_V6;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    }
}
