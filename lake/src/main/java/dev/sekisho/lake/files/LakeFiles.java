package dev.sekisho.lake.files;

import dev.sekisho.seal.RandomAccessSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Where the lake keeps bytes: everything it stores goes through here, sealed already. Names are relative, with {@code /} between
 * folders. A folder, an object store or a test that loses what was not forced can stand behind it.
 */
public interface LakeFiles extends Closeable {
    /**
     * Writes a file that does not exist; durable when this returns. If it fails, nothing useful is left under the name.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it exists
     */
    void create(String name, byte[] bytes) throws IOException;

    /** Writes a file as a whole, whether it exists or not: after a crash it holds the old bytes or the new ones. Durable. */
    void replace(String name, byte[] bytes) throws IOException;

    /** Starts a file that does not exist; what is written to it is durable after {@link Appender#force()}. */
    Appender append(String name) throws IOException;

    /**
     * The whole file.
     *
     * @throws java.nio.file.NoSuchFileException if it does not exist
     */
    byte[] read(String name) throws IOException;

    /** A file to be read at any position; close it. */
    Source open(String name) throws IOException;

    /** Makes durable what a process before this one wrote. */
    void force(String name) throws IOException;

    /** The files of a folder, by full name, in order of name; empty if the folder does not exist. */
    List<String> list(String folder) throws IOException;

    /** Removes a file; nothing happens if it does not exist. */
    void delete(String name) throws IOException;

    /** Removes a folder without files, and what failed writes left in it; storage that knows no folders has nothing to do. */
    default void removeFolder(String folder) throws IOException {}

    /** A file that grows at its end. For one thread. */
    interface Appender extends Closeable {
        /** Adds bytes. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes durable everything added before. */
        void force() throws IOException;
    }

    /** An open file. */
    interface Source extends RandomAccessSource, Closeable {}
}
