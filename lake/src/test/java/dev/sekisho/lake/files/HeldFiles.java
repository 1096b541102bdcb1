package dev.sekisho.lake.files;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage that can be made to wait: with what it writes whole, with what it forces, or with what it opens. */
public final class HeldFiles implements LakeFiles {
    private final LakeFiles files;
    private final Gate creates = new Gate();
    private final Gate forces = new Gate();
    private final Gate opens = new Gate();
    private final AtomicInteger createsLeft = new AtomicInteger(Integer.MAX_VALUE);

    /** Holds nothing at first. */
    public HeldFiles(LakeFiles files) {
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

    /** After so many segments the disk is full. */
    public void failCreatesAfter(int count) {
        createsLeft.set(count);
    }

    @Override
    public void create(String name, byte[] bytes) throws IOException {
        creates.pass();
        if (createsLeft.getAndDecrement() <= 0) {
            throw new IOException("No space left on device");
        }
        files.create(name, bytes);
    }

    @Override
    public void replace(String name, byte[] bytes) throws IOException {
        files.replace(name, bytes);
    }

    @Override
    public Appender append(String name) throws IOException {
        Appender appender = files.append(name);
        return new Appender() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                appender.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                forces.pass();
                appender.force();
            }

            @Override
            public void close() throws IOException {
                appender.close();
            }
        };
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
    public void close() throws IOException {
        files.close();
    }
}
