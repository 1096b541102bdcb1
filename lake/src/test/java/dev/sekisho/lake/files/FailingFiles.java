package dev.sekisho.lake.files;

import java.io.IOException;
import java.util.List;

/** A storage that can be told to fail every write, as a full disk does. */
public final class FailingFiles implements LakeFiles {
    private final LakeFiles files;
    private volatile boolean full;

    /** Fails nothing at first. */
    public FailingFiles(LakeFiles files) {
        this.files = files;
    }

    /** From now on no write succeeds, or every one does. */
    public void full(boolean value) {
        full = value;
    }

    private void check() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void create(String name, byte[] bytes) throws IOException {
        check();
        files.create(name, bytes);
    }

    @Override
    public void replace(String name, byte[] bytes) throws IOException {
        check();
        files.replace(name, bytes);
    }

    @Override
    public Appender append(String name) throws IOException {
        check();
        Appender appender = files.append(name);
        return new Appender() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (full) {
                    appender.write(bytes, offset, length / 2);
                }
                check();
                appender.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                check();
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
