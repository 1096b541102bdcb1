package dev.sekisho.lake.files;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A storage that a test makes full, or makes wait: with what it writes whole, with what it forces, or with what it opens. Reading
 * and deleting go on, as on a full disk. What a power cut leaves is {@link CutFiles}' business.
 */
public final class FaultyFiles implements LakeFiles {
    private final LakeFiles files;
    private final Gate creates = new Gate();
    private final Gate forces = new Gate();
    private final Gate opens = new Gate();
    private final AtomicInteger createsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean full;

    /** Fails nothing and holds nothing at first. */
    public FaultyFiles(LakeFiles files) {
        this.files = files;
    }

    private static final class Gate {
        private boolean held;

        synchronized void hold(boolean value) {
            held = value;
            notifyAll();
        }

        synchronized void pass() throws IOException {
            try {
                while (held) {
                    wait();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /** Segments wait, or no longer. */
    public void holdCreates(boolean value) {
        creates.hold(value);
    }

    /** Logs wait, or no longer. */
    public void holdForces(boolean value) {
        forces.hold(value);
    }

    /** Queries of segments wait, or no longer. */
    public void holdOpens(boolean value) {
        opens.hold(value);
    }

    /** From now on no write succeeds, or every one does. */
    public void full(boolean value) {
        full = value;
    }

    /** After so many segments the disk is full, for segments alone. */
    public void failCreatesAfter(int count) {
        createsLeft.set(count);
    }

    private void requireSpace() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void create(String name, byte[] bytes) throws IOException {
        creates.pass();
        requireSpace();
        if (createsLeft.getAndDecrement() <= 0) {
            throw new IOException("No space left on device");
        }
        files.create(name, bytes);
    }

    @Override
    public void replace(String name, byte[] bytes) throws IOException {
        requireSpace();
        files.replace(name, bytes);
    }

    @Override
    public Appender append(String name) throws IOException {
        requireSpace();
        return new FaultyAppender(files.append(name));
    }

    private final class FaultyAppender implements Appender {
        private final Appender appender;

        FaultyAppender(Appender appender) {
            this.appender = appender;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (full) {
                // A disk that becomes full takes what still fits.
                appender.write(bytes, offset, length / 2);
            }
            requireSpace();
            appender.write(bytes, offset, length);
        }

        @Override
        public void force() throws IOException {
            forces.pass();
            requireSpace();
            appender.force();
        }

        @Override
        public void close() throws IOException {
            appender.close();
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return files.read(name);
    }

    @Override
    public Source open(String name) throws IOException {
        opens.pass();
        return files.open(name);
    }

    @Override
    public void force(String name) throws IOException {
        files.force(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return files.list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(name);
    }

    @Override
    public void removeFolder(String folder) throws IOException {
        files.removeFolder(folder);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
