package dev.sekisho.seal;

import java.io.IOException;

/** Bytes that can be read at any position: a file, or a stored object. */
public interface RandomAccessSource {
    /** Length in bytes. */
    long length() throws IOException;

    /** Reads exactly {@code length} bytes from {@code position}. */
    void read(long position, byte[] target, int offset, int length) throws IOException;
}
