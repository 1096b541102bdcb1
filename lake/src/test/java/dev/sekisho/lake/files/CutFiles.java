package dev.sekisho.lake.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Storage in memory whose power is cut at a chosen step: from then on nothing works, and what was not forced is gone, or half of
 * it is there. Steps are counted, so that a test can cut at each of them in turn.
 */
public final class CutFiles implements LakeFiles {
    private final Map<String, Content> files = new TreeMap<>();
    private final int cutAt;
    private final Loss loss;
    private final boolean forgetful;
    private final List<String> trace = new ArrayList<>();
    private int steps;
    private boolean dead;

    /** What a cut leaves of bytes that were not forced. */
    public enum Loss {
        /** Nothing. */
        ALL,
        /** The first half: a torn write. */
        SECOND_HALF
    }

    private static final class Content {
        byte[] current = new byte[0];
        byte[] forced = new byte[0];
    }

    private CutFiles(int cutAt, Loss loss, boolean forgetful) {
        this.cutAt = cutAt;
        this.loss = loss;
        this.forgetful = forgetful;
    }

    /** Power fails at this step, from 1; never if 0. */
    public static CutFiles cutAt(int step, Loss loss) {
        return new CutFiles(step, loss, false);
    }

    /** The same on storage that answers a force before it was done: a negative control. */
    public static CutFiles forgetful(int step) {
        return new CutFiles(step, Loss.ALL, true);
    }

    /** What is found after the power is back; it fails again at {@code step}. */
    public synchronized CutFiles survivors(int step) {
        CutFiles next = new CutFiles(step, loss, forgetful);
        files.forEach((name, content) -> {
            Content kept = new Content();
            int half = content.forced.length + Math.max(0, content.current.length - content.forced.length) / 2;
            kept.forced = loss == Loss.ALL ? content.forced : Arrays.copyOf(content.current, half);
            kept.current = kept.forced;
            next.files.put(name, kept);
        });
        return next;
    }

    /** Whether the power failed. */
    public synchronized boolean isDead() {
        return dead;
    }

    /** The last steps before the power failed. */
    public synchronized List<String> lastSteps() {
        return List.copyOf(trace.subList(Math.max(0, trace.size() - 12), trace.size()));
    }

    /** How many steps were made. */
    public synchronized int steps() {
        return steps;
    }

    /** One more step, also of things beside the storage, such as a key store. */
    public synchronized void step(String what) throws IOException {
        alive();
        trace.add(what);
        if (++steps == cutAt) {
            dead = true;
            throw new IOException("power cut");
        }
    }

    private void alive() throws IOException {
        if (dead) {
            throw new IOException("no power");
        }
    }

    /** A step that the cut may leave half done. */
    private void step(String what, Content content, byte[] wanted) throws IOException {
        try {
            step(what);
        } catch (IOException e) {
            if (steps == cutAt) {
                content.current = wanted;
            }
            throw e;
        }
        content.current = wanted;
    }

    @Override
    public synchronized void create(String name, byte[] bytes) throws IOException {
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Content content = new Content();
        files.put(name, content);
        step("create " + name, content, bytes.clone());
        content.forced = content.current;
    }

    @Override
    public synchronized void replace(String name, byte[] bytes) throws IOException {
        step("replace " + name);
        Content content = new Content();
        content.current = bytes.clone();
        content.forced = content.current;
        files.put(name, content);
    }

    @Override
    public synchronized Appender append(String name) throws IOException {
        step("append " + name);
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Content content = new Content();
        files.put(name, content);
        return new CutAppender(content);
    }

    private final class CutAppender implements Appender {
        private final Content content;

        CutAppender(Content content) {
            this.content = content;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (CutFiles.this) {
                byte[] longer = Arrays.copyOf(content.current, content.current.length + length);
                System.arraycopy(bytes, offset, longer, content.current.length, length);
                step("write", content, longer);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (CutFiles.this) {
                step("force");
                if (!forgetful) {
                    content.forced = content.current;
                }
            }
        }

        @Override
        public void close() {}
    }

    @Override
    public synchronized byte[] read(String name) throws IOException {
        alive();
        return find(name).current.clone();
    }

    @Override
    public synchronized Source open(String name) throws IOException {
        byte[] bytes = read(name);
        return new Source() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void read(long position, byte[] target, int offset, int length) {
                System.arraycopy(bytes, (int) position, target, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void force(String name) throws IOException {
        alive();
        find(name).forced = find(name).current;
    }

    private Content find(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    @Override
    public synchronized List<String> list(String folder) throws IOException {
        alive();
        return files.keySet().stream()
                .filter(name -> name.startsWith(folder + "/") && name.indexOf('/', folder.length() + 1) < 0)
                .toList();
    }

    /** The names of all files. */
    public synchronized List<String> all() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        step("delete " + name);
        files.remove(name);
    }

    /** Changes a byte of a file, as a bad disk does. */
    public synchronized void damage(String name, int at) throws IOException {
        find(name).current[at] ^= 1;
    }

    @Override
    public void close() {}
}
