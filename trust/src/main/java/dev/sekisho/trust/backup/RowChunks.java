package dev.sekisho.trust.backup;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.Row;
import dev.sekisho.records.RowCodec;
import dev.sekisho.records.RowTarget;
import dev.sekisho.seal.RecordSealer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of the records in chunks of about a mebibyte, each sealed as a record of the installation. What rows hold is sealed already,
 * under the keys of whom it belongs to; this hides how many there are of what, and which changed.
 */
final class RowChunks implements RowTarget {
    static final String TABLE = "backup-rows";

    private static final int CHUNK_BYTES = 1 << 20;
    /** What one sealed record takes is less than what one row may have; rows are a stream that may be cut anywhere. */
    private static final int MAX_CHUNK_BYTES = 4 << 20;

    private final RecordSealer sealer;
    private final Id128 set;
    private final Sink sink;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK_BYTES + (64 << 10));
    private final List<String> names = new ArrayList<>();
    private final RowsHash hash = new RowsHash();

    /** Takes a sealed chunk; answers the identifier of the object that it became. */
    interface Sink {
        Id128 put(byte[] closed) throws IOException;
    }

    RowChunks(RecordSealer sealer, Id128 set, Sink sink) {
        this.sealer = sealer;
        this.set = set;
        this.sink = sink;
    }

    @Override
    public void take(Row row) {
        byte[] bytes = RowCodec.write(row);
        chunk.writeBytes(bytes);
        hash.add(bytes);
        if (chunk.size() >= CHUNK_BYTES) {
            try {
                flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void flush() throws IOException {
        byte[] bytes = chunk.toByteArray();
        for (int from = 0; from < bytes.length; from += MAX_CHUNK_BYTES) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_CHUNK_BYTES));
            names.add(Manifest.hex(sink.put(sealer.seal(context(set, names.size()), part))));
        }
        chunk.reset();
    }

    /** Ends the last chunk; answers what was counted. */
    SetNotes.Counted end() throws IOException {
        if (chunk.size() > 0) {
            flush();
        }
        return new SetNotes.Counted(hash.rows(), hash.hex());
    }

    /** The objects, in order. */
    List<String> names() {
        return List.copyOf(names);
    }

    static RecordContext context(Id128 set, int number) {
        return new RecordContext(TABLE, Manifest.hex(set) + "/" + number, 0);
    }
}
