package dev.sekisho.seal.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A disk whose power can be cut at any step of any write, also in the middle of one, or whose folders can refuse to be written.
 * What was written before the cut is there after it, as if forced; forcing itself would only make the tests slow.
 */
public final class FaultDisk implements Disk {
    private final FileDisk inner = new FileDisk();
    private final long cutAtStep;
    private final long liesFromStep;
    private long steps;
    private volatile Predicate<Path> refusing = file -> false;

    private FaultDisk(long cutAtStep, long liesFromStep) {
        this.cutAtStep = cutAtStep;
        this.liesFromStep = liesFromStep;
    }

    /** A disk that loses power at the given step, from 1. */
    public static FaultDisk cutAt(long step) {
        return new FaultDisk(step, Long.MAX_VALUE);
    }

    /** A disk that keeps its power. */
    public static FaultDisk steady() {
        return new FaultDisk(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** A disk that from the given step on says "written" and writes nothing: no store can stand that, and no proof may pass on it. */
    public static FaultDisk lyingFrom(long step) {
        return new FaultDisk(Long.MAX_VALUE, step);
    }

    /** From now on writing the files that match fails. */
    public void refuse(Predicate<Path> files) {
        refusing = files;
    }

    /** Steps taken so far. */
    public synchronized long steps() {
        return steps;
    }

    /** One point at which the power can go; true if it goes here. */
    private synchronized boolean step() throws IOException {
        steps++;
        if (steps > cutAtStep) {
            throw new IOException("the power is off");
        }
        return steps == cutAtStep;
    }

    private void point() throws IOException {
        if (step()) {
            throw new IOException("power cut");
        }
    }

    private boolean lies() {
        return steps() >= liesFromStep;
    }

    private void check(Path file) throws IOException {
        if (refusing.test(file)) {
            throw new IOException("no space left");
        }
    }

    /** No lock: a process that lost power holds none. */
    @Override
    public AutoCloseable claim(Path folder) throws IOException {
        check(folder);
        Files.createDirectories(folder);
        return () -> {};
    }

    @Override
    public List<String> names(Path folder) throws IOException {
        return inner.names(folder);
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return inner.read(file);
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        check(file);
        point();
        if (step()) {
            create(file, Arrays.copyOf(bytes, bytes.length / 2));
            throw new IOException("power cut");
        }
        if (!lies()) {
            create(file, bytes);
        }
        point();
    }

    @Override
    public void append(Path file, long length, byte[] bytes) throws IOException {
        check(file);
        point();
        if (step()) {
            add(file, length, Arrays.copyOf(bytes, bytes.length / 2));
            throw new IOException("power cut");
        }
        if (step()) {
            // The length reached the disk, the content did not.
            add(file, length, new byte[bytes.length]);
            throw new IOException("power cut");
        }
        if (!lies()) {
            add(file, length, bytes);
        }
        point();
    }

    @Override
    public void replace(Path fresh, Path file, int wipe) throws IOException {
        check(file);
        point();
        if (!lies()) {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        point();
    }

    @Override
    public void erase(Path file) throws IOException {
        check(file);
        point();
        if (Files.exists(file) && !lies()) {
            Files.write(file, new byte[Math.toIntExact(Files.size(file))]);
            point();
            Files.delete(file);
        }
        point();
    }

    @Override
    public void delete(Path file) throws IOException {
        point();
        inner.delete(file);
    }

    private static void create(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void add(Path file, long length, byte[] bytes) throws IOException {
        if (Files.size(file) != length) {
            throw new IOException("the file is not as it was left");
        }
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }
}
