package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.RecordSealer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One copy of the erasure ledger (docs/formats.md, "Erasure ledger"): a head of eight bytes, then lines that each name the hash of the
 * line before. Reading stops at the first line that does not hold; how much should be there, the anchors know.
 */
final class LedgerFile {
    /** {@code SKEL}, version 1, three zero bytes. */
    static final byte[] MAGIC = {'S', 'K', 'E', 'L', 1, 0, 0, 0};

    private static final String TABLE = "erasure-ledger";
    private static final int LENGTH_BYTES = 4;
    private static final int FIXED_BYTES = 8 + 32;
    private static final int MAX_LINE_BYTES = 1024;
    private static final long MAX_FILE_BYTES = 256L << 20;

    private final Path path;
    private final RecordSealer sealer;

    LedgerFile(Path path, RecordSealer sealer) {
        this.path = path;
        this.sealer = sealer;
    }

    Path path() {
        return path;
    }

    /**
     * One line, checked.
     *
     * @param head the head after it
     * @param tombstone what it says
     * @param bytes as it lies in the file, its length included
     */
    record Line(LedgerHead head, Tombstone tombstone, byte[] bytes) {}

    /**
     * What a copy holds.
     *
     * @param lines those that hold, from the first on
     * @param whole whether there is nothing behind them
     * @param missing whether there is no file
     */
    record Content(List<Line> lines, boolean whole, boolean missing) {
        LedgerHead head() {
            return lines.isEmpty() ? LedgerHead.EMPTY : lines.getLast().head();
        }
    }

    /** Reads as far as lines hold. */
    Content read() throws IOException {
        byte[] file;
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new IOException("larger than any ledger");
            }
            file = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            return new Content(List.of(), false, true);
        }
        if (file.length < MAGIC.length || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Content(List.of(), false, false);
        }
        List<Line> lines = new ArrayList<>();
        LedgerHead head = LedgerHead.EMPTY;
        int at = MAGIC.length;
        while (at < file.length) {
            Line line = line(file, at, head);
            if (line == null) {
                return new Content(lines, false, false);
            }
            lines.add(line);
            head = line.head();
            at += line.bytes().length;
        }
        return new Content(lines, true, false);
    }

    private @org.jspecify.annotations.Nullable Line line(byte[] file, int at, LedgerHead before) {
        if (file.length - at < LENGTH_BYTES) {
            return null;
        }
        int length = ByteBuffer.wrap(file, at, LENGTH_BYTES).getInt();
        if (length <= FIXED_BYTES || length > MAX_LINE_BYTES || file.length - at - LENGTH_BYTES < length) {
            return null;
        }
        byte[] bytes = Arrays.copyOfRange(file, at, at + LENGTH_BYTES + length);
        ByteBuffer in = ByteBuffer.wrap(bytes, LENGTH_BYTES, length);
        long number = in.getLong();
        byte[] previous = new byte[32];
        in.get(previous);
        byte[] sealed = new byte[in.remaining()];
        in.get(sealed);
        if (number != before.number() + 1 || !Arrays.equals(previous, before.hash())) {
            return null;
        }
        try {
            Tombstone tombstone = Tombstone.of(sealer.open(context(number, before), sealed));
            return new Line(new LedgerHead(number, hash(bytes)), tombstone, bytes);
        } catch (IllegalArgumentException e) {
            return null;
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.RECORD_DAMAGED) {
                return null;
            }
            throw e;
        }
    }

    /** The line that follows {@code before}. */
    Line make(LedgerHead before, Tombstone tombstone) {
        long number = before.number() + 1;
        byte[] sealed = sealer.seal(context(number, before), tombstone.bytes());
        byte[] bytes = ByteBuffer.allocate(LENGTH_BYTES + FIXED_BYTES + sealed.length)
                .putInt(FIXED_BYTES + sealed.length)
                .putLong(number)
                .put(before.hash())
                .put(sealed)
                .array();
        return new Line(new LedgerHead(number, hash(bytes)), tombstone, bytes);
    }

    /** Adds a line at {@code offset}, where the file ends; forced to the disk when this returns. */
    void append(long offset, Line line) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (channel.size() != offset) {
                throw new IOException("another length than what was read");
            }
            write(channel, offset, line.bytes());
            channel.force(true);
        }
    }

    /** Writes the whole copy anew, beside itself and then in its own place. */
    void replace(List<Line> lines) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("the ledger needs a folder");
        }
        Files.createDirectories(folder);
        Path fresh = path.resolveSibling(path.getFileName() + ".fresh");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            long at = write(channel, 0, MAGIC);
            for (Line line : lines) {
                at = write(channel, at, line.bytes());
            }
            channel.force(true);
        }
        Files.move(
                fresh,
                path,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static long write(FileChannel channel, long offset, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = offset;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
        return at;
    }

    private static RecordSealer.RecordContext context(long number, LedgerHead before) {
        return new RecordSealer.RecordContext(TABLE, before.hex(), number);
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
