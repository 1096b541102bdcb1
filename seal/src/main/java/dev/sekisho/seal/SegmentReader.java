package dev.sekisho.seal;

import java.io.IOException;

/** Verified reading of an opened segment at any position. Not for use by several threads at once. */
public interface SegmentReader {
    /** Length of the content in bytes. */
    long size();

    /**
     * Reads content; every unit touched is verified before a byte of it is given out.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SEGMENT_DAMAGED}
     * @throws IOException if the source failed
     */
    void read(long position, byte[] target, int offset, int length) throws IOException;
}
