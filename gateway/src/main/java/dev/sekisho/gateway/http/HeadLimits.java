package dev.sekisho.gateway.http;

/**
 * Bounds of a message's head.
 *
 * @param headerBytes start line and fields together
 * @param fields number of fields
 */
public record HeadLimits(int headerBytes, int fields) {
    /** The largest head: what browsers with many cookies need, twice over. */
    public static final int MAX_HEADER_BYTES = 64 * 1024;

    /** The most fields. */
    public static final int MAX_HEADER_FIELDS = 200;

    /** The two constants above. */
    public static HeadLimits standard() {
        return new HeadLimits(MAX_HEADER_BYTES, MAX_HEADER_FIELDS);
    }

    /** @throws IllegalArgumentException if a bound is not positive */
    public HeadLimits {
        if (headerBytes < 256 || fields < 1) {
            throw new IllegalArgumentException("a head needs room for 256 bytes and one field");
        }
    }
}
