package dev.sekisho.seal.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The few things that the key store does to files, so that tests can cut the power between any two of them. */
public interface Disk {
    /**
     * Takes a folder for this process alone, making it if it is missing; the handle gives it back.
     *
     * @throws InUseException if somebody else has it
     */
    AutoCloseable claim(Path folder) throws IOException;

    /** File names in a folder; empty if there is no such folder. */
    List<String> names(Path folder) throws IOException;

    /** The whole file; {@link java.nio.file.NoSuchFileException} if there is none. */
    byte[] read(Path file) throws IOException;

    /** Creates or empties a file that only its owner may read, writes it, and forces it to the disk. */
    void write(Path file, byte[] bytes) throws IOException;

    /** Writes at the end of a file, which must be {@code length} bytes long, and forces it to the disk. */
    void append(Path file, long length, byte[] bytes) throws IOException;

    /**
     * Moves {@code fresh} over {@code file} atomically, forces the folder to the disk, then overwrites the first {@code wipe} bytes
     * of the file that was there with zeros: what they unlocked stays locked even in the blocks that the file system frees.
     */
    void replace(Path fresh, Path file, int wipe) throws IOException;

    /** Overwrites a file with zeros, forces that, deletes it, and forces its folder; nothing happens if there is none. */
    void erase(Path file) throws IOException;

    /** Deletes a file if it exists. */
    void delete(Path file) throws IOException;

    /** Somebody else has the folder open. */
    final class InUseException extends IOException {
        private static final long serialVersionUID = 1L;

        /** Of the given folder. */
        public InUseException(Path folder) {
            super(folder + " is in use by another process");
        }
    }
}
