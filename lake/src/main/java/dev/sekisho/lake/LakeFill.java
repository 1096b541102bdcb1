package dev.sekisho.lake;

import java.io.InputStream;

/**
 * Fills an empty folder with the files of a capture, so that a lake can be opened there. Until {@link #finish} returns, the folder
 * is no lake: opening one there is refused, and whoever fills it next starts over. For several threads.
 */
public interface LakeFill extends AutoCloseable {
    /**
     * Writes one file; durable when {@link #finish} returns.
     *
     * @param name in the lake's folder
     * @param length how many bytes it must have
     * @throws dev.sekisho.kernel.error.SekishoException {@code INVALID_INPUT} if no lake has a file of this name, {@code CONFLICT} if
     *     it was written already, {@code RECORD_DAMAGED} if there are more or fewer bytes, {@code DISK_FULL}, {@code DISK_FAILED}
     */
    void put(String name, InputStream bytes, long length);

    /** Writes a small file. */
    void put(String name, byte[] bytes);

    /** Makes everything durable; from here on the folder is a lake. */
    void finish();

    /** Lets go of the folder, which stays unusable if {@link #finish} was not called. */
    @Override
    void close();
}
