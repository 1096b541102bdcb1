package dev.sekisho.trust.backup;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/**
 * Where sets lie. It only grows for whoever makes sets: there is no call that changes or removes an object, and what is too old the
 * target removes by a rule and a clock of its own ({@link Keeping}). Names are relative, with {@code /} between folders, of small
 * letters, digits, {@code .}, {@code -} and {@code /}.
 */
public interface Target {
    /** The folder of the sets' manifests. */
    String SETS = "sets";

    /** The folder of everything that manifests list. */
    String OBJECTS = "objects";

    /** The folder of the erasure ledger's lines, which no rule ever removes. */
    String LEDGER = "ledger";

    /** What the configuration calls it. */
    String name();

    /** The failure domain it lies in; two sets in one place are one when the place is lost. */
    String place();

    /** Whether a process that has all credentials of this one could not take away what lies there. */
    boolean appendOnly();

    /**
     * Puts an object; durable when this returns. The same bytes under the same name again: nothing happens.
     *
     * @throws java.nio.file.FileAlreadyExistsException if other bytes have the name
     * @throws IOException if it cannot be written now; nothing useful is left under the name
     */
    void put(String object, Body body) throws IOException;

    /**
     * The bytes of an object; close it.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    InputStream get(String object) throws IOException;

    /** Everything below a folder, in order of name. */
    List<Listed> list(String folder) throws IOException;

    /** Lets the target remove what its rule says is too old; a target that does so by itself has nothing to do. */
    void prune() throws IOException;

    /** Bytes to put, readable more than once. */
    interface Body {
        /** How many. */
        long length() throws IOException;

        /** From the first on; close it. */
        InputStream open() throws IOException;

        /** Bytes in memory. */
        static Body of(byte[] bytes) {
            return new Body() {
                @Override
                public long length() {
                    return bytes.length;
                }

                @Override
                public InputStream open() {
                    return new java.io.ByteArrayInputStream(bytes);
                }
            };
        }
    }

    /**
     * An object that lies there.
     *
     * @param name with its folders
     * @param length in bytes
     * @param stored when it came, by the target's own clock
     */
    record Listed(String name, long length, Instant stored) {}
}
