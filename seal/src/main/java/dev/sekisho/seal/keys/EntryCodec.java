package dev.sekisho.seal.keys;

import dev.sekisho.kernel.id.Id128;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries as bytes: {@code kind 1 | owner 16 | object 16 | number 4 | length 4 | sealed}, one after the other. */
final class EntryCodec {
    private static final int FIXED_BYTES = 41;

    private EntryCodec() {}

    static void write(EntryId id, byte[] sealed, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(FIXED_BYTES)
                .put((byte) id.kind().code())
                .put(id.owner().bytes())
                .put(id.object().bytes())
                .putInt(id.number())
                .putInt(sealed.length)
                .array());
        out.writeBytes(sealed);
    }

    /** Reads entries; the bytes were verified before, so a wrong form is a fault of the writer. */
    static List<Change.Put> read(byte[] bytes) {
        try {
            List<Change.Put> entries = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                Kind kind = Kind.of(in.get());
                EntryId id = new EntryId(kind, id(in), id(in), in.getInt());
                byte[] sealed = new byte[Math.min(in.getInt(), in.remaining() + 1)];
                in.get(sealed);
                entries.add(new Change.Put(id, sealed));
            }
            return entries;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("an entry of the key store is cut short", e);
        }
    }

    private static Id128 id(ByteBuffer in) {
        return new Id128(in.getLong(), in.getLong());
    }
}
