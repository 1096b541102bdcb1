package dev.sekisho.trust.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A target that fails when it is told to: away as a whole, or at one put or read. */
final class UnsteadyTarget implements Target {
    /** How a put fails. */
    enum Fault {
        /** Nothing is written. */
        REFUSED,
        /** Half of it is written when the disk is full. */
        DISK_FULL,
        /** All of it is written, and nobody says so. */
        ANSWER_LOST
    }

    private final FolderTarget target;
    private boolean away;
    private int putsLeft = Integer.MAX_VALUE;
    private int readsLeft = Integer.MAX_VALUE;
    private Fault fault = Fault.REFUSED;

    UnsteadyTarget(FolderTarget target) {
        this.target = target;
    }

    void away(boolean now) {
        away = now;
    }

    boolean away() {
        return away;
    }

    /** The put after so many fails, and all that follow. */
    void failPutsAfter(int good, Fault how) {
        putsLeft = good;
        fault = how;
    }

    /** The read after so many is cut off half way, once. */
    void cutReadAfter(int good) {
        readsLeft = good;
    }

    /** Whether something failed since it was told to. */
    boolean failed() {
        return putsLeft < 0 || readsLeft < 0;
    }

    void steady() {
        putsLeft = Integer.MAX_VALUE;
        readsLeft = Integer.MAX_VALUE;
        away = false;
    }

    FolderTarget folder() {
        return target;
    }

    private void requireThere() throws IOException {
        if (away) {
            throw new IOException("the target is away");
        }
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public String place() {
        return target.place();
    }

    @Override
    public boolean appendOnly() {
        return target.appendOnly();
    }

    @Override
    public void put(String object, Body body) throws IOException {
        requireThere();
        if (putsLeft > 0) {
            putsLeft--;
            target.put(object, body);
            return;
        }
        putsLeft = -1;
        switch (fault) {
            case REFUSED -> throw new IOException("refused");
            case DISK_FULL -> target.put(object, half(body));
            case ANSWER_LOST -> {
                target.put(object, body);
                throw new IOException("the answer was lost");
            }
        }
    }

    private static Body half(Body body) {
        return new Body() {
            @Override
            public long length() throws IOException {
                return body.length();
            }

            @Override
            public InputStream open() throws IOException {
                return cut(body.open(), body.length() / 2, "no space left on device");
            }
        };
    }

    private static InputStream cut(InputStream whole, long after, String why) {
        return new FilterInputStream(whole) {
            private long left = after;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    throw new IOException(why);
                }
                int read = super.read(bytes, offset, (int) Math.min(length, left));
                left -= Math.max(read, 0);
                return read;
            }
        };
    }

    @Override
    public InputStream get(String object) throws IOException {
        requireThere();
        InputStream whole = target.get(object);
        if (readsLeft > 0) {
            readsLeft--;
            return whole;
        }
        if (readsLeft < 0) {
            return whole;
        }
        readsLeft = -1;
        return cut(whole, 10, "the connection was lost");
    }

    @Override
    public List<Listed> list(String folder) throws IOException {
        requireThere();
        return target.list(folder);
    }

    @Override
    public void prune() throws IOException {
        requireThere();
        target.prune();
    }
}
