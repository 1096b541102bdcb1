package dev.sekisho.lake.query;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that exists in memory alone ({@code memfd_create(2)}) and that the database engine opens by a path of this process. It
 * may have holes: ranges that were never written take no memory. Closing it frees what it held.
 */
final class MemoryFile implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 1;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle CREATE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("memfd_create"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int descriptor;
    private final FileChannel channel;

    private MemoryFile(int descriptor, FileChannel channel) {
        this.descriptor = descriptor;
        this.channel = channel;
    }

    /** An empty file. */
    static MemoryFile create() throws IOException {
        int descriptor = call(CREATE);
        if (descriptor < 0) {
            throw new IOException("memfd_create failed; the limit of open files may be too low");
        }
        try {
            return new MemoryFile(descriptor, FileChannel.open(Path.of(path(descriptor)), StandardOpenOption.WRITE));
        } catch (IOException e) {
            closeDescriptor(descriptor);
            throw e;
        }
    }

    /** The path under which this process, and no other, opens it. */
    String path() {
        return path(descriptor);
    }

    private static String path(int descriptor) {
        return "/proc/self/fd/" + descriptor;
    }

    /** Writes at a position. */
    void write(long position, byte[] bytes) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            channel.write(source, position + source.position());
        }
    }

    /** Gives back the memory; the file is empty afterwards. */
    void clear() throws IOException {
        channel.truncate(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        closeDescriptor(descriptor);
    }

    private static int call(MethodHandle create) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("rows");
            return (int) create.invokeExact(name, CLOSE_ON_EXEC);
        } catch (Throwable e) {
            throw new IllegalStateException("memfd_create cannot be called", e);
        }
    }

    private static void closeDescriptor(int descriptor) {
        int failed;
        try {
            failed = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("close cannot be called", e);
        }
        if (failed != 0) {
            throw new IllegalStateException("a memory file was not open any more; its rows may outlive the query");
        }
    }
}
