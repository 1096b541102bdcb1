package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Lines of the erasure ledger as they lie elsewhere, told apart and chained without a key: what they say stays sealed. For whoever
 * brings the ledger back; the next start opens it and compares it with its anchors.
 */
public final class LedgerLines {
    private static final int LENGTH_BYTES = 4;
    private static final int FIXED_BYTES = 8 + 32;

    private final List<byte[]> lines;
    private final List<LedgerHead> heads;

    private LedgerLines(List<byte[]> lines, List<LedgerHead> heads) {
        this.lines = lines;
        this.heads = heads;
    }

    /** The lines from the first on, as far as each names the one before it. */
    public static LedgerLines of(List<byte[]> found) {
        List<byte[]> lines = new ArrayList<>();
        List<LedgerHead> heads = new ArrayList<>();
        LedgerHead head = LedgerHead.EMPTY;
        for (byte[] line : found) {
            if (!follows(line, head)) {
                break;
            }
            head = new LedgerHead(head.number() + 1, sha256(line));
            lines.add(line.clone());
            heads.add(head);
        }
        return new LedgerLines(lines, heads);
    }

    private static boolean follows(byte[] line, LedgerHead before) {
        if (line.length <= LENGTH_BYTES + FIXED_BYTES) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(line);
        byte[] previous = new byte[32];
        boolean whole = in.getInt() == line.length - LENGTH_BYTES;
        boolean next = in.getLong() == before.number() + 1;
        in.get(previous);
        return whole && next && Arrays.equals(previous, before.hash());
    }

    /** How many. */
    public int count() {
        return lines.size();
    }

    /** How far they go. */
    public LedgerHead head() {
        return heads.isEmpty() ? LedgerHead.EMPTY : heads.getLast();
    }

    /**
     * Compares them with a head that is known from elsewhere.
     *
     * @throws SekishoException {@code LEDGER_CUT} if they end before it, or tell another history
     */
    public void require(LedgerHead known) {
        boolean holds = known.number() == 0
                || (known.number() <= heads.size()
                        && heads.get(Math.toIntExact(known.number()) - 1).equals(known));
        if (!holds) {
            throw new SekishoException(
                    ErrorCode.LEDGER_CUT,
                    "The erasure ledger that was found ends after " + lines.size()
                            + " lines, but a set was made after line "
                            + known.number()
                            + ". Nothing is restored over it: who was erased since would be back. Name every target and place that has"
                            + " lines of it.");
        }
    }

    /** Writes them as files of the ledger, each as a whole; durable when this returns. */
    public void writeTo(List<Path> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(LedgerFile.MAGIC);
        lines.forEach(out::writeBytes);
        for (Path file : files) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("a ledger needs a folder");
            }
            Files.createDirectories(folder);
            Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
