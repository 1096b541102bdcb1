package dev.sekisho.policy.imports;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.io.InputStream;

/** Splits a stream into lines without making objects of them, in constant memory. */
final class Lines {
    /** The longest line that is read. */
    static final int LINE_BYTES_MAX = 16 * 1024;

    private static final int BUFFER_BYTES = 128 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int from;
    private int to;

    Lines(InputStream in) {
        this.in = in;
    }

    /**
     * Moves to the next line, without its end and surrounding blanks.
     *
     * @throws SekishoException {@code LIST_DAMAGED} if it is too long
     */
    boolean next() throws IOException {
        int scanned = position;
        while (true) {
            for (; scanned < limit; scanned++) {
                if (buffer[scanned] == '\n') {
                    take(scanned);
                    position = scanned + 1;
                    return true;
                }
            }
            if (scanned - position > LINE_BYTES_MAX) {
                throw new SekishoException(
                        ErrorCode.LIST_DAMAGED,
                        "A line of a category list is longer than " + LINE_BYTES_MAX + " bytes.");
            }
            int kept = limit - position;
            System.arraycopy(buffer, position, buffer, 0, kept);
            int more = in.read(buffer, kept, buffer.length - kept);
            position = 0;
            limit = kept + Math.max(0, more);
            scanned = kept;
            if (more < 0) {
                take(limit);
                position = limit;
                return kept > 0;
            }
        }
    }

    private void take(int end) {
        from = position;
        to = end;
        while (from < to && buffer[from] <= ' ' && buffer[from] >= 0) {
            from++;
        }
        while (to > from && buffer[to - 1] <= ' ' && buffer[to - 1] >= 0) {
            to--;
        }
    }

    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
